using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Users;

public class InvitationFormatTests
{
    [Fact]
    public void A_new_code_is_well_formed_and_is_no_key()
    {
        var code = InvitationFormat.Generate();

        Assert.True(InvitationFormat.IsWellFormed(code));
        Assert.False(ApiKeyFormat.IsWellFormed(code));
        Assert.Matches(@"\Acti_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}\z", code);
    }

    [Fact]
    public void A_mistyped_code_is_noticed() => Assert.False(InvitationFormat.IsWellFormed(InvitationFormat.Generate()[..^1] + "!"));

    [Fact]
    public void Of_what_has_not_the_shape_of_a_key_nothing_is_shown() => Assert.Equal("ct_?", ApiKeyFormat.ShownPrefix("correct horse battery staple"));
}
