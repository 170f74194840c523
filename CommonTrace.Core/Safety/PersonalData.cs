using System.Text;
using CommonTrace.Core.Safety.Personal;

namespace CommonTrace.Core.Safety;

/// <summary>Finds what names or reaches a person, and puts a word for its kind in its place.</summary>
public static class PersonalData
{
    /// <summary>An e-mail address that could be someone's.</summary>
    public const string Email = "email";

    /// <summary>A telephone number, international or North American.</summary>
    public const string Phone = "phone";

    /// <summary>An IPv4 address of the public network.</summary>
    public const string IpAddress = "ip_address";

    /// <summary>The number of a payment card.</summary>
    public const string CardNumber = "card_number";

    /// <summary>The name of a person's folder in a path; only the name is replaced.</summary>
    public const string UserFolder = "user_folder";

    // Each pass takes out what overlapped or touched a finding of the one before; more than two happen only to texts made for it.
    private const int MostPasses = 8;

    /// <summary>The text with <c>[email]</c>, <c>[phone]</c>, <c>[ip_address]</c>, <c>[card_number]</c> and <c>[user]</c> in the place of personal data.</summary>
    public static RedactedText Redact(string text)
    {
        var found = new List<Finding>();
        var rest = text;
        for (var pass = 0; pass < MostPasses && Find(rest) is { Count: > 0 } more; pass++)
        {
            found.AddRange(more);
            rest = Masked(rest, more);
        }

        return found.Count == 0 ? new RedactedText(text, []) : Replace(text, found.OrderBy(finding => finding.Start));
    }

    /// <summary>What is found at first sight, in order; of two that overlap, the one that begins first.</summary>
    private static List<Finding> Find(string text)
    {
        var found = new List<Finding>();
        EmailAddresses.Find(text, found);
        UserFolders.Find(text, found);
        PersonalNumbers.Find(text, found);
        var apart = new List<Finding>(found.Count);
        foreach (var finding in found.OrderBy(finding => finding.Start).ThenByDescending(finding => finding.Length))
        {
            if (apart.Count == 0 || finding.Start >= apart[^1].Start + apart[^1].Length)
            {
                apart.Add(finding);
            }
        }

        return apart;
    }

    // Brackets in the place of each finding, as the redacted text will have them, and the places of all else unmoved.
    private static string Masked(string text, List<Finding> found) => string.Create(text.Length, (text, found), static (masked, given) =>
    {
        given.text.CopyTo(masked);
        foreach (var finding in given.found)
        {
            masked.Slice(finding.Start, finding.Length).Fill(']');
            masked[finding.Start] = '[';
        }
    });

    private static RedactedText Replace(string text, IEnumerable<Finding> found)
    {
        var redacted = new StringBuilder(text.Length);
        var redactions = new List<Redaction>();
        var (place, end) = (new TextPlace(text), 0);
        foreach (var finding in found)
        {
            place.MoveTo(finding.Start);
            redactions.Add(new Redaction(finding.Kind, place.Line, place.Column));
            redacted.Append(text, end, finding.Start - end).Append(finding.Replacement);
            end = finding.Start + finding.Length;
        }

        return new RedactedText(redacted.Append(text, end, text.Length - end).ToString(), redactions);
    }
}
