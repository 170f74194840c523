using System.Globalization;
using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Reembed;

/// <summary>How far a change of the model is.</summary>
internal static class ReembedPicture
{
    public static void Show(Screen screen, JsonElement answer) => screen.Show(answer, console => console.Write(Plain.Pairs([.. Pairs(answer)])));

    private static IEnumerable<(string Name, string Value)> Pairs(JsonElement answer)
    {
        yield return ("model", $"{answer.Text("model")} {answer.Text("model_version")} ({answer.Text("provider")}, {answer.Count("dimensions")} dimensions)");
        yield return ("state", Meaning(answer));
        yield return ("traces", $"{Plain.Count(answer.Count("done"))} done, {Plain.Count(answer.Count("remaining"))} remaining, {Plain.Count(answer.Count("failed"))} failed");
        if (answer.Count("rate_per_minute") is > 0 and var rate)
        {
            yield return ("rate", $"{Plain.Count(rate)} a minute{(answer.Time("expected_end_at") is { } end ? string.Create(CultureInfo.InvariantCulture, $", the last at {end:u}") : "")}");
        }

        yield return ("started", $"{answer.Time("started_at"):u}");
        if (answer.Text("error") is { } error)
        {
            yield return ("held up", error);
        }
    }

    private static string Meaning(JsonElement answer) => (answer.Text("state"), answer.Is("paused")) switch
    {
        ("filling", true) => "filling, paused: go on with `commontrace reembed resume`",
        ("filling", _) => "filling: every trace is embedded anew",
        ("indexing", _) => "indexing: the new index is built, then the sets are swapped",
        ("ready", _) => "ready: searches read the new vectors",
        ("rolled_back", _) => "rolled_back: searches read the old vectors again",
        ("aborted", _) => "aborted: the new vectors are gone",
        var (state, _) => state ?? "",
    };
}
