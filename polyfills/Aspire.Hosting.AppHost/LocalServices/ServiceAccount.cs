namespace Aspire.Hosting.LocalServices;

/// <summary>
/// Whom services run as: ourselves, but never root (PostgreSQL refuses, Redis need not), who steps down to an unprivileged user.
/// </summary>
internal sealed class ServiceAccount
{
    private readonly (string User, string Group)? _stepDown;

    private ServiceAccount((string User, string Group)? stepDown) => _stepDown = stepDown;

    public static async Task<ServiceAccount> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServiceAccount(null);
        }

        var postgres = await ShortCommand.RunAsync("id", ["-u", "postgres"], "", cancellationToken);
        var user = postgres.ExitCode == 0 ? "postgres" : "nobody";
        var group = await ShortCommand.RunAsync("id", ["-g", user], "", cancellationToken);
        return new ServiceAccount((user, group.Output));
    }

    /// <summary>The command line that runs a program as this account; the process keeps its id, so signals reach the program.</summary>
    public (string FileName, IReadOnlyList<string> Arguments) Command(string program, IReadOnlyList<string> arguments) =>
        _stepDown is var (user, group)
            ? ("setpriv", [$"--reuid={user}", $"--regid={group}", "--clear-groups", "--no-new-privs", program, .. arguments])
            : (program, arguments);

    public Task<ShortCommand> RunAsync(
        string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken)
    {
        var (fileName, all) = Command(program, arguments);
        return ShortCommand.RunAsync(fileName, all, input, cancellationToken);
    }

    /// <summary>Makes a folder that this account alone can use, directly inside a data folder.</summary>
    public async Task MakeFolderAsync(string path, CancellationToken cancellationToken)
    {
        if (_stepDown is not var (user, _))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Check(await ShortCommand.RunAsync("install", ["-d", "-m", "0700", "-o", user, path], "", cancellationToken), path);
        Check(await RunAsync("test", ["-w", path], "", cancellationToken), path);
    }

    /// <summary>Writes a file that this account alone can read.</summary>
    public async Task WriteFileAsync(string path, string content, CancellationToken cancellationToken)
    {
        const string Script = "umask 077; cat > \"$1\"";
        Check(await RunAsync("sh", ["-c", Script, "sh", path], content, cancellationToken), path);
    }

    private void Check(ShortCommand result, string path)
    {
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"The user '{_stepDown?.User ?? Environment.UserName}', whom services run as, cannot use '{path}'. {result.Error} "
                + "Let COMMONTRACE_DATA name a folder that this user can reach, or start as another user.");
        }
    }
}
