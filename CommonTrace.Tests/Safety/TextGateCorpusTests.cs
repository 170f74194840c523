using System.Text.Json;
using CommonTrace.Core.Safety;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Tests.Safety;

/// <summary>Measures the text gates by the cases in <c>fixtures/safety</c>.</summary>
public class TextGateCorpusTests
{
    private const double Floor = 0.95;

    [Theory]
    [InlineData("personal_data.email", "email")]
    [InlineData("personal_data.phone", "phone")]
    [InlineData("personal_data.ip_address", "ip_address")]
    [InlineData("personal_data.card_number", "card_number")]
    [InlineData("personal_data.user_folder", "user_folder")]
    [InlineData("danger.destructive_command", "destructive_command")]
    [InlineData("danger.encoded_command", "encoded_command")]
    [InlineData("danger.hidden_text", "hidden_text")]
    [InlineData("danger.pipe_to_shell", "pipe_to_shell")]
    [InlineData("danger.prompt_injection", "prompt_injection")]
    [InlineData("danger.tool_call_lookalike", "tool_call_lookalike")]
    [InlineData("quality", null)]
    public void A_family_is_found_and_nothing_else(string family, string? find)
    {
        var cases = File.ReadLines(Path.Combine(Repository.Root.FullName, "fixtures", "safety", $"{family}.jsonl")).Select(line => JsonElement.Parse(line)).ToList();
        var judged = cases.Select(json => (Wanted: Wanted(json), Found: Found(family, json), json)).ToList();

        var hits = judged.Sum(one => one.Wanted.Intersect(one.Found).Count());
        var (wanted, found) = (judged.Sum(one => one.Wanted.Count), judged.Sum(one => one.Found.Count));
        var wrong = string.Join('\n', judged.Where(one => !one.Wanted.SetEquals(one.Found)).Select(one => $"{string.Join(',', one.Found)}: {one.json}"));

        Assert.All(cases, json => Assert.Equal(family, json.GetProperty("family").GetString()));
        Assert.True(find is null || judged.All(one => one.Wanted.IsSubsetOf([find])), $"A case of {family} finds {find} or nothing.");
        Assert.InRange(judged.Count(one => one.Wanted.Count > 0), 15, int.MaxValue);
        Assert.InRange(judged.Count(one => one.Wanted.Count == 0), 25, int.MaxValue);
        Assert.True(hits >= Floor * wanted, $"Recall is {hits}/{wanted}:\n{wrong}");
        Assert.True(hits >= Floor * found, $"Precision is {hits}/{found}:\n{wrong}");
    }

    private static HashSet<string> Wanted(JsonElement json) => [.. json.GetProperty("finds").EnumerateArray().Select(find => find.GetString()!)];

    private static HashSet<string> Found(string family, JsonElement json)
    {
        if (family == "quality")
        {
            var fault = QualityFloor.FaultOf(TextOf(json, "title"), TextOf(json, "context"), TextOf(json, "solution"));
            return fault is null ? [] : [fault.Code["quality.".Length..]];
        }

        var text = TextOf(json, "text");
        var normalised = TextNormalization.Normalize(text);
        return family.StartsWith("personal_data", StringComparison.Ordinal) ? [.. PersonalData.Redact(normalised).Redactions.Select(redaction => redaction.Kind)]
            : [.. DangerMarks.Find(normalised), .. DangerMarks.HadHiddenText(text) ? [DangerMarks.HiddenText] : Array.Empty<string>()];
    }

    private static string TextOf(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
