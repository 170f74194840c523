namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>GitHub, GitLab, Bitbucket, Atlassian.</summary>
internal static class ForgeRules
{
    public static readonly SecretRule[] All =
    [
        // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
        new("github_app_token", ["ghs_"], @"ghs_[0-9]{1,12}_eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}", SecretCheck.Encoded),
        new("github_token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], @"gh[pousr]_[A-Za-z0-9]{36}\b", SecretCheck.Base62Checksum),
        new("github_fine_grained_token", ["github_pat_"], @"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b"),

        // https://docs.gitlab.com/security/tokens/#token-prefixes
        new("gitlab_token", ["glpat-"], @"glpat-[A-Za-z0-9_-]{20,}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7})?"),
        new("gitlab_deploy_token", ["gldt-"], @"gldt-[A-Za-z0-9_-]{20,}"),
        new("gitlab_runner_token", ["glrt-", "glrtr-", "GR1348941"], @"(?:glrtr?-|GR1348941)[A-Za-z0-9_-]{20,}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7})?"),
        new("gitlab_job_token", ["glcbt-"], @"glcbt-[A-Za-z0-9]{1,5}_[A-Za-z0-9_-]{20,}"),
        new("gitlab_trigger_token", ["glptt-"], @"glptt-[0-9a-f]{40}\b"),
        new("gitlab_oauth_secret", ["gloas-"], @"gloas-[A-Za-z0-9_-]{64}"),
        new("gitlab_agent_token", ["glagent-"], @"glagent-[A-Za-z0-9_-]{50,}"),
        new("gitlab_feed_token", ["glft-"], @"glft-[A-Za-z0-9_-]{20,}"),
        new("gitlab_scim_token", ["glsoat-"], @"glsoat-[A-Za-z0-9_-]{20,}"),
        new("gitlab_mail_token", ["glimt-"], @"glimt-[A-Za-z0-9_-]{25,}"),
        new("gitlab_feature_flag_token", ["glffct-"], @"glffct-[A-Za-z0-9_-]{20,}"),

        // https://support.atlassian.com/bitbucket-cloud/docs/using-app-passwords/ and .../organization-administration/docs/understand-user-api-tokens/
        new("bitbucket_app_password", ["ATBB"], @"\bATBB[A-Za-z0-9]{24}[A-F0-9]{8}\b"),
        new("atlassian_token", ["ATATT3", "ATCTT3"], @"\bAT[AC]TT3[A-Za-z0-9_=-]{100,}", SecretCheck.Encoded),
        new("sourcegraph_token", ["sgp_"], @"\bsgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}\b"),
    ];
}
