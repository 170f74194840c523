using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

internal static class RedisConnectionString
{
    // Put first, so that the connection string can still say otherwise. A service starts while Redis is away, and whoever asks for the
    // client then waits a second for it, not the client's five.
    private const string Defaults = "abortConnect=false,connectTimeout=1000";

    /// <summary>Reads a connection string that may be written for a newer client: what this one does not know is left out with a warning.</summary>
    public static ConfigurationOptions Parse(string connectionString, ILogger logger)
    {
        foreach (var entry in connectionString.Split(',').Where(IsUnknown))
        {
            logger.LogWarning("The Redis option '{Option}' is not known to this client and is ignored", entry.Split('=')[0].Trim());
        }

        return ConfigurationOptions.Parse($"{Defaults},{connectionString}", ignoreUnknown: true);
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
