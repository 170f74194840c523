using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommonTrace.Tests.Portable;

/// <summary>A start that cannot succeed says why, once, and ends with exit code 1.</summary>
public sealed class PortableStartTests
{
    [Theory]
    [InlineData("ApiPort={0}", "of 'api' (endpoint 'http') is taken by another program")]
    [InlineData("--ASPNETCORE_URLS=http://127.0.0.1:{0}", "The dashboard cannot listen on http://127.0.0.1:{0}: another program uses this port.")]
    public async Task A_taken_port_is_named(string argument, string sentence)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var host = PortableHost.Start(null, string.Format(CultureInfo.InvariantCulture, argument, port));

        var code = await host.ExitCodeAsync();

        Assert.Equal(1, code);
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, sentence, port), host.Output, StringComparison.Ordinal);
        Assert.Empty(host.Processes());
    }

    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish")]
    public async Task Publishing_is_refused_and_the_other_profile_named(string option, string value)
    {
        await using var host = PortableHost.Start(null, option, value);

        var code = await host.ExitCodeAsync();

        Assert.Equal(1, code);
        Assert.Contains("Hosting=aspire", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_migration_stops_the_start_and_is_told_once()
    {
        await using var host = PortableHost.Start(null, "Queue:Lease=soon");

        var code = await host.ExitCodeAsync();

        Assert.Equal(1, code);
        var report = host.Output[host.Output.IndexOf("waits for 'migrations'", StringComparison.Ordinal)..];
        Assert.Contains("soon", report, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Up", report, StringComparison.Ordinal);
        Assert.Empty(host.Processes());
        Assert.Empty(Directory.GetDirectories(host.Temporary));
    }
}
