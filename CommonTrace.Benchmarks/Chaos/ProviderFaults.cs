using CommonTrace.Core.Embeddings;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>What the provider does in place of an answer.</summary>
internal static class ProviderFaults
{
    public static readonly ChaosFault[] All =
    [
        Of("the provider answers 429 and when to come back", context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return AnswerAsync(context, StatusCodes.Status429TooManyRequests);
        }),
        Of("the provider answers 500", context => AnswerAsync(context, StatusCodes.Status500InternalServerError)),
        Of("the provider answers 401", context => AnswerAsync(context, StatusCodes.Status401Unauthorized)),
        Of("the provider answers garbage", context => AnswerAsync(context, StatusCodes.Status200OK)),
        Of("the provider answers by half", HalfAsync),
        Of("the provider does not answer", context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)),
        new("the provider answers with 8 dimensions", NarrowAsync),
        new("a text that the provider refuses", (stage, random) => PoisonAsync(stage, random, StatusCodes.Status400BadRequest)),
        new("a text that makes the provider fail", (stage, random) => PoisonAsync(stage, random, StatusCodes.Status500InternalServerError)),
    ];

    /// <summary>It does so for one to three calls.</summary>
    private static ChaosFault Of(string name, Func<HttpContext, Task> misbehave) => new(name, async (stage, random) =>
    {
        await stage.MomentAsync(random);
        var left = random.Next(1, 4);
        var before = stage.Misbehave;
        stage.Misbehave = async (context, texts) =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                return await before(context, texts);
            }

            await misbehave(context);
            return true;
        };
    });

    private static async Task NarrowAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);
        var before = stage.Misbehave;
        var calls = 0;
        stage.Misbehave = async (context, texts) =>
        {
            // A probe is no trace's text: nothing would fail for good.
            if (texts is [ProviderCircuit.ProbeText] || Interlocked.Increment(ref calls) > 1)
            {
                return await before(context, texts);
            }

            stage.Expect(failed: texts.Count);
            await context.Response.WriteAsJsonAsync(new
            {
                @object = "list",
                model = "m",
                data = texts.Select((_, index) => new { @object = "embedding", index, embedding = Convert.ToBase64String(new byte[8 * sizeof(float)]) }),
                usage = new { prompt_tokens = 1, total_tokens = 1 },
            });
            return true;
        };
    }

    private static async Task PoisonAsync(ChaosStage stage, Random random, int status)
    {
        var poison = $"poison {status}";
        var before = stage.Misbehave;
        stage.Misbehave = async (context, texts) =>
        {
            if (!texts.Any(text => text.StartsWith(poison, StringComparison.Ordinal)))
            {
                return await before(context, texts);
            }

            await AnswerAsync(context, status);
            return true;
        };
        await stage.MomentAsync(random);
        await stage.SubmitAsync(1, poison);
        stage.Expect(failed: 1);
    }

    private static async Task HalfAsync(HttpContext context)
    {
        context.Response.ContentLength = 10_000;
        await context.Response.WriteAsync("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAA""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("<html>this is no JSON</html>");
    }
}
