using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Pages;

/// <summary>The keys that encrypt the pages' cookies.</summary>
public sealed class ProtectionKeysTests(TestApp app)
{
    [Fact]
    public async Task Of_processes_that_start_at_once_one_makes_the_first_key_and_all_go_on_with_it()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        using var host = database.CreateHost(DatabaseRole.Api);
        var keys = host.Services.GetRequiredService<ProtectionKeys>();

        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() => keys.Store($"key-{number}", $"<key id=\"{number}\" />"))));
        keys.Store("revocation-1", "<revocation />");

        Assert.Equal(2, keys.Read().Count);
        Assert.Equal("<revocation />", keys.Read()[1]);
    }

    [Fact]
    public async Task The_next_key_comes_beside_the_one_that_is_older()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        using var host = database.CreateHost(DatabaseRole.Api);
        var keys = host.Services.GetRequiredService<ProtectionKeys>();

        keys.Store("key-1", "<key id=\"1\" />");
        await database.SqlAsync("update protection_keys set created_at = now() - interval '61 seconds'");
        keys.Store("key-2", "<key id=\"2\" />");

        Assert.Equal(["<key id=\"1\" />", "<key id=\"2\" />"], keys.Read());
    }
}
