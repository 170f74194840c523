using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Stand-ins must not reach a deployment by accident.</summary>
internal static class PublishRefusal
{
    public static void Check(IConfiguration configuration)
    {
        var operation = configuration["operation"] ?? configuration["AppHost:Operation"];
        var publishes = operation is not null && !operation.Equals("run", StringComparison.OrdinalIgnoreCase);
        if (!publishes && configuration["publisher"] is null)
        {
            return;
        }

        Console.Error.WriteLine(
            "The portable profile runs CommonTrace and cannot publish it. Publish with the real Aspire packages: "
            + "set CommonTraceHosting=aspire (environment variable, or -p:CommonTraceHosting=aspire).");
        Environment.Exit(1);
    }
}
