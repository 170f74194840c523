namespace Aspire.Hosting.Orchestration;

/// <summary>What a person reads when a start failed. Everything else stands above it already, and on the dashboard.</summary>
internal static class FailureReport
{
    private const int Looked = 100;
    private const int Told = 5;

    public static string Of(string message, ResourceInstance culprit)
    {
        var lines = culprit.Log.Last(Looked).Where(line => !IsStackFrame(line)).Select(line => line.Trim()).Distinct().TakeLast(Told).ToList();
        return lines.Count == 0 ? message : $"{message} It said last:\n{string.Join('\n', lines.Select(line => "  " + line))}";
    }

    private static bool IsStackFrame(string line) =>
        line.AsSpan().TrimStart() is var text
        && (text.IsEmpty || text.StartsWith("at ", StringComparison.Ordinal) || text.StartsWith("--- ", StringComparison.Ordinal));
}
