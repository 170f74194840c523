using System.ComponentModel.DataAnnotations;
using System.Net;
using CommonTrace.Api.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CommonTrace.Tests.Mcp;

/// <summary>The guard where the server listens to the network, which no test here does.</summary>
public sealed class RebindingGuardTests
{
    private static readonly IServiceProvider Services = WebApplication.CreateSlimBuilder().Build().Services;

    [Theory]
    [InlineData("traces.example.org", null, true)]
    [InlineData("traces.example.org", "https://traces.example.org", true)]
    [InlineData("traces.example.org:8443", "https://traces.example.org:8443", true)]
    [InlineData("traces.example.org", "http://traces.example.org", false)]
    [InlineData("traces.example.org", "https://traces.example.org:8443", false)]
    [InlineData("traces.example.org", "https://agents.example.org", true)]
    [InlineData("traces.example.org", "https://evil.example.org", false)]
    [InlineData("traces.example.org", "http://localhost:6274", false)]
    public async Task Pages_of_the_server_itself_and_those_that_are_allowed_may_call(string host, string? origin, bool passes)
    {
        var options = new McpOptions { AllowedOrigins = ["https://agents.example.org"] };

        Assert.Equal(passes, await PassesAsync(options, "10.0.0.7", host, origin));
    }

    [Theory]
    [InlineData("10.0.0.7", "traces.example.org:443", true)]
    [InlineData("10.0.0.7", "Traces.Example.Org", true)]
    [InlineData("10.0.0.7", "evil.example.org", false)]
    [InlineData("10.0.0.7", "localhost", false)]
    [InlineData("127.0.0.1", "traces.example.org", true)]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("::ffff:127.0.0.1", "evil.example.org", false)]
    public async Task Where_hosts_are_named_only_those_are_answered_and_this_machine_on_its_own_addresses(string address, string host, bool passes) =>
        Assert.Equal(passes, await PassesAsync(new McpOptions { AllowedHosts = ["traces.example.org"] }, address, host, origin: null));

    [Theory]
    [InlineData("https://agents.example.org", "traces.example.org", 0)]
    [InlineData("http://localhost:6274", "10.0.0.7", 0)]
    [InlineData("agents.example.org", "https://traces.example.org", 2)]
    [InlineData("https://agents.example.org/", "traces.example.org:443", 2)]
    [InlineData("*", "*", 2)]
    [InlineData("ftp://agents.example.org", "", 2)]
    public void Origins_and_hosts_are_checked_at_start(string origin, string host, int faults)
    {
        var options = new McpOptions { AllowedOrigins = [origin], AllowedHosts = [host] };

        Assert.Equal(faults, options.Validate(new ValidationContext(options)).Count());
    }

    private static async Task<bool> PassesAsync(McpOptions options, string address, string host, string? origin)
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Connection.LocalIpAddress = IPAddress.Parse(address);
        (context.Request.Scheme, context.Request.Host) = ("https", new HostString(host));
        context.Request.Headers.Origin = origin;
        var passed = false;
        await new RebindingGuard(Options.Create(options)).PassAsync(context, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });

        Assert.Equal(passed ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden, context.Response.StatusCode);
        return passed;
    }
}
