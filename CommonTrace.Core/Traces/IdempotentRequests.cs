using System.Security.Cryptography;
using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Traces;

/// <summary>Recognises a request that was carried out before, by its <c>Idempotency-Key</c>.</summary>
public sealed class IdempotentRequests(CommonTraceDbContext database, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The row that will stand for this request once its trace is known.</summary>
    public static IdempotencyKey Describe(Caller caller, string key, NewTrace submitted) => new()
    {
        TenantId = caller.TenantId,
        UserId = caller.UserId,
        Key = key,
        RequestHash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(submitted)),
    };

    /// <summary>What the key was answered with, if it was used within 24 hours. An older use is forgotten.</summary>
    public async Task<EarlierAnswer?> AnswerAsync(IdempotencyKey? request, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            return null;
        }

        var used = database.IdempotencyKeys.Where(row => row.UserId == request.UserId && row.Key == request.Key);
        var earlier = await used.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (earlier?.CreatedAt < time.GetUtcNow() - Lifetime)
        {
            await used.ExecuteDeleteAsync(cancellationToken);
            earlier = null;
        }

        return earlier switch
        {
            null => null,
            _ when earlier.RequestHash.AsSpan().SequenceEqual(request.RequestHash) => new EarlierAnswer(earlier.TraceId, null),
            _ => new EarlierAnswer(null, TraceFailures.IdempotencyMismatch),
        };
    }
}

/// <summary>What an idempotency key was answered with: its trace, or that the body differs.</summary>
public sealed record EarlierAnswer(Guid? TraceId, Failure? Failure);
