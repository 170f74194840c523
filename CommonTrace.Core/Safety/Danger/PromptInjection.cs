namespace CommonTrace.Core.Safety.Danger;

/// <summary>Words that are meant to take over the agent that reads them.</summary>
internal static class PromptInjection
{
    private const string Person = @"(the|your)\s+(user|human|operator|developer|owner)s?\b";

    private const string Secret =
        @"(api\s+keys?|credentials?|secrets|\.env\b|environment\s+variables|ssh\s+(private\s+)?keys?|id_rsa|passwords?|(access|auth)\s+tokens?|(chat|conversation)\s+history|\.aws|\.ssh)";

    private static readonly DangerPattern[] Patterns =
    [
        new(
            ["ignore", "disregard", "forget", "override", "bypass", "neglect", "follow", "attention to"],
            """
            \b(ignore|disregard|forget|override|bypass|neglect|(do\s+not|don['’]t|stop)\s+follow(ing)?|no\s+attention\s+to)\s+(\w+\s+){0,4}?
            ((previous|prior|above|earlier|preceding|foregoing|past|former|original|initial|existing)\s+(\w+\s+){0,2}?(instructions?|prompts?)
            |(your|system|developer)\s+(\w+\s+){0,1}?(instructions?|prompts?|programming|guardrails|guidelines|directives?)
            |(all\s+)?(of\s+)?your\s+(\w+\s+)?(rules|restrictions|constraints)\b
            |(previous|prior|earlier|preceding)\s+(directives|guidelines|commands|orders|rules)\s+(you|given|and\s+(instead|now|do|run|execute|follow)))
            """,
            before: 20),
        new(
            ["ignore", "disregard", "forget"],
            """
            \b(ignore|disregard|forget)\s+((all|everything|anything|whatever|what)\s+(of\s+)?(that\s+|the\s+)?
            ((above|before|so\s+far|previously)\s*([.,;:!]|(and|then|now)\b)|you\s+(were|have\s+been)\s+(told|instructed|taught)|you['’]ve\s+been\s+told|(i|they)\s+(said|told\s+you)|you\s+know\b|came\s+before|(was|is)\s+(said|written|stated)\s+(above|before|earlier))
            |(all\s+)?(of\s+)?the\s+above\s*(instructions?|prompts?|directions|,?\s*(and|then|instead|now)\s+(\w+\s+)?(do|say|output|print|tell|respond|reply|run|execute|write|send|return|translate|answer|reveal)\b))
            """),
        new(["ignor"], @"\bignor(iere|a|ez|i)\s+(\w+\s+){0,4}?(anweisungen|instrucciones|instructions|instruções|istruzioni)\b"),
        new(["忽略"], "忽略.{0,10}(指令|提示词|指示)"),
        new(["无视"], "无视.{0,10}(指令|提示词|指示)"),
        new(
            ["you are now", "re now", "no longer"],
            """
            \byou(\s+are|['’]re)\s+now\s+(dan\b|an?\s+(unrestricted|unfiltered|uncensored|evil|jailbroken|different|rogue|malicious|ai|assistant|agent|llm|language\s+model|chatbot|pirate)\b
            |in\s+(developer|god|dan|jailbreak|unrestricted)\s+mode|free\s+(of|from)|acting\s+as|operating\s+as|going\s+to\s+(act|pretend|ignore|obey))
            |\byou\s+are\s+no\s+longer\s+(bound|restricted|limited\s+by|constrained|required\s+to\s+(follow|obey)|subject\s+to|an?\s+(ai|assistant|language)|claude|chatgpt)
            """,
            before: 10),
        new(
            ["pretend", "act as", "act like", "roleplay", "role-play", "behave as", "respond as", "answer as"],
            """
            \b(pretend|act|role-?play|behave|respond|answer)\s+(\S+\s+){0,8}?
            (dan\b|(no|without(\s+any)?|free\s+of)\s+(\w+\s+)?(restrictions|limitations|guidelines|filters|guardrails|safety)|unrestricted|unfiltered|uncensored|jailbroken|(evil|malicious)\s+(ai|assistant|agent))
            """),
        new(
            ["from now on", "do anything now", "jailbreak mode", "god mode", "dan mode"],
            """
            \bfrom\s+now\s+on,?\s+(you\s+(are|will|must|shall|should)\s+(only\s+|always\s+|never\s+)?(act|respond|obey|answer|reply|behave|pretend|ignore|comply|refuse|follow\s+(my|these|only)|an?\s+(ai|agent|assistant))|ignore|disregard|obey|respond|answer|reply|act\s+as)\b
            |\bdo\s+anything\s+now\b|\b(enter|enable|activate|switch\s+to)\s+(\w+\s+)?(jailbreak|god|dan)\s+mode
            """,
            before: 30),
        new(
            ["system prompt", "system message", "system instruction", "initial prompt"],
            """
            (\b(reveal|print|show|output|repeat|leak|dump|disclose|send|tell|display|reproduce|expose|give|share|paste|echo|return|summari[sz]e|what\s+(is|are|was|were)|post|copy|upload|quote|include|append)\s+(\S+\s+){0,3}?
            (your|the\s+(full|entire|exact|hidden|secret|complete|original|whole))\s+(\S+\s+){0,2}?(system|initial)\s+(prompt|message|instructions?)
            |\b(reveal|leak|exfiltrate|disclose|expose|repeat)\s+(\S+\s+){0,3}?system\s+(prompt|message|instructions)
            |\b(new|updated|real|actual|revised)\s+system\s+(prompt|message|instructions?)\s*:)
            """,
            before: 80),
        new(
            ["the user", "the human", "the operator", "the developer", "the owner", "your user", "your human", "your operator", "your developer", "your owner"],
            $"""
            (\b(do\s+not|don['’]t|dont|never|must\s+not|should\s+not|shouldn['’]t|avoid)\s+(ever\s+)?
            (tell(ing)?\s+{Person}|inform(ing)?\s+{Person}|(alert|notify|warn)\s+{Person}\s+(of|about|that\s+you)|let\s+{Person}\s+(know|see|notice|find\s+out)
            |(mention|reveal|disclose|report|show|say)\s+(this|it|that|these|any\s+of\s+this|anything|what\s+you\s+\w+)\s+(\S+\s+)?(\S+\s+)?to\s+{Person})
            |\b(run|execute|send|install|delete|read|upload|post|fetch|do|perform|add|commit|push|call|copy|forward|include|insert|make)\s[^.\n]{"{0,100}?"}\bwithout\s+(telling|informing|notifying|alerting)\s+{Person}
            |\b(hide|conceal|keep)\s+(this|these|it|that|your\s+actions?|what\s+you\s+\w+)\s+(\w+\s+){"{0,2}?"}from\s+{Person})
            """,
            before: 140,
            after: 60),
        new(
            ["api key", "credential", "secrets", ".env", "environment variables", "ssh key", "private key", "id_rsa", "password", "token", "history", ".aws", ".ssh"],
            $"""
            \b(send|post|upload|exfiltrate|forward|e-?mail|transmit|leak|copy|submit|paste|append|give|deliver)\s+(me\s+|us\s+)?(all|any|every|your|their|the\s+user['’]s|the\s+contents?\s+of|the\s+(full|entire|complete|whole)|everything)\b
            [^\n]{"{0,60}?"}{Secret}[^\n]{"{0,60}?"}\b(to|at|via)\s[^\n]{"{0,30}?"}(https?://|(this|the\s+following|my|our|attacker)\b[^\n]{"{0,20}?"}\b(url|server|endpoint|address|webhook|e-?mail|host|site)\b|\[email\]|\S@\S)
            """,
            before: 100,
            after: 160),
        new(
            ["if you are", "attention", "note to", "message to", "message for", "dear", "hey", "agents reading", "agent reading", "assistant reading", "assistants reading", "processing this", "llm reading", "ai reading"],
            """
            \b(if\s+you\s+are|attention|(note|message)\s+(to|for)|dear|hey)\s*[:,]?\s+(all\s+|any\s+|the\s+|an?\s+)*(ai|llms?|language\s+models?|coding\s+(agents?|assistants?)|autonomous\s+agents?)\b[^\n]*?
            \b(must|execute|exfiltrate|obey|ignore|send|upload|run\s+(the\s+following|this)|comply|immediately|delete|override)\b
            |\b(ai|llm|coding)\s*(agents?|assistants?|models?)?\s+(reading|processing)\s+this\b[^\n]*?\b(must|execute|should|obey|ignore|send|upload|run|comply|immediately|delete)\b
            """,
            before: 40),
    ];

    public static bool IsIn(string text) => Array.Exists(Patterns, pattern => pattern.IsIn(text));
}
