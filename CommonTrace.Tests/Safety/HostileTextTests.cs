using System.Diagnostics;
using CommonTrace.Core.Safety;

namespace CommonTrace.Tests.Safety;

public class HostileTextTests
{
    private const int Length = 100_000;

    // A catastrophe takes minutes, the busiest machine seconds.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("@")]
    [InlineData("1")]
    [InlineData("1.2.3.4 ")]
    [InlineData("a@a.a@")]
    [InlineData("/home/")]
    [InlineData(@"C:\Users\a ")]
    [InlineData("4111 1111 ")]
    [InlineData("+1 415 ")]
    [InlineData("Y3VybCBo")]
    [InlineData("Y3VyIGlzIGEgdG9vbCBvZiB0aGU ")]
    [InlineData("ignore ")]
    [InlineData("ignore all previous ")]
    [InlineData("tell the user ")]
    [InlineData("send all password to ")]
    [InlineData("curl x | a | ")]
    [InlineData("rm -r -")]
    [InlineData("powershell -e ")]
    [InlineData("eval(base64 -d ")]
    [InlineData("test ")]
    [InlineData("{{ ")]
    [InlineData("\u0301\u0323")]
    [InlineData("\u200d")]
    public void No_text_is_dear(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, (Length / piece.Length) + 1))[..Length];
        var clock = Stopwatch.StartNew();

        var normalised = TextNormalization.Normalize(text);
        DangerMarks.HadHiddenText(text);
        PersonalData.Redact(normalised);
        DangerMarks.Find(normalised);
        QualityFloor.FaultOf("A title", normalised, normalised);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Bound);
    }
}
