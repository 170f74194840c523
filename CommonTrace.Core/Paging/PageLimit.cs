namespace CommonTrace.Core.Paging;

/// <summary>How many rows a page of a list has.</summary>
public static class PageLimit
{
    /// <summary>When nobody says.</summary>
    public const int Default = 20;

    /// <summary>At most.</summary>
    public const int Largest = 100;
}
