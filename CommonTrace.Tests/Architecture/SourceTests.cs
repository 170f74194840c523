using System.Text.RegularExpressions;

namespace CommonTrace.Tests.Architecture;

/// <summary>Rules of the source tree that no compiler checks.</summary>
public partial class SourceTests
{
    private const int LongestFile = 250;

    // In two pieces, so that this file does not mention it.
    private const string ProfileSwitch = "CommonTrace" + "Hosting";

    [Fact]
    public void No_source_file_has_a_condition()
    {
        var conditional = Repository.Files("*.cs").Where(file => !Repository.IsPolyfill(file))
            .Where(file => File.ReadLines(file.FullName).Any(line => Directive().IsMatch(line)) || Mentions(file));

        Assert.Empty(conditional.Select(Repository.PathOf));
    }

    [Fact]
    public void Only_the_AppHost_project_asks_for_the_profile()
    {
        var asking = Repository.Files("*.csproj").Where(Mentions).Select(Repository.PathOf);

        Assert.Equal(["CommonTrace.AppHost/CommonTrace.AppHost.csproj"], asking);
    }

    [Fact]
    public void Every_polyfill_is_a_project_of_the_package_s_name_with_a_README()
    {
        var polyfills = new DirectoryInfo(Path.Combine(Repository.Root.FullName, "polyfills")).EnumerateDirectories().ToList();

        Assert.NotEmpty(polyfills);
        Assert.All(polyfills, polyfill =>
        {
            Assert.True(File.Exists(Path.Combine(polyfill.FullName, $"{polyfill.Name}.csproj")), $"{polyfill.Name} has no project of its name.");
            Assert.True(File.Exists(Path.Combine(polyfill.FullName, "README.md")), $"{polyfill.Name} has no README.md.");
        });
    }

    [Fact]
    public void No_file_is_longer_than_250_lines()
    {
        var tooLong = Repository.Files("*.cs").Where(file => File.ReadLines(file.FullName).Count() > LongestFile);

        Assert.Empty(tooLong.Select(Repository.PathOf));
    }

    private static bool Mentions(FileInfo file) => File.ReadAllText(file.FullName).Contains(ProfileSwitch, StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*#\s*(if|elif|else)\b")]
    private static partial Regex Directive();
}
