namespace CommonTrace.Tests.Browser;

/// <summary>A page that the walks look at.</summary>
/// <param name="Looker">Who looks.</param>
/// <param name="Name">What tells it from the other pages, in the test's name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Status">With which status it is answered.</param>
internal sealed record KnownPage(Looker Looker, string Name, Func<PageWorld, string> Address, int Status = 200);

/// <summary>All pages, each in the states that look different.</summary>
internal static class KnownPages
{
    /// <summary>What is mapped among the pages and is none: it answers a script.</summary>
    public static IReadOnlyList<string> Parts { get; } = [];

    public static IReadOnlyList<KnownPage> All { get; } =
    [
        new(Looker.Visitor, "search, nothing asked", _ => "/"),
        new(Looker.Contributor, "search, many found", _ => "/?q=deadlock"),
        new(Looker.Reader, "search, nothing found", _ => "/?q=zyzzyva+quokka"),
        new(Looker.Visitor, "sign in", _ => "/sign-in"),
        new(Looker.Visitor, "no such page", _ => "/nowhere", Status: 404),
    ];

    public static TheoryData<string> Names => [.. All.Select(page => page.Name)];

    public static KnownPage Named(string name) => All.Single(page => page.Name == name);
}
