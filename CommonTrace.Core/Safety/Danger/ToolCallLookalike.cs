namespace CommonTrace.Core.Safety.Danger;

/// <summary>Text that a careless harness could take for its own marks: chat roles, tool calls and their results.</summary>
internal static class ToolCallLookalike
{
    // The special tokens and tags of ChatML, Llama, Gemma, DeepSeek, Claude and OpenAI, as their documentation spells them.
    private static readonly string[] Tokens =
    [
        "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|endoftext|>", "<|eot_id|>", "<|eom_id|>", "<|python_tag|>",
        "<|start_header_id|>", "<|end_header_id|>", "<|begin_of_text|>", "<|channel|>", "<｜tool▁calls▁begin｜>", "<｜User｜>", "<｜Assistant｜>", "<start_of_turn>", "<end_of_turn>",
        "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "[TOOL_CALLS]", "[AVAILABLE_TOOLS]", "<system>", "</system>", "<system-reminder>", "</system-reminder>", "<system_prompt>", "</system_prompt>",
        "<tool_call>", "</tool_call>", "<tool_use>", "</tool_use>", "<tool_result>", "</tool_result>", "<tool_response>", "</tool_response>", "<function_call>", "</function_call>",
        "<function_calls>", "</function_calls>", "<function_results>", "<invoke name=", "<parameter name=", "<antml:", "</antml:",
    ];

    private static readonly DangerPattern Json = new(
        ["tool_calls", "function_call", "tool_use", "tool_result"], """(["'](tool_calls|function_call)["']\s*:\s*[\[{]|["']type["']\s*:\s*["'](tool_use|tool_result)["'])""", before: 20, after: 60);

    // A turn begins a line; the one character before it in the window shows whether this one does.
    private static readonly DangerPattern Turns = new(["Human:", "Assistant:"], @"(^|\n)(?-i:Human|Assistant):(\s|$)", after: 12);

    public static bool IsIn(string text) => HasToken(text) || Json.IsIn(text) || Turns.IsIn(text);

    // Few texts have many brackets: quicker than a search for all tokens at once.
    private static bool HasToken(ReadOnlySpan<char> text)
    {
        for (; text.IndexOfAny('<', '[') is >= 0 and var start; text = text[(start + 1)..])
        {
            foreach (var token in Tokens)
            {
                if (text[start..].StartsWith(token, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
