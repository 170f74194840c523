using CommonTrace.Tests.Browser;

// What the tests' runner needs to know of it; the benchmarks start it themselves.
[assembly: AssemblyFixture(typeof(TestBrowser))]
