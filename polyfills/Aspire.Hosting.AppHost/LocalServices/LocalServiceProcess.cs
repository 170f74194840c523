using System.Runtime.InteropServices;

namespace Aspire.Hosting.LocalServices;

/// <param name="FileName">The program.</param>
/// <param name="Arguments">Passed on as they are; no shell reads them.</param>
/// <param name="Environment">Added to the inherited environment; a null value removes a variable.</param>
/// <param name="IsReadyAsync">Polled for health.</param>
/// <param name="StopSignal">What a graceful stop sends (PostgreSQL: SIGINT, Redis: SIGTERM).</param>
/// <param name="IsDetail">Whether a line of its log is left to the dashboard; warnings and errors are not.</param>
internal sealed record LocalServiceProcess(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?> Environment,
    Func<CancellationToken, Task<bool>> IsReadyAsync,
    PosixSignal StopSignal,
    Func<string, bool> IsDetail);
