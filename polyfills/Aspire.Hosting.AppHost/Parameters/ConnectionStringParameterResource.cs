using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A connection string that is configured and not made here.</summary>
internal sealed class ConnectionStringParameterResource(string name, string? environmentVariable, IConfiguration configuration)
    : ParameterResource(name, _ => Configured(name, configuration), secret: true), IResourceWithConnectionString
{
    public string? ConnectionStringEnvironmentVariable { get; } = environmentVariable;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{new Value(this)}");

    private static string Configured(string name, IConfiguration configuration) =>
        configuration.GetConnectionString(name) ?? throw new DistributedApplicationException(
            $"Connection string '{name}' is not given. Give it as --ConnectionStrings:{name}=<value> or as the environment "
            + $"variable ConnectionStrings__{name}.");

    /// <summary>The resource itself would answer with its expression, without end.</summary>
    private sealed class Value(ParameterResource parameter) : IExpressionValue
    {
        public string ValueExpression => parameter.ValueExpression;

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            parameter.GetValueAsync(cancellationToken);
    }
}
