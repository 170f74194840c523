namespace CommonTrace.Core.Safety;

/// <summary>Marks texts that could harm whoever acts on them without thinking. A mark refuses nothing: it is shown with every answer.</summary>
public static class DangerMarks
{
    /// <summary>A base64 text that decodes to a command, or a command that runs what it decodes.</summary>
    public const string EncodedCommand = "encoded_command";

    /// <summary>A command that destroys a machine, a disk, a home or a database.</summary>
    public const string DestructiveCommand = "destructive_command";

    /// <summary>The text as it was sent held characters that hide words from a reader; see <see cref="HadHiddenText"/>.</summary>
    public const string HiddenText = "hidden_text";

    /// <summary>A command that runs what a server sends, unread.</summary>
    public const string PipeToShell = "pipe_to_shell";

    /// <summary>Words that are meant to take over the agent that reads them.</summary>
    public const string PromptInjection = "prompt_injection";

    /// <summary>Text that imitates chat roles, tool calls or their results.</summary>
    public const string ToolCallLookalike = "tool_call_lookalike";

    /// <summary>The marks of a text, each once, in the order of the alphabet; all but <see cref="HiddenText"/>, which a normalised text never has.</summary>
    public static IReadOnlyList<string> Find(string text)
    {
        var marks = new List<string>();
        Add(DestructiveCommand, Danger.DestructiveCommand.IsIn(text));
        Add(EncodedCommand, Danger.EncodedCommand.IsIn(text));
        Add(PipeToShell, Danger.PipeToShell.IsIn(text));
        Add(PromptInjection, Danger.PromptInjection.IsIn(text));
        Add(ToolCallLookalike, Danger.ToolCallLookalike.IsIn(text));
        return marks;

        void Add(string mark, bool isIn)
        {
            if (isIn)
            {
                marks.Add(mark);
            }
        }
    }

    /// <summary>
    /// Whether a text, before <see cref="TextNormalization.Normalize"/>, held what could hide words from a reader: zero width, bidirectional and tag
    /// characters, stray joiners and variation selectors. A byte order mark that begins a line, soft hyphens and control characters do not count.
    /// </summary>
    public static bool HadHiddenText(string original) => TextNormalization.HadHiddenText(original);
}
