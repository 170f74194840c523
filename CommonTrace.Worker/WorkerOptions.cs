using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Worker;

/// <summary>How this process works. Section <c>Worker</c>.</summary>
public sealed class WorkerOptions : IValidatableObject
{
    public const string Section = "Worker";

    /// <summary>How many workers this process runs. Default: 2.</summary>
    [Range(1, 64)]
    public int Count { get; init; } = 2;

    /// <summary>How long an idle worker waits before it looks by itself. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many jobs a worker claims at first. Default: 10.</summary>
    [Range(1, 2048)]
    public int Batch { get; init; } = 10;

    /// <summary>How far the batch doubles while it comes back full. Default: 128.</summary>
    [Range(1, 2048)]
    public int LargestBatch { get; init; } = 128;

    /// <summary>How often traces without vector and job are looked for. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told to stop, by when what is in hand is finished or given back. Default: 25 s; orchestrators kill after 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(25);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LargestBatch < Batch)
        {
            yield return new ValidationResult($"Worker:LargestBatch is {LargestBatch}, less than Worker:Batch, {Batch}.", [nameof(LargestBatch)]);
        }
    }
}
