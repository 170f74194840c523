using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>The environment of one process, asked of the app model at each start.</summary>
internal sealed class ResourceEnvironment(DistributedApplicationExecutionContext execution)
{
    /// <summary>Adds what the AppHost's page says to the defaults, and resolves it.</summary>
    public async Task<IReadOnlyList<ShownVariable>> ResolveAsync(
        ResourceInstance instance, Dictionary<string, object> defaults, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, instance.Resource, defaults, cancellationToken) { Logger = instance.Log };
        foreach (var annotation in instance.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        var resolved = new List<ShownVariable>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            var text = value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : value.ToString();
            if (text is not null)
            {
                resolved.Add(new ShownVariable(name, text, SecretValues.Contains(value) || SecretValues.IsTold(name)));
            }
        }

        return resolved;
    }

    public static async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            var text = argument is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : argument.ToString();
            arguments.Add(text ?? string.Empty);
        }

        return arguments;
    }
}
