// `commontrace`: CommonTrace in a terminal. One file per verb, in the folder of its subject; all of them talk to a server's REST API.

using System.CommandLine.Invocation;
using CommonTrace.Cli;
using CommonTrace.Cli.Terminal;

var command = CommonTraceCommand.Create().Parse(args);
return command.Action is ParseErrorAction ? UsageErrors.Show(command) : await command.InvokeAsync(CommonTraceCommand.Invocation);
