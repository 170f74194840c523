using System.ComponentModel.DataAnnotations;
using System.Net;
using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.RateLimits;

/// <summary>What may be configured; the services check it when they start.</summary>
public sealed class RateLimitOptionsTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7/32")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.7/8", "10.0.0.0/8")]
    [InlineData("2001:db8::7", "2001:db8::7/128")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    public void A_proxy_is_an_address_or_a_network(string proxy, string network)
    {
        Assert.Equal(IPNetwork.Parse(network), AuthOptions.NetworkOf(proxy));
        Assert.Empty(Faults(new AuthOptions { KnownProxies = [proxy] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.0/33")]
    public void What_is_neither_is_refused_at_start_and_named(string proxy) =>
        Assert.Contains($"'{proxy}'", Assert.Single(Faults(new AuthOptions { KnownProxies = ["10.0.0.7", proxy] })), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public void Limits_are_checked_at_start(int figure, bool isRight)
    {
        object[] options =
        [
            new RateLimitOptions { ReadsPerMinute = figure }, new RateLimitOptions { WritesPerMinute = figure },
            new RateLimitOptions { AnonymousPerMinute = figure }, new AuthOptions { RegistrationsPerHour = figure },
        ];

        Assert.All(options, option => Assert.Equal(isRight, Faults(option).Count == 0));
    }

    private static List<string> Faults(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => fault.ErrorMessage!)];
    }
}
