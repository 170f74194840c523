namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Chat, notes, boards, design.</summary>
internal static class ChatRules
{
    public static readonly SecretRule[] All =
    [
        // https://api.slack.com/concepts/token-types
        new("slack_bot_token", ["xoxb-"], @"\bxoxb-[0-9]{8,14}-(?:[0-9]{8,14}-?)?[A-Za-z0-9-]{18,40}"),
        new("slack_user_token", ["xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxc-", "xoxe-", "xoxe.xox"], @"\bxox(?:[aprsoce]|e\.xox[bp])-[0-9]{1,14}-[A-Za-z0-9-]{20,}"),
        new("slack_app_token", ["xapp-"], @"\bxapp-[0-9]-[A-Z0-9]{8,14}-[0-9]{8,16}-[a-f0-9]{40,}"),
        new("slack_webhook", ["hooks.slack.com"], @"hooks\.slack\.com/(?:services|workflows|triggers)/T?[A-Za-z0-9]{8,12}/[A-Za-z0-9]{8,14}/[A-Za-z0-9/]{20,60}"),
        new("discord_bot_token", ["discord", "bot"], @"\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}", SecretCheck.Encoded),
        new("discord_webhook", ["/api/webhooks/"], @"discord(?:app)?\.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,}"),
        new("telegram_bot_token", [":AA"], @"\b(?:bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"),
        new("teams_webhook", ["webhook.office.com"], @"webhook\.office\.com/webhookb2/[a-f0-9@-]{73,80}/IncomingWebhook/[a-f0-9]{32}/[a-f0-9-]{36}"),
        new("google_chat_webhook", ["chat.googleapis.com"], @"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{5,30}/messages\?key=[A-Za-z0-9_-]{30,50}&token=[A-Za-z0-9_%-]{30,60}"),
        new("notion_token", ["ntn_"], @"\bntn_[0-9]{11}[A-Za-z0-9]{35}\b"),
        new("linear_key", ["lin_api_", "lin_oauth_"], @"\blin_(?:api_[A-Za-z0-9]{40}|oauth_[a-f0-9]{64})\b"),
        new("airtable_token", ["pat"], @"\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b"),
        new("figma_token", ["figd_", "figo_", "figu_"], @"\bfig[dou]h?_[A-Za-z0-9_-]{36,}"),
        new("clickup_token", ["pk_"], @"\bpk_[0-9]{5,10}_[A-Z0-9]{32}\b"),
        new("contentful_token", ["CFPAT-"], @"\bCFPAT-[A-Za-z0-9_-]{43}"),
        new("typeform_token", ["tfp_"], @"\btfp_[A-Za-z0-9_.-]{44,60}"),
    ];
}
