namespace CommonTrace.Tests.Portable;

/// <summary>Whenever it is told to stop, the host leaves no process and no throw-away data behind.</summary>
public sealed class PortableStopTests
{
    [Theory]
    [InlineData("Starting postgres", "INT")]
    [InlineData("Making the data folder", "HUP")]
    [InlineData("Starting migrations", "TERM")]
    [InlineData("Up: ", "INT")]
    public async Task Nothing_is_left(string when, string signal)
    {
        await using var host = PortableHost.Start();
        await host.SaysAsync(when);

        var code = await host.StopAsync(signal);

        Assert.True(code == 0, host.Output);
        Assert.Empty(host.Processes());
        Assert.Empty(Directory.GetDirectories(host.Temporary));
    }

    [Fact]
    public async Task Data_survives_and_has_one_owner_at_a_time()
    {
        var data = PortableHost.OpenFolder();
        await using var first = await PortableHost.StartUntilUpAsync(data);
        var id = await PortableClient.ContributeAsync(first);

        await using var rival = PortableHost.Start(data);
        Assert.Equal(1, await rival.ExitCodeAsync());
        Assert.Contains("in use by an AppHost that is still running", rival.Output, StringComparison.Ordinal);

        Assert.Equal(0, await first.StopAsync());
        await using (var second = await PortableHost.StartUntilUpAsync(data))
        {
            Assert.True(await PortableClient.HasAsync(second, id));
        }

        Directory.Delete(data, recursive: true);
    }
}
