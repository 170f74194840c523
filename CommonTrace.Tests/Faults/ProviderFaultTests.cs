using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Faults;

/// <summary>A provider that answers all kinds of nonsense under load.</summary>
public sealed class ProviderFaultTests(TestApp app)
{
    private const int BadCalls = 2;

    private static readonly (string, string)[] Hurried = [("Embedding__Timeout", "00:00:02"), ("Queue__LongestBackOff", "00:00:01")];

    [Fact]
    public async Task Whatever_it_answers_for_a_while_everything_is_embedded_once_in_the_end()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        stage.StartWorker(Hurried);
        foreach (var (name, misbehave) in Misbehaviours)
        {
            var left = BadCalls;
            stage.Provider.Misbehave = async (context, _) =>
            {
                var misbehaves = Interlocked.Decrement(ref left) >= 0;
                await (misbehaves ? misbehave(context) : Task.CompletedTask);
                return misbehaves;
            };
            await stage.SubmitAsync(30, name);

            await stage.BalancesAsync();

            // Of what was lost on the way nobody knows whether it was embedded: it is asked for again, once for each bad call.
            var again = stage.Provider.Inputs.Where(input => input.Key.StartsWith(name, StringComparison.Ordinal)).Sum(input => input.Value - 1);
            Assert.True(left < 0 && again <= BadCalls * FaultStage.Batch, $"{name}: {again} texts were asked for again");
        }
    }

    [Fact]
    public async Task Wrong_dimensions_end_as_dead_letters_and_the_rest_is_embedded()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(30);
        stage.Provider.Misbehave = (_, texts) =>
        {
            stage.Provider.Dimensions = texts.Any(text => text.StartsWith("trace 3\n", StringComparison.Ordinal)) ? 8 : EmbeddingModel.DefaultDimensions;
            return Task.FromResult(false);
        };
        stage.StartWorker([.. Hurried, ("Worker__Count", "1")]);

        await stage.BalancesAsync(failed: FaultStage.Batch);
        Assert.Equal((long)FaultStage.Batch, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'failed' and error_code = 'provider.wrong_dimensions'"));
    }

    [Theory]
    [InlineData(400, "provider.refused")]
    [InlineData(500, "provider.failed")]
    public async Task A_poison_text_in_a_batch_of_64_fails_alone(int status, string code)
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(63);
        var poison = await stage.SubmitAsync("poison");
        stage.Provider.Misbehave = (context, texts) =>
        {
            var fails = texts.Any(text => text.StartsWith("poison", StringComparison.Ordinal));
            context.Response.StatusCode = fails ? status : StatusCodes.Status200OK;
            return Task.FromResult(fails);
        };
        stage.StartWorker([.. Hurried, ("Worker__Batch", "64"), ("Worker__LargestBatch", "64")]);

        await stage.BalancesAsync(failed: 1);
        Assert.Equal(code, (await stage.Jobs.JobAsync(poison)).GetProperty("error_code").GetString());
    }

    private static readonly (string Name, Func<HttpContext, Task> Misbehave)[] Misbehaviours =
    [
        ("429 with a wait", context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return AnswerAsync(context, StatusCodes.Status429TooManyRequests);
        }),
        ("500", context => AnswerAsync(context, StatusCodes.Status500InternalServerError)),
        ("401", context => AnswerAsync(context, StatusCodes.Status401Unauthorized)),
        ("garbage", context => AnswerAsync(context, StatusCodes.Status200OK)),
        ("an ended connection", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }),
        ("half an answer", async context =>
        {
            context.Response.ContentLength = 10_000;
            await context.Response.WriteAsync("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAA""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        }),
        ("silence", context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)),
    ];

    private static async Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("<html>this is no JSON</html>");
    }
}
