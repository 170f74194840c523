namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Registries of packages and images.</summary>
internal static class PackageRules
{
    public static readonly SecretRule[] All =
    [
        // https://github.blog/security/announcing-npms-new-access-token-format/
        new("npm_token", ["npm_"], @"\bnpm_[A-Za-z0-9]{36}\b", SecretCheck.Base62Checksum),
        // Macaroons that begin with the host: https://warehouse.pypa.io/api-reference/integration-guide.html
        new("pypi_token", ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], @"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,}", SecretCheck.Encoded),
        new("rubygems_key", ["rubygems_"], @"rubygems_[a-f0-9]{48}\b"),
        new("nuget_key", ["oy2"], @"\boy2[a-z0-9]{43}\b"),
        new("crates_io_token", ["cio"], @"\bcio[A-Za-z0-9]{32}\b", value => value.Any(char.IsAsciiDigit) && SecretCheck.Random(value)),
        new("docker_hub_token", ["dckr_pat_", "dckr_oat_"], @"dckr_[po]at_[A-Za-z0-9_-]{27,}"),
        new("clojars_token", ["CLOJARS_"], @"\bCLOJARS_[a-z0-9]{60}\b"),
        new("packagist_token", ["packagist_"], @"packagist_[ou][ru]t_[a-f0-9]{68}\b"),
        new("artifactory_token", ["AKCp", "cmVmd"], @"\b(?:AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59})\b"),
    ];
}
