using CommonTrace.Core.Safety.Secrets.Rules;

namespace CommonTrace.Core.Safety.Secrets;

/// <summary>Every rule, the more specific ones first: where two find the same place, the first is right.</summary>
internal static class SecretRules
{
    public static IReadOnlyList<SecretRule> All { get; } =
    [
        .. ForgeRules.All,
        .. CloudRules.All,
        .. HostingRules.All,
        .. PackageRules.All,
        .. ModelRules.All,
        .. ChatRules.All,
        .. PaymentRules.All,
        .. MailRules.All,
        .. PipelineRules.All,
        .. VaultRules.All,
        .. DatabaseRules.All,
        .. KeyRules.All,
        .. CredentialRules.All,
        .. AssignmentRules.All,
    ];
}
