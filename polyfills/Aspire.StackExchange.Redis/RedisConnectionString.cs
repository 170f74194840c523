using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

internal static class RedisConnectionString
{
    /// <summary>Reads a connection string that may be written for a newer client: what this one does not know is left out with a warning.</summary>
    public static ConfigurationOptions Parse(string connectionString, ILogger logger)
    {
        foreach (var entry in connectionString.Split(',').Where(IsUnknown))
        {
            logger.LogWarning("The Redis option '{Option}' is not known to this client and is ignored", entry.Split('=')[0].Trim());
        }

        // Put first, so that the connection string can still say otherwise. False lets a service start while Redis is away.
        return ConfigurationOptions.Parse($"abortConnect=false,{connectionString}", ignoreUnknown: true);
    }

    private static bool IsUnknown(string entry)
    {
        try
        {
            ConfigurationOptions.Parse(entry.Contains('=', StringComparison.Ordinal) ? entry : "localhost");
            return false;
        }
        catch (ArgumentException exception)
        {
            // A known option with a bad value is out of range; that is the final parse's to report.
            return exception is not ArgumentOutOfRangeException;
        }
    }
}
