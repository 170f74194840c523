using System.Buffers;

namespace CommonTrace.Core.Safety.Secrets;

/// <summary>Knows what documentation, tests and templates write where a secret would stand.</summary>
internal static class Placeholder
{
    // Long or odd enough that random characters hardly ever hold one.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [
            "example", "placeholder", "redacted", "changeme", "change_me", "change-me", "replace", "your_", "your-", "yourapi", "yourtoken", "yourkey", "yoursecret",
            "xxxx", "dummy", "sample", "insert", "todo", "hidden", "masked", "foobar", "fake", "****", "....", "____", "----", "<", "…", "•••",
        ],
        StringComparison.OrdinalIgnoreCase);

    // The beginnings of what RFC 5849, 6749 and 7519, Stripe's pages, and the emulators of Azure's storage and Cosmos DB give to everyone.
    private static readonly SearchValues<string> Published = SearchValues.Create(
        [
            "2YotnFZFEjr1", "tGzv3JOkF0XG", "7Fjfp0ZBr1Kt", "gX1fBat3bV", "ad180jjd733k", "0685bd9184jf", "dBjftJeZ4CVP", "4eC39HqLyjWD", "Eby8vdM02xNO", "C2y6yDjf5/R+",
        ],
        StringComparison.Ordinal);

    private static readonly SearchValues<string> EverydayWords = SearchValues.Create(
        [
            "password", "passwd", "ssw0rd", "passphrase", "p@ss", "pa$$", "pa55", "secret", "s3cr3t", "s3cret", "secr3t", "token", "apikey", "api_key", "api-key", "test", "demo", "mock",
            "admin", "root", "user", "guest", "postgres", "mysql", "mongo", "redis", "rabbit", "default", "string", "undefined", "null", "none", "true", "false", "qwert", "letmein",
            "welcome", "changeit", "hunter2", "abc123", "12345", "1234abcd", "my_", "my-", "mypass", "mykey", "the-", "some", "value", "enter", "here", "optional", "required", "local", "tiger",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>A stand-in for a token: a word that says so, one character over and over, or the alphabet.</summary>
    public static bool IsMarked(string value) =>
        value.AsSpan().ContainsAny(Marks)
        || IsPublished(value)
        || Randomness.LongestRepeat(value) >= 6
        || Randomness.LongestAscent(value, 1) >= 8
        || Randomness.LongestAscent(value, 2) >= 8;

    /// <summary>A key that everyone may know.</summary>
    public static bool IsPublished(string value) => value.AsSpan().ContainsAny(Published);

    /// <summary>The same as <see cref="IsMarked"/>, or words that no password should have and that every sample has.</summary>
    public static bool IsEveryday(string value) => IsMarked(value) || value.AsSpan().ContainsAny(EverydayWords);
}
