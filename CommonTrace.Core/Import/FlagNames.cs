using System.Text.RegularExpressions;

namespace CommonTrace.Core.Import;

/// <summary>Names of safety flags, such as <c>pipe_to_shell</c>: a flag that was raised once stays, though the sign of it may be gone from the text.</summary>
internal static partial class FlagNames
{
    private const int Most = 50;

    public static string? FaultOf(IReadOnlyList<string?> names) =>
        names.Count > Most || names.Any(name => name is null || !Valid().IsMatch(name)) ? "holds what is no name of a flag." : null;

    /// <summary>Both, each once, sorted.</summary>
    public static string[] Join(IEnumerable<string?> told, IEnumerable<string> found) =>
        [.. told.OfType<string>().Union(found).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\A[a-z][a-z_]{0,49}\z")]
    private static partial Regex Valid();
}
