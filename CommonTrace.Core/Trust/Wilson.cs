namespace CommonTrace.Core.Trust;

/// <summary>
/// The lower bound of Wilson's score interval: of what share of a sample can be sure, at 95 %, whatever the luck. E. B. Wilson, "Probable
/// Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22 (1927), 209–212.
/// </summary>
public static class Wilson
{
    /// <summary>The standard normal quantile of a two-sided interval of 95 %.</summary>
    public const double Z = 1.96;

    /// <summary>
    /// The same over the columns <c>upvote_count</c> and <c>downvote_count</c>, as <c>numeric</c>; null without votes. 1.9208 is z²/2, 0.9604 is z²/4,
    /// 3.8416 is z².
    /// </summary>
    internal const string Sql =
        """
        (upvote_count + 1.9208 - 1.96 * sqrt(upvote_count::numeric * downvote_count / nullif(upvote_count + downvote_count, 0) + 0.9604))
            / (upvote_count + downvote_count + 3.8416)
        """;

    /// <summary>From 0 to below 1, and never above the plain share; 0 without votes.</summary>
    /// <param name="up">How many were for it; 0 to <paramref name="total"/>.</param>
    /// <param name="total">How many there were.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or more were for it than there were.</exception>
    public static double LowerBound(int up, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(up);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(up, total);
        if (up == 0)
        {
            return 0;
        }

        var variance = (double)up * (total - up) / total;
        return (up + (Z * Z / 2) - (Z * Math.Sqrt(variance + (Z * Z / 4)))) / (total + (Z * Z));
    }
}
