namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Mail and telephony.</summary>
internal static class MailRules
{
    public static readonly SecretRule[] All =
    [
        new("sendgrid_key", ["SG."], @"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
        new("mailgun_key", ["key-"], @"\bkey-[a-f0-9]{32}\b"),
        new("mailchimp_key", ["-us"], @"\b[a-f0-9]{32}-us[0-9]{1,2}\b"),
        new("brevo_key", ["xkeysib-", "xsmtpsib-"], @"\bx(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}\b"),
        new("resend_key", ["re_"], @"\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}\b"),
        new("mailersend_token", ["mlsn."], @"\bmlsn\.[a-f0-9]{64}\b"),
        // One digit more than the prefix: "sk" alone stands in every "task" and "disk".
        new("twilio_api_key", [.. "0123456789abcdef".Select(digit => $"SK{digit}")], @"\bSK[a-f0-9]{32}\b"),
        new("facebook_access_token", ["EAA"], @"\bEAA[MC][A-Za-z0-9]{100,}"),
    ];
}
