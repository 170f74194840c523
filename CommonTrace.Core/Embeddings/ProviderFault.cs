using System.ClientModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CommonTrace.Core.Embeddings;

/// <summary>What went wrong at the provider, and whether trying again can help.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Detail">A sentence; at most 2,000 characters; never a key.</param>
/// <param name="IsPermanent">True when the same text will be refused again.</param>
/// <param name="RetryAfter">How long the provider asked to be left alone.</param>
/// <param name="IsProviders">True when the provider would have refused any text: the job loses no attempt.</param>
public sealed partial record ProviderFault(string Code, string Detail, bool IsPermanent, TimeSpan? RetryAfter = null, bool IsProviders = false)
{
    /// <summary>The provider will not embed this text, or one in the batch.</summary>
    public const string Refused = "provider.refused";

    /// <summary>The text, or the batch, has more tokens than the model takes.</summary>
    public const string TooLong = "provider.text_too_long";

    private const int LongestDetail = 2_000;

    /// <summary>Whether a refusal may be of a single text, or of how many there were.</summary>
    public bool IsRefusal => Code is Refused or TooLong;

    /// <summary>A text of white space only: no model is asked for it.</summary>
    public static readonly ProviderFault EmptyText = new("job.empty_text", "The trace's text is empty; there is nothing to embed. Edit the trace.", IsPermanent: true);

    /// <summary>Nothing was sent: another call has just found the provider down.</summary>
    public static readonly ProviderFault CircuitOpen = new("provider.circuit_open", "The provider is being left alone.", IsPermanent: false, IsProviders: true);

    private static ProviderFault WrongDimensions(int dimensions, int wanted) => new(
        "provider.wrong_dimensions",
        $"The model answered with {dimensions} dimensions where {wanted} are stored; configure a model that gives {wanted}, or POST /api/v1/admin/reembed with {dimensions}.",
        IsPermanent: true);

    public static ProviderFault WrongCount(int asked, int answered) => new(
        "provider.bad_response", $"The provider answered {answered} vectors to {asked} texts.", IsPermanent: false);

    private static ProviderFault NotFinite() => new(
        "provider.bad_response", "The provider answered a vector with a component that is not a finite number, or with zeros only.", IsPermanent: false);

    /// <summary>What is wrong with a vector; null when it has the right length and a cosine can be taken with it.</summary>
    public static ProviderFault? In(ReadOnlySpan<float> vector, int dimensions)
    {
        if (vector.Length != dimensions)
        {
            return WrongDimensions(vector.Length, dimensions);
        }

        var squares = 0f;
        foreach (var component in vector)
        {
            squares += component * component;
        }

        return float.IsFinite(squares) && squares > 0 ? null : NotFinite();
    }

    /// <summary>Reads an exception of the generator, judged by the status where there is one.</summary>
    /// <param name="exception">What the generator threw.</param>
    /// <param name="secret">The provider's key, which a server may repeat in its answer.</param>
    /// <param name="time">What "now" is to a date in Retry-After.</param>
    public static ProviderFault Of(Exception exception, string? secret, TimeProvider time)
    {
        var fault = Of(exception, time);
        var detail = fault.Detail.Replace("\0", "", StringComparison.Ordinal);
        return fault with
        {
            Detail = EmbeddingText.Cut(string.IsNullOrEmpty(secret) ? detail : detail.Replace(secret, "[key]", StringComparison.Ordinal), LongestDetail),
        };
    }

    private static ProviderFault Of(Exception exception, TimeProvider time) => exception switch
    {
        ClientResultException { Status: 413 } tooLong => new(TooLong, tooLong.Message, IsPermanent: true),
        ClientResultException { Status: 400 or 422 } refused => new(
            TellsOfLength().IsMatch(refused.Message) ? TooLong : Refused, refused.Message, IsPermanent: true),
        ClientResultException { Status: 401 or 403 } denied => new(
            "provider.denied", $"The provider refused the key (status {denied.Status}); check OPENAI_API_KEY.", IsPermanent: false, IsProviders: true),
        ClientResultException { Status: 404 } missing => new(
            "provider.model_not_found", $"The provider does not know the model or the address: {missing.Message}", IsPermanent: false, IsProviders: true),
        ClientResultException { Status: 429 } limited => new(
            "provider.rate_limited", limited.Message, IsPermanent: false, AskedDelay(limited, time), IsProviders: true),
        // Whoever says when to come back means everybody.
        ClientResultException { Status: >= 500 } failed when AskedDelay(failed, time) is { } asked => new(
            "provider.failed", failed.Message, IsPermanent: false, asked, IsProviders: true),
        ClientResultException { Status: >= 500 } failed => new("provider.failed", failed.Message, IsPermanent: false),
        OperationCanceledException or TimeoutException => new("provider.timeout", "The provider did not answer in time (Embedding:Timeout).", IsPermanent: false),
        HttpRequestException or IOException => new("provider.unreachable", exception.Message, IsPermanent: false, IsProviders: true),
        ClientResultException { Status: 0, InnerException: { } inner } => Of(inner, time),
        AggregateException { InnerException: { } inner } => Of(inner, time),
        _ => new("provider.bad_response", $"{exception.GetType().Name}: {exception.Message}", IsPermanent: false),
    };

    /// <summary>How the servers that speak this protocol say that a text is longer than the model takes.</summary>
    [GeneratedRegex("maximum context length|context length|too long|too many tokens|max(imum)? (input )?tokens|token limit|input length", RegexOptions.IgnoreCase)]
    private static partial Regex TellsOfLength();

    private static TimeSpan? AskedDelay(ClientResultException exception, TimeProvider time)
    {
        if (exception.GetRawResponse()?.Headers is not { } headers || !headers.TryGetValue("Retry-After", out var text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        // A date is meant by the provider's clock; this machine's may be an hour off.
        var now = headers.TryGetValue("Date", out var date) && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, out var sent) ? sent : time.GetUtcNow();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) && moment > now ? moment - now : null;
    }
}
