namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Stores of secrets.</summary>
internal static class VaultRules
{
    public static readonly SecretRule[] All =
    [
        // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
        new("vault_token", ["hvs.", "hvb.", "hvr."], @"\bhv[sbr]\.[A-Za-z0-9_-]{24,}"),
        new("doppler_token", ["dp."], @"\bdp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}\b"),
        new("onepassword_token", ["ops_eyJ"], @"\bops_eyJ[A-Za-z0-9+/_-]{100,}={0,3}", SecretCheck.Encoded),
        new("onepassword_secret_key", ["A3-"], @"\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\b"),
        new("age_secret_key", ["AGE-SECRET-KEY-1"], @"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
        new("infisical_token", ["st."], @"\bst\.[a-f0-9]{24}\.[a-f0-9]{32}\.[a-f0-9]{32}\b"),
    ];
}
