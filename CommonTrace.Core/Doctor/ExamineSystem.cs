using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Doctor;

/// <summary>Looks at the database and the work on the traces, and says what is wrong and what to do. It only reads, and is quick however much there is.</summary>
public sealed class ExamineSystem(
    ReadStoreVitals readStore, ReadBacklog readBacklog, GetQueueStatus queue, CommonTraceDbContext database, IOptions<QueueOptions> options)
{
    // As TendVectorIndex does.
    private const int ShareOfBulk = 10;

    /// <summary>Runs it.</summary>
    public async Task<Examination> ExecuteAsync(CancellationToken cancellationToken)
    {
        var store = await readStore.ExecuteAsync(cancellationToken);
        var backlog = await readBacklog.ExecuteAsync(cancellationToken);
        var status = await queue.ExecuteAsync(cancellationToken);
        return new Examination(
            [
                StoreChecks.Migrations(store, database.Database.GetMigrations()),
                StoreChecks.Extensions(store, database.GetService<IDesignTimeModel>().Model.GetPostgresExtensions().Select(extension => extension.Name)),
                StoreChecks.Indexes(store, Definitions()),
                StoreChecks.VectorIndex(store, status.Figures.Due, options.Value.BulkFrom / ShareOfBulk),
                StoreChecks.Clock(store),
                StoreChecks.Disk(store),
                QueueChecks.Embeddings(backlog),
                QueueChecks.Words(backlog),
                QueueChecks.Queue(status.Figures),
                QueueChecks.FailedJobs(backlog),
                QueueChecks.Pauses(status.Pauses),
                QueueChecks.Reembedding(backlog.Reembedding),
            ],
            store, backlog, status.Figures);
    }

    /// <summary>How each index of the model is made, by its name.</summary>
    private Dictionary<string, string> Definitions()
    {
        var statements = database.Database.GenerateCreateScript().Split('\n')
            .Where(line => line.StartsWith("CREATE INDEX ", StringComparison.Ordinal) || line.StartsWith("CREATE UNIQUE INDEX ", StringComparison.Ordinal));
        return statements.ToDictionary(statement => statement.Split("INDEX ", 2)[1].Split(' ', 2)[0].Trim('"'), statement => statement.Trim());
    }
}

/// <summary>What was found.</summary>
/// <param name="Checks">What was looked at, in a fixed order.</param>
/// <param name="Store">The figures of the database.</param>
/// <param name="Backlog">The figures of what is still to do.</param>
/// <param name="Queue">The figures of the queue.</param>
public sealed record Examination(IReadOnlyList<SystemCheck> Checks, StoreVitals Store, Backlog Backlog, QueueFigures Queue);
