namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Where applications and domains are hosted.</summary>
internal static class HostingRules
{
    public static readonly SecretRule[] All =
    [
        new("digitalocean_token", ["dop_v1_", "doo_v1_", "dor_v1_"], @"do[por]_v1_[a-f0-9]{64}\b"),
        new("heroku_api_key", ["HRKU-"], @"\bHRKU-AA[A-Za-z0-9_-]{58}"),
        new("fly_io_token", ["fo1_", "fm1a_", "fm1r_", "fm2_"], @"\b(?:fo1_[A-Za-z0-9_-]{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,}={0,3})", SecretCheck.Encoded),
        new("render_api_key", ["rnd_"], @"\brnd_[A-Za-z0-9]{28,40}\b"),
        // https://vercel.com/changelog/new-token-formats-and-secret-scanning
        new("vercel_token", ["vcp_", "vci_", "vca_", "vcr_", "vck_"], @"\bvc[piark]_[A-Za-z0-9]{24,}\b"),
        new("vercel_blob_token", ["vercel_blob_rw_"], @"vercel_blob_rw_[A-Za-z0-9]{10,}_[A-Za-z0-9]{20,}"),
        new("netlify_token", ["nfp_", "nfc_", "nfo_", "nfu_", "nfb_"], @"\bnf[pcoub]_[A-Za-z0-9_]{36}\b"),
        // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats
        new("cloudflare_token", ["cfk_", "cfut_", "cfat_"], @"\bcf(?:k|ut|at)_[A-Za-z0-9]{40}[a-f0-9]{8}\b"),
        new("cloudflare_origin_ca_key", ["v1.0-"], @"\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}\b"),
        new("supabase_token", ["sbp_", "sb_secret_"], @"\b(?:sbp_[a-f0-9]{40}\b|sb_secret_[A-Za-z0-9_-]{20,})"),
        new("tailscale_key", ["tskey-"], @"\btskey-(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{8,20}-[A-Za-z0-9]{20,40}\b"),
    ];
}
