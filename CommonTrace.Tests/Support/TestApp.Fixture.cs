using CommonTrace.Tests.Support;

[assembly: AssemblyFixture(typeof(TestApp))]

namespace CommonTrace.Tests.Support;

// What the tests' runner needs to know of it; the benchmarks start it themselves.
public sealed partial class TestApp : IAsyncLifetime;
