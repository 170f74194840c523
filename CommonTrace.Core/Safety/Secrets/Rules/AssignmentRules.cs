namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Values of no known format that are given to something called password, token, secret or key.</summary>
internal static class AssignmentRules
{
    // What may still follow a name: nothing such as `_hash`, `_url`, `_type`, `_count`, behind which no secret stands.
    private const string Suffix = """(?i:[_.-]?(?:key|token|value|prod|production|staging|stage|dev|live|main|old|new|primary|secondary|root|admin|[0-9]{1,3})){0,2}""";

    private const string Assigned = """[\\"'`\]]{0,3}\s{0,4}(?::=|=>|==|=|:)\s{0,4}""";

    // A call, an index or an interpolation right behind it makes it code.
    private const string TokenValue = """[bru@$]?[\\"'`]{0,2}(?<v>[A-Za-z0-9_./+~-]{16,256}={0,2})(?:[^A-Za-z0-9_./+~=(\[{<$\-]|$)""";

    private const string PasswordValue = """(?:[bru@]?\\?["'`](?<v>[^\s"'`\\]{8,128})\\?["'`]|(?<v>[^\s"'`,;=:&\\]{8,128})(?:[\s,;&"'`\\]|$))""";

    // Not every token is secret: `nextToken`, `page_token`, `csrf_token`.
    private const string TokenName =
        "(?:(?i:(?:\\b|\\\\[nrt])token|(?:access|auth|api|bearer|refresh|secret|bot|user|session|deploy|personal|service|security|oauth|id|hub|lab|npm|app|admin|master|vault|ci|account|registry)[_.-]?token)|[A-Z0-9]{2,32}_TOKEN)";

    private const string KeyName = "(?i:(?:api|access|auth|account|app|application|secret|signing|encryption|private|master|service|subscription|consumer|admin|license)[_. -]?key)";

    public static readonly SecretRule[] All =
    [
        new("generic_password", ["password", "passwd", "passphrase", "pwd", "passwort"], $"(?i:password|passwd|passphrase|pwd|passwort){Suffix}{Assigned}{PasswordValue}", SecretCheck.Password),
        new("generic_secret", ["secret", "credential"], $"(?i:secret|credentials?){Suffix}{Assigned}{TokenValue}", SecretCheck.Token),
        new("generic_token", ["token"], $"{TokenName}{Suffix}{Assigned}{TokenValue}", SecretCheck.Token),
        new("generic_api_key", ["key"], $"{KeyName}{Suffix}{Assigned}{TokenValue}", SecretCheck.Token),
        new("generic_authorization", ["authorization", "x-auth", "x-api"], $"(?i:authorization|x-(?:auth|api)[a-z-]{{0,20}}){Assigned}[\\\\\"'`]{{0,2}}(?i:token|apikey|key)\\s{{1,3}}{TokenValue}", SecretCheck.Token),
        new("xml_setting", ["value="], """(?i:(?:key|name)="[^"\s]{0,60}(?:password|secret|token|apikey)"\s{1,4}value)="(?<v>[^"\s]{8,200})["]""", SecretCheck.Password),
        new("xml_element", ["</"], """(?i:<(?:[a-z]{0,20}password|secret|token|api-?key)>)(?<v>[^<\s]{8,200})</""", SecretCheck.Password),
    ];
}
