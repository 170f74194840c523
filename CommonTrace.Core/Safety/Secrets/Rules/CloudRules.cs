namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Amazon, Google, Microsoft, Alibaba, Tencent, Yandex.</summary>
internal static class CloudRules
{
    public static readonly SecretRule[] All =
    [
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
        new("aws_access_key_id", ["AKIA", "ASIA", "ABIA", "ACCA"], @"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b"),
        new("aws_secret_access_key", ["secret_access_key", "secretaccesskey", "aws_secret", "aws secret"],
            """(?i:secret_?access_?key|aws[_ ]secret(?:[_ ]?key)?)[\\"'\]]{0,3}\s{0,4}(?::=|=>|=|:)\s{0,4}[\\"'`]{0,2}(?<v>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)"""),
        new("aws_session_token", ["session_token", "sessiontoken"],
            """(?i:aws_?session_?token|\bsession_?token)[\\"']{0,3}\s{0,4}[:=]\s{0,4}[\\"']{0,2}(?<v>[A-Za-z0-9/+]{100,}={0,2})""", SecretCheck.Encoded),
        new("aws_bedrock_key", ["ABSK", "bedrock-api-key-"], @"\b(?:ABSK[A-Za-z0-9+/]{109,}={0,2}|bedrock-api-key-[A-Za-z0-9+/]{60,}={0,2})", SecretCheck.Encoded),

        // https://cloud.google.com/docs/authentication/api-keys and https://developers.google.com/identity/protocols/oauth2
        new("google_api_key", ["AIza"], @"\bAIza[A-Za-z0-9_-]{35}"),
        new("google_oauth_client_secret", ["GOCSPX-"], @"\bGOCSPX-[A-Za-z0-9_-]{28}"),
        new("google_oauth_access_token", ["ya29."], @"\bya29\.[A-Za-z0-9_-]{30,}"),
        new("google_oauth_refresh_token", ["1//0"], @"\b1//0[A-Za-z0-9_-]{38,}"),

        // https://learn.microsoft.com/en-us/purview/sit-defn-azure-ad-client-secret and its neighbours
        new("azure_client_secret", ["7Q~", "8Q~", "0Q~", "1Q~", "2Q~", "3Q~", "4Q~", "5Q~", "6Q~", "9Q~"], @"[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}"),
        new("azure_api_key", ["JQQJ9"], @"\b[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9][A-L][A-Za-z0-9]{16}[A-Za-z][A-Za-z0-9]{7}(?:[A-Za-z0-9]{2}==)?"),
        new("azure_account_key", ["AccountKey"], @"(?i:AccountKey)\s{0,2}=\s{0,2}(?<v>[A-Za-z0-9/+]{86}==)", SecretCheck.Encoded),
        new("azure_shared_access_key", ["SharedAccessKey"], @"(?i:SharedAccessKey)\s{0,2}=\s{0,2}(?<v>[A-Za-z0-9/+]{43}=)"),
        new("azure_sas_token", ["sig="], @"\bs[vper]=[A-Za-z0-9%:.&=_-]{10,300}&sig=(?<v>[A-Za-z0-9%/+]{43,90}=?)"),

        new("alibaba_access_key_id", ["LTAI"], @"\bLTAI[A-Za-z0-9]{12,20}\b"),
        new("tencent_secret_id", ["AKID"], @"\bAKID[A-Za-z0-9]{32}\b"),
        new("yandex_api_key", ["AQVN"], @"\bAQVN[A-Za-z0-9_-]{35,38}\b"),
    ];
}
