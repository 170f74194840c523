using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CommonTrace.Core.Data;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CommonTrace.Tests.Faults;

/// <summary>A PostgreSQL server of one's own, to be stopped and crashed: the programs of the application's server, run by the same user.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>Ends all sessions, writes everything out, stops.</summary>
    public const string Fast = "INT";

    /// <summary>Stops as it stands; the next start recovers.</summary>
    public const string Crash = "QUIT";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _restarting = new(1, 1);
    private readonly string _bin;
    private readonly string _account;
    private readonly string _folder = Directory.CreateTempSubdirectory("private-postgres-").FullName;
    private readonly NpgsqlConnectionStringBuilder _login;
    private Process? _server;

    private PrivatePostgres(string bin, string account)
    {
        (_bin, _account) = (bin, account);
        _login = new() { Host = "127.0.0.1", Port = FreePort(), Username = "postgres", Password = $"{Guid.CreateVersion7():N}", Database = "postgres" };
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Whether the application's server runs on this machine: one in a container cannot be run once more.</summary>
    public static async Task<bool> IsPossibleAsync(TestApp app) => File.Exists(Path.Combine(await BinAsync(app), "initdb"));

    public static async Task<PrivatePostgres> StartAsync(TestApp app)
    {
        var data = (string)(await app.SqlAsync("show data_directory"))!;
        var account = Environment.IsPrivilegedProcess ? $"setpriv --reuid=$(stat -c %u {data}) --regid=$(stat -c %g {data}) --clear-groups" : "env";
        var server = new PrivatePostgres(await BinAsync(app), account);
        await server.MakeAsync(data);
        await server.StartAsync();
        return server;
    }

    /// <summary>A migrated database on this server; it goes with the server.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = $"faults_{Guid.CreateVersion7():N}";
        await TestDatabase.At(_login.ConnectionString).SqlAsync($"create database {name}");
        var database = TestDatabase.At(new NpgsqlConnectionStringBuilder(_login.ConnectionString) { Database = name }.ConnectionString);
        using var host = database.CreateHost(DatabaseRole.Owner);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MigrateDatabase>().ExecuteAsync(CancellationToken.None);
        return database;
    }

    /// <summary>Stops the server by a signal and starts it again.</summary>
    public async Task RestartAsync(string signal)
    {
        await _restarting.WaitAsync();
        try
        {
            await StopAsync(signal);
            await StartAsync();
        }
        finally
        {
            _restarting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(Crash);
        Directory.Delete(_folder, recursive: true);
        _restarting.Dispose();
    }

    private static async Task<string> BinAsync(TestApp app) => (string)(await app.SqlAsync("select setting from pg_config where name = 'BINDIR'"))!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Run(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        return process;
    }

    private async Task MakeAsync(string model)
    {
        using var make = Run(
            $"""
            chmod 711 {_folder} && install -d -m 0700 -o $(stat -c %u {model}) {Data} || exit 1
            cat | {_account} sh -c 'cat | exec {_bin}/initdb --pwfile=/dev/stdin -D {Data} -U postgres --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync'
            """);
        await make.StandardInput.WriteLineAsync(_login.Password);
        make.StandardInput.Close();
        var errors = make.StandardError.ReadToEndAsync();
        await make.StandardOutput.ReadToEndAsync();
        await make.WaitForExitAsync();
        if (make.ExitCode != 0)
        {
            throw new InvalidOperationException($"No private server could be made in {Data}: {await errors}");
        }
    }

    private async Task StartAsync()
    {
        // The machine stays up: what was written is there without fsync.
        _server = Run(string.Create(CultureInfo.InvariantCulture,
            $"exec {_account} {_bin}/postgres -D {Data} -p {_login.Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c dynamic_shared_memory_type=mmap -c timezone=GMT -c log_timezone=GMT"));
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        var started = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_server.HasExited || TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new InvalidOperationException($"The private server in {Data} does not answer.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await TestDatabase.At(_login.ConnectionString).SqlAsync("select 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task StopAsync(string signal)
    {
        using var kill = Run($"kill -s {signal} {_server!.Id}");
        await _server.WaitForExitAsync().WaitAsync(Limit);
        _server.Dispose();
    }
}
