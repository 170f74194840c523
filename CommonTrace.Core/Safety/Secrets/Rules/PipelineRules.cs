namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Continuous integration, code quality, monitoring.</summary>
internal static class PipelineRules
{
    public static readonly SecretRule[] All =
    [
        new("circleci_token", ["CCIPAT_", "CCIPRJ_"], @"\bCCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}\b"),
        new("buildkite_token", ["bkua_", "bkct_"], @"\bbk(?:ua|ct)_[a-f0-9]{40}\b"),
        new("sonarqube_token", ["squ_", "sqp_", "sqa_"], @"\bsq[upa]_[a-f0-9]{40}\b"),
        new("octopus_key", ["API-"], @"\bAPI-[A-Z0-9]{26,32}\b"),
        new("terraform_token", [".atlasv1."], @"\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}"),
        new("pulumi_token", ["pul-"], @"\bpul-[a-f0-9]{40}\b"),
        new("prefect_key", ["pnu_", "pnb_"], @"\bpn[ub]_[A-Za-z0-9]{36}\b"),
        new("postman_key", ["PMAK-"], @"\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b"),
        new("openshift_token", ["sha256~"], @"\bsha256~[A-Za-z0-9_-]{43}"),
        new("harness_token", ["pat.", "sat."], @"\b[ps]at\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}\b"),
        // https://grafana.com/docs/grafana/latest/administration/service-accounts/
        new("grafana_token", ["glsa_", "glc_", "eyJrIjoi"], @"\b(?:glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}\b|glc_[A-Za-z0-9+/]{32,}={0,3}|eyJrIjoi[A-Za-z0-9]{70,}={0,3})"),
        new("newrelic_key", ["NRAK-", "NRII-", "NRIQ-"], @"\b(?:NRAK-[A-Z0-9]{27}|NRI[IQ]-[A-Za-z0-9_-]{32})"),
        new("sentry_token", ["sntrys_", "sntryu_"], @"\b(?:sntrys_eyJ[A-Za-z0-9+/=]{50,}_[A-Za-z0-9+/]{43}|sntryu_[a-f0-9]{64}\b)"),
        new("dynatrace_token", ["dt0c01.", "dt0s01.", "dt0s16."], @"\bdt0[cs][0-9]{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}\b"),
        new("honeycomb_key", ["hcaik_", "hcxik_", "hcaic_"], @"\bhc[ax]i[kc]_[a-z0-9]{58}\b"),
        new("posthog_key", ["phx_"], @"\bphx_[A-Za-z0-9]{43,}\b"),
        new("launchdarkly_key", ["sdk-", "api-"], @"\b(?:sdk|api)-[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}\b"),
        new("readme_key", ["rdme_"], @"\brdme_[a-z0-9]{70}\b"),
    ];
}
