using CommonTrace.Core.Users;

namespace CommonTrace.Api.Auth;

/// <summary>Lets this process forget the keys that another one revoked, as soon as Redis is there.</summary>
internal sealed class KeyListener(ForgetKeys forget, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await forget.TrySubscribeAsync(stoppingToken))
        {
            await Task.Delay(KnownKeys.Lifetime, time, stoppingToken);
        }
    }
}
