namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>User and password in addresses, headers and commands.</summary>
internal static class CredentialRules
{
    public static readonly SecretRule[] All =
    [
        new("basic_auth_url", ["://"],
            """(?i:\b(?:https?|ftps?|sftp|ssh|git|smtps?|imaps?|ldaps?|socks5h?|wss?|git\+https|git\+ssh))://[^\s:/@"'`<>]{0,64}:(?<v>[^\s:/@"'`<>]{6,128})@[A-Za-z0-9.\[-]""",
            SecretCheck.Password),
        new("basic_auth_header", ["basic "], """(?i:\bbasic)\s{1,3}(?<v>[A-Za-z0-9+/_-]{12,200}={0,2})""", SecretCheck.BasicCredentials),
        new("bearer_header", ["bearer "], """(?i:\bbearer)\s{1,3}(?<v>[A-Za-z0-9._~+/-]{16,512}={0,2})(?:[^A-Za-z0-9._~+/=(\[{<$-]|$)""", SecretCheck.Token),
        new("registry_auth", ["auth"], """(?i:_auth|"auth")\s{0,2}[:=]\s{0,2}\\?"?(?<v>[A-Za-z0-9+/]{12,300}={0,2})""", SecretCheck.BasicCredentials),
        new("netrc_password", ["login"], @"\blogin\s{1,4}\S{1,80}\s{1,4}password\s{1,4}(?<v>\S{6,128})", SecretCheck.Password),
        new("command_password", ["curl", "--password", "sshpass"],
            """(?:\bcurl\b[^\r\n]{0,200}\s(?:-u|--user)[ =]["']?[^\s:"'$]{1,64}:|--password\s{1,3}["']?|\bsshpass\s{1,3}-p\s{0,3}["']?)(?<v>[^\s"'`]{6,128})""", SecretCheck.Password),
    ];
}
