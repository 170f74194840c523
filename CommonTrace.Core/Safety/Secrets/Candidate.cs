namespace CommonTrace.Core.Safety.Secrets;

/// <summary>A place that has the shape of a secret.</summary>
/// <param name="Rank">The place of its rule in <see cref="SecretRules.All"/>: the smaller, the more specific.</param>
/// <param name="Holds">Whether the rule's check accepted it. A refused one still keeps vaguer rules away from its place.</param>
internal readonly record struct Candidate(int Rank, string Kind, int Start, int Length, bool Holds)
{
    public int End => Start + Length;

    /// <summary>Of candidates that overlap the most specific one, in the order in which they stand, without the refused.</summary>
    public static List<Candidate> Settle(List<Candidate> candidates)
    {
        var settled = new List<Candidate>(candidates.Count);
        foreach (var next in candidates.OrderBy(candidate => candidate.Start).ThenBy(candidate => candidate.Rank))
        {
            if (settled.Count == 0 || settled[^1].End <= next.Start)
            {
                settled.Add(next);
            }
            else if (next.Rank < settled[^1].Rank)
            {
                settled[^1] = next;
            }
        }

        settled.RemoveAll(candidate => !candidate.Holds);
        return settled;
    }
}
