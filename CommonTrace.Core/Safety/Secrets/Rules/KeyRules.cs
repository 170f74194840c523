namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Private keys, signed tokens, keys of CommonTrace.</summary>
internal static class KeyRules
{
    public static readonly SecretRule[] All =
    [
        new("commontrace_key", ["ct_"], @"ct_[A-Za-z0-9_-]{49}", Users.ApiKeyFormat.IsWellFormed),
        new("openssh_private_key", ["OPENSSH PRIVATE KEY"], Block("OPENSSH PRIVATE KEY"), SecretCheck.KeyBlock),
        new("pgp_private_key", ["PGP PRIVATE KEY BLOCK"], Block("PGP PRIVATE KEY BLOCK"), SecretCheck.KeyBlock),
        new("putty_private_key", ["PuTTY-User-Key-File-"], @"PuTTY-User-Key-File-[23]:[\s\S]*?Private-Lines:\s*[0-9]+\s+(?<v>[A-Za-z0-9+/=\s]{40,})", SecretCheck.KeyBlock),
        // RFC 7468 and what came before it: RSA, EC, DSA, ENCRYPTED.
        new("private_key", ["PRIVATE KEY-----"], Block("(?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY"), SecretCheck.KeyBlock),
        // RFC 7519: a header and claims, each an object in Base64.
        new("jwt", ["eyJ"], @"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}", SecretCheck.SignedToken),
        // 32 bytes in Base64: the last character holds two bits of nothing.
        new("wireguard_key", ["PrivateKey", "PresharedKey"], @"\b(?i:PrivateKey|PresharedKey)\s{0,4}=\s{0,4}(?<v>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)"),
    ];

    // To its end, or, where that was cut off, as far as Base64 goes; line breaks may be written \n. Two dashes end it, so that a text full
    // of beginnings is not read to its end for each of them.
    private static string Block(string label) =>
        $"-----BEGIN {label}-----(?:(?:[^-]|-[^-])*-----END {label}-----|(?:\\\\[rn]|\\s){{1,4}}[A-Za-z0-9+/]{{40,}})";
}
