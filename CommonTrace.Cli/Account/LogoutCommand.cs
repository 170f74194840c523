using System.CommandLine;
using CommonTrace.Cli.Server;
using Spectre.Console;

namespace CommonTrace.Cli.Account;

/// <summary><c>commontrace logout</c>.</summary>
internal static class LogoutCommand
{
    public static Command Create() => new Command("logout", "Forget the address and the key that login kept.")
        .WithExamples("commontrace logout")
        .Runs((verb, _) => Task.FromResult(Forget(verb)));

    private static int Forget(Verb verb)
    {
        var wasThere = File.Exists(SavedConnection.Path);
        File.Delete(SavedConnection.Path);
        verb.Screen.Show(default, screen => screen.MarkupLineInterpolated(
            $"{(wasThere ? "Logged out. The key itself goes on working; `commontrace keys revoke` ends one." : "You were not logged in.")}"));
        return ExitCode.Done;
    }
}
