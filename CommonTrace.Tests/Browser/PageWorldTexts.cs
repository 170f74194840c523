namespace CommonTrace.Tests.Browser;

/// <summary>Traces that strain a page: what fits badly, and what no browser expects.</summary>
internal static class PageWorldTexts
{
    private static readonly string LongWord = string.Concat(Enumerable.Repeat("Donaudampfschifffahrtsgesellschaft", 5));

    private static readonly string LongLine = string.Concat(Enumerable.Repeat("services.AddDbContextPool<OrdersContext>(options => options.UseNpgsql(connection)); ", 8));

    /// <summary>As long as can be in every field, with everything that Markdown has.</summary>
    public static object Long { get; } = new
    {
        title = LongWord + LongWord[..30],
        context_text = $"""
            PostgreSQL 17, `{LongWord}`, and a path /var/lib/{LongWord}/{LongWord}.

            > {LongWord}

            1. first
               - nested **{LongWord}**
            2. second

            | column | {LongWord} | value |
            |---|---|---|
            | {LongWord} | b | {LongWord} |

            ![a huge image](https://images.example.org/{LongWord}.png)
            """,
        solution_text = $"""
            # A heading of its own

            See https://docs.example.org/{LongWord}?a={LongWord} and do this:

            ```csharp
            {LongLine}
            ```

            ### Skipped a level

            ```
            {LongWord}{LongWord}
            ```

            And `{LongLine}` in between. Then run `dotnet ef database update`, and look at the log of the database for the deadlock.
            """,
        tags = Enumerable.Range(1, 20).Select(number => $"{new string('t', 46)}-{number:000}").ToArray(),
        agent_model = new string('m', 100),
        agent_version = new string('v', 50),
        watch_condition = LongWord,
    };

    /// <summary>What changes it.</summary>
    public static object Edit { get; } = new { solution_text = $"```csharp\n{LongLine}\n```\n\nNow also restart the pool, in this order, so that no deadlock is left: first the workers, then the API." };

    public static object Chinese { get; } = new
    {
        title = "数据库连接池在高并发时耗尽，所有请求都超时了，怎么办？",
        context_text = "高并发时连接池耗尽。日志里有 `The connection pool has been exhausted`，数据库没有 deadlock。",
        solution_text = "把池的上限调到数据库允许的连接数以下，并且让每个请求只用一个连接。\n\n```sql\nselect count(*) from pg_stat_activity;\n```",
        tags = new[] { "postgres", "npgsql" },
    };

    /// <summary>From right to left.</summary>
    public static object Arabic { get; } = new
    {
        title = "مشكلة في الاتصال بقاعدة البيانات بعد تحديث PostgreSQL 17.2",
        context_text = "بعد التحديث لا يعمل الاتصال، ويظهر الخطأ deadlock detected في السجل كل بضع دقائق.",
        solution_text = "أعد ترتيب القفل في المعاملات بحيث تأخذ كل معاملة الصفوف بنفس الترتيب.\n\n```sql\nselect id from orders order by id for update;\n```",
        tags = new[] { "postgres" },
    };

    /// <summary>Many that are like each other.</summary>
    public static IReadOnlyList<object> Plain { get; } =
    [
        .. Enumerable.Range(1, 25).Select(number => new
        {
            title = $"Deadlock between two workers of queue {number} when both take rows in another order",
            context_text = $"Two workers of queue {number} update the same rows in another order, and PostgreSQL ends one with 40P01, deadlock detected.",
            solution_text = $"Take the rows in the order of their ids before the update, as in `select … order by id for update`; see step {number}.",
            tags = new[] { "postgres", "queue", $"topic-{number}" },
        }),
    ];

    /// <summary>What somebody proposes instead.</summary>
    public static object Amendment { get; } = new
    {
        improved_solution = $"Take the rows in the order of their ids.\n\n```csharp\n{LongLine}\n```\n\n{LongWord}",
        explanation = $"The order matters more than the timeout: {LongWord}",
    };

    public static string LongReason { get; } = $"The provider changes its model tonight: {LongWord}";
}
