using CommonTrace.Core.Data;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Search.Words;

namespace CommonTrace.Worker;

/// <summary>Reads the words of traces that came in bulk or by SQL; those that people contribute have theirs from the start.</summary>
internal sealed class WordsDuty(IndexWords words, DatabaseGate gate, TimeProvider time, ILogger<WordsDuty> logger) : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(2);

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        var all = 0;
        while (await words.RunOnceAsync(stoppingToken) is > 0 and var read)
        {
            all += read;
        }

        if (all > 0)
        {
            logger.LogInformation("The words of {Count} traces were read", all);
        }
    }
}

/// <summary>Notes which words are common by now, and forgets searches that nobody makes any more.</summary>
internal sealed class SearchUpkeepDuty(IndexWords words, ForgetMisses misses, DatabaseGate gate, TimeProvider time, ILogger<SearchUpkeepDuty> logger)
    : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromMinutes(5);

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        await words.NoteCommonTermsAsync(stoppingToken);
        await misses.RunOnceAsync(stoppingToken);
    }
}
