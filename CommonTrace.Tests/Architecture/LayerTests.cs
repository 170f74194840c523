using CommonTrace.Core;

namespace CommonTrace.Tests.Architecture;

public class LayerTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("ModelContextProtocol")]
    [InlineData("CommonTrace.")]
    public void Core_knows_nothing_of_how_it_is_spoken_to(string prefix)
    {
        var references = typeof(Failure).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_defaults_know_nothing_of_CommonTrace()
    {
        var references = typeof(ServiceDefaults.ServiceDefaultsExtensions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("CommonTrace.", StringComparison.Ordinal));
    }
}
