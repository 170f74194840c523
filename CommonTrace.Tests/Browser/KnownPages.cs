namespace CommonTrace.Tests.Browser;

/// <summary>A page that the walks look at.</summary>
/// <param name="Looker">Who looks.</param>
/// <param name="Name">What tells it from the other pages, in the test's name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Status">With which status it is answered.</param>
/// <param name="IsWorkedWith">Whether it is where people do things, and is gone through by keyboard too.</param>
internal sealed record KnownPage(Looker Looker, string Name, Func<PageWorld, string> Address, int Status = 200, bool IsWorkedWith = false);

/// <summary>All pages, each in the states that look different.</summary>
internal static class KnownPages
{
    /// <summary>What is mapped for GET among the pages and shows none: it feeds a script, or leads back from a form that was posted.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    [
        "/operate/live",
        "/operate/jobs/{id:guid}/live",
        "/operate/reembed/live",
        "/traces/{id:guid}/vote",
        "/traces/{id:guid}/vote/withdraw",
        "/traces/{id:guid}/outcome",
        "/traces/{id:guid}/flag",
    ];

    public static IReadOnlyList<KnownPage> All { get; } =
    [
        new(Looker.Visitor, "search, nothing asked", _ => "/"),
        new(Looker.Contributor, "search, many found", _ => "/?q=deadlock", IsWorkedWith: true),
        new(Looker.Reader, "search, nothing found", _ => "/?q=zyzzyva+quokka"),
        new(Looker.Visitor, "trace", world => $"/traces/{world.Trace}"),
        new(Looker.Author, "trace of one's own", world => $"/traces/{world.Trace}"),
        new(Looker.Contributor, "trace that was judged", world => $"/traces/{world.Trace}", IsWorkedWith: true),
        new(Looker.Contributor, "trace in Chinese", world => $"/traces/{world.Chinese}"),
        new(Looker.Moderator, "trace in Arabic", world => $"/traces/{world.Arabic}"),
        new(Looker.Reader, "versions", world => $"/traces/{world.Trace}/versions"),
        new(Looker.Author, "one version", world => $"/traces/{world.Trace}/versions/1"),
        new(Looker.Author, "amendments", world => $"/traces/{world.Trace}/amendments", IsWorkedWith: true),
        new(Looker.Contributor, "amend", world => $"/traces/{world.Trace}/amend"),
        new(Looker.Author, "edit", world => $"/traces/{world.Trace}/edit", IsWorkedWith: true),
        new(Looker.Author, "delete", world => $"/traces/{world.Trace}/delete"),
        new(Looker.Contributor, "contribute", _ => "/contribute"),
        new(Looker.Visitor, "tags", _ => "/tags"),
        new(Looker.Visitor, "tag", _ => "/tags/postgres"),
        new(Looker.Reader, "person", world => $"/people/{world.WhoWrote}"),
        new(Looker.Moderator, "moderation queue", _ => "/moderate", IsWorkedWith: true),
        new(Looker.Operator, "embedding queue", _ => "/operate", IsWorkedWith: true),
        new(Looker.Operator, "jobs", _ => "/operate/jobs"),
        new(Looker.Operator, "job that waits", world => $"/operate/jobs/{world.WaitingJob}"),
        new(Looker.Operator, "job that failed", world => $"/operate/jobs/{world.FailedJob}"),
        new(Looker.Operator, "re-embedding", _ => "/operate/reembed", IsWorkedWith: true),
        new(Looker.Operator, "audit log", _ => "/operate/audit"),
        new(Looker.Operator, "wanted list", _ => "/operate/wanted"),
        new(Looker.Operator, "doctor", _ => "/operate/doctor"),
        new(Looker.Visitor, "sign in", _ => "/sign-in", IsWorkedWith: true),
        new(Looker.Visitor, "sign up", _ => "/sign-up"),
        new(Looker.Visitor, "no such page", _ => "/nowhere", Status: 404),
        new(Looker.Reader, "page of others", _ => "/operate", Status: 403),
    ];

    public static TheoryData<string> Names => [.. All.Select(page => page.Name)];

    public static TheoryData<string> WorkedWith => [.. All.Where(page => page.IsWorkedWith).Select(page => page.Name)];

    public static KnownPage Named(string name) => All.Single(page => page.Name == name);
}
