namespace CommonTrace.Benchmarks.Chaos;

/// <summary>What people do to traces and to the queue.</summary>
internal static class TraceFaults
{
    public static readonly ChaosFault[] All =
    [
        new("traces edited while they are embedded", EditAsync),
        new("traces deleted while they are embedded", DeleteAsync),
        new("twenty who pause and resume", PauseAsync),
    ];

    private static async Task EditAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);
        await stage.SqlAsync(
            """
            update traces t set title = 'edited ' || t.id,
                content_hash = sha256(convert_to('edited ' || t.id || E'\n' || t.context_text || E'\n' || t.solution_text, 'UTF8'))
            where t.id in (select trace_id from embedding_jobs where status = 'processing' order by random() limit $1)
            """,
            random.Next(1, 40));
    }

    private static async Task DeleteAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);

        // Chosen first: the deletion may have to be tried again.
        var chosen = (Guid[])(await stage.SqlAsync(
            "select coalesce(array_agg(trace_id), '{}') from (select trace_id from embedding_jobs where status = 'processing' limit $1) j", random.Next(1, 40)))!;
        await stage.SqlAsync("delete from traces where id = any($1)", chosen);
        stage.Expect(deleted: chosen.Length);
    }

    private static async Task PauseAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);
        var waits = Enumerable.Range(0, 20).Select(_ => random.Next(0, 1_000)).ToList();
        await Task.WhenAll(waits.Select(async wait =>
        {
            var pause = Guid.CreateVersion7();
            await Task.Delay(wait);
            await stage.SqlAsync("insert into queue_pauses (id, reason, owner_id) values ($1, 'chaos', $1) on conflict do nothing", pause);
            await Task.Delay(wait);
            await stage.SqlAsync("update queue_pauses set ended_at = now() where id = $1", pause);
        }));
    }
}
