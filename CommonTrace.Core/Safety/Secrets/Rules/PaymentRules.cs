namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Payment and shops.</summary>
internal static class PaymentRules
{
    public static readonly SecretRule[] All =
    [
        new("stripe_key", ["sk_live_", "rk_live_", "sk_test_", "rk_test_"], @"[sr]k_(?:live|test)_[A-Za-z0-9]{24,}\b"),
        new("stripe_webhook_secret", ["whsec_"], @"\bwhsec_[A-Za-z0-9+/]{32,64}={0,2}"),
        new("square_token", ["sq0atp-", "sq0csp-", "EAAA"], @"\b(?:sq0(?:atp-[A-Za-z0-9_-]{22}|csp-[A-Za-z0-9_-]{43})|EAAA[A-Za-z0-9_-]{60}\b)", SecretCheck.Encoded),
        new("shopify_token", ["shpat_", "shpca_", "shppa_", "shpss_"], @"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b"),
        new("braintree_token", ["access_token$"], @"access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}\b"),
        new("razorpay_key", ["rzp_live_"], @"\brzp_live_[A-Za-z0-9]{14}\b"),
        new("flutterwave_key", ["FLWSECK"], @"\bFLWSECK(?:_TEST)?-[a-f0-9]{32}-X\b"),
        new("easypost_key", ["EZAK", "EZTK"], @"\bEZ[AT]K[A-Za-z0-9]{54}\b"),
        new("shippo_token", ["shippo_"], @"\bshippo_(?:live|test)_[a-f0-9]{40}\b"),
        new("plaid_token", ["access-sandbox-", "access-development-", "access-production-"], @"\baccess-(?:sandbox|development|production)-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}\b"),
        new("paddle_key", ["pdl_live_", "pdl_sdbx_"], @"\bpdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}\b"),
        new("adyen_key", ["hmf"], @"\bAQE[a-z]hmf[A-Za-z0-9+/]{20,200}={0,2}-[A-Za-z0-9+/]{40,60}={0,2}-[^\s""'<]{10,24}"),
        new("mollie_key", ["live_"], @"\blive_[A-Za-z0-9]{30}\b"),
    ];
}
