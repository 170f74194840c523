namespace CommonTrace.Core.Search;

/// <summary>What sort of text is searched for: it decides which leg is believed more.</summary>
public enum QueryKind
{
    /// <summary>A few words or one identifier.</summary>
    Keyword,

    /// <summary>A question or a description.</summary>
    Sentence,

    /// <summary>Code, an error message, lines of a log.</summary>
    Error,
}
