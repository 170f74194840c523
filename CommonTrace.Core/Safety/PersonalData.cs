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

    /// <summary>The text with <c>[email]</c>, <c>[phone]</c>, <c>[ip_address]</c>, <c>[card_number]</c> and <c>[user]</c> in the place of personal data.</summary>
    public static RedactedText Redact(string text)
    {
        var found = new List<Finding>();
        EmailAddresses.Find(text, found);
        UserFolders.Find(text, found);
        PersonalNumbers.Find(text, found);
        return found.Count == 0 ? new RedactedText(text, []) : Replace(text, found);
    }

    private static RedactedText Replace(string text, List<Finding> found)
    {
        var redacted = new StringBuilder(text.Length);
        var redactions = new List<Redaction>(found.Count);
        var (place, end) = (new TextPlace(text), 0);
        foreach (var finding in found.OrderBy(finding => finding.Start).ThenByDescending(finding => finding.Length))
        {
            // What overlaps one that began before is a part of it.
            if (finding.Start >= end)
            {
                place.MoveTo(finding.Start);
                redactions.Add(new Redaction(finding.Kind, place.Line, place.Column));
                redacted.Append(text, end, finding.Start - end).Append(finding.Replacement);
                end = finding.Start + finding.Length;
            }
        }

        return new RedactedText(redacted.Append(text, end, text.Length - end).ToString(), redactions);
    }
}
