using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Amendments;

/// <summary>How long the parts of an amendment may be, in Unicode scalar values.</summary>
public static class AmendmentLimits
{
    public const int ImprovedSolution = TraceLimits.Text;
    public const int Explanation = 5_000;
}
