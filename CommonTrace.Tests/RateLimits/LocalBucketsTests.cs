using CommonTrace.Core.RateLimits;

namespace CommonTrace.Tests.RateLimits;

/// <summary>The rules of a bucket, on a clock that stands.</summary>
public sealed class LocalBucketsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly StandingTime _time = new();
    private readonly LocalBuckets _buckets;

    public LocalBucketsTests() => _buckets = new LocalBuckets(_time);

    public static TheoryData<int> Sizes => [1, 3, 7, 20, 59, 60, 61, 1_009, RateLimit.Largest];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_full_bucket_gives_its_size_and_no_more(int size)
    {
        var limit = PerMinute(size);

        var taken = Enumerable.Range(0, size).Count(_ => _buckets.Take("a", limit).IsTaken);

        Assert.Equal(size, taken);
        Assert.False(_buckets.Take("a", limit).IsTaken);
    }

    [Fact]
    public void What_is_left_is_told()
    {
        var answers = Enumerable.Range(0, 4).Select(_ => _buckets.Take("a", PerMinute(3))).ToList();

        Assert.Equal([2, 1, 0, 0], answers.Select(answer => answer.Remaining));
        Assert.Equal([20, 40, 60, 60], answers.Select(answer => answer.UntilFull.TotalSeconds));
        Assert.All(answers, answer => Assert.Equal(3, answer.Limit));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void After_the_told_wait_there_is_a_token_and_not_before(int size)
    {
        var limit = PerMinute(size);
        Empty("a", limit);
        var wait = _buckets.Take("a", limit).RetryAfter;

        _time.Pass(wait - Tick);
        var tooEarly = _buckets.Take("a", limit);
        _time.Pass(tooEarly.RetryAfter);
        var inTime = _buckets.Take("a", limit);

        Assert.Equal((false, Tick, true), (tooEarly.IsTaken, tooEarly.RetryAfter, inTime.IsTaken));
        Assert.False(_buckets.Take("a", limit).IsTaken);
    }

    [Fact]
    public void It_fills_all_the_time_and_not_beyond_its_size()
    {
        var limit = PerMinute(60);
        Empty("a", limit);

        _time.Pass(TimeSpan.FromSeconds(10));
        var tenLater = _buckets.Take("a", limit);
        _time.Pass(TimeSpan.FromHours(1));
        var hourLater = _buckets.Take("a", limit);

        Assert.Equal((9, 59), (tenLater.Remaining, hourLater.Remaining));
    }

    [Fact]
    public void Every_caller_has_a_bucket()
    {
        Empty("a", PerMinute(3));

        Assert.True(_buckets.Take("b", PerMinute(3)).IsTaken);
    }

    [Fact]
    public async Task Of_fifty_at_once_as_many_pass_as_there_are_tokens()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _buckets.Take("a", PerMinute(20)))));

        Assert.Equal(20, answers.Count(answer => answer.IsTaken));
    }

    [Fact]
    public void However_many_callers_come_memory_is_bounded_and_those_who_stay_are_remembered()
    {
        var limit = PerMinute(3);
        Empty("stays", limit);
        for (var i = 0; i < 5 * LocalBuckets.Generation; i++)
        {
            _buckets.Take($"passes {i}", limit);
            if (i % 1_000 == 0)
            {
                Assert.False(_buckets.Take("stays", limit).IsTaken, $"Forgotten after {i} others.");
            }
        }

        Assert.InRange(_buckets.Count, 1, 2 * LocalBuckets.Generation);
    }

    private static RateLimit PerMinute(int size) => new(size, TimeSpan.FromMinutes(1));

    private void Empty(string bucket, RateLimit limit)
    {
        while (_buckets.Take(bucket, limit).IsTaken)
        {
        }
    }
}
