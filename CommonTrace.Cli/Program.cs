// `commontrace`: CommonTrace in a terminal. One file per verb, in the folder of its subject; all of them talk to a server's REST API.

using System.CommandLine.Invocation;
using CommonTrace.Cli;

var command = CommonTraceCommand.Create().Parse(args);
var exitCode = await command.InvokeAsync(CommonTraceCommand.Invocation);
return command.Action is ParseErrorAction ? ExitCode.Usage : exitCode;
