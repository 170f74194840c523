using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Parameters;

/// <summary>Where the value of a parameter comes from: what was configured, else what was kept, else its default.</summary>
internal sealed class ParameterValues(IConfiguration configuration, UserSecrets secrets, bool throwAway)
{
    public string Get(string name, ParameterDefault? fallback, bool persist)
    {
        var key = $"Parameters:{name}";
        // A shell takes no hyphen in the name of a variable.
        if ((configuration[key] ?? configuration[key.Replace('-', '_')]) is { } configured)
        {
            return configured;
        }

        if (fallback is null)
        {
            throw new DistributedApplicationException(
                $"Parameter '{name}' has no value. Give it as --{key}=<value>, as the environment variable "
                + $"Parameters__{name.Replace('-', '_')}, or as \"{key}\" in the user secrets.");
        }

        return persist && !throwAway
            ? secrets.GetOrAdd(key, fallback.GetDefaultValue)
            : fallback.GetDefaultValue();
    }
}
