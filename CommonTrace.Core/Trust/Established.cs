namespace CommonTrace.Core.Trust;

/// <summary>Whose word counts at once: a user who is old enough, or has a validated trace that is no seed. Else throw-away keys could hide anything.</summary>
internal static class Established
{
    /// <summary>Of <c>who (tenant_id, user_id, is_exempt, after)</c>, whose <c>after</c> is <see cref="TrustOptions.EstablishedAfter"/>.</summary>
    public const string Sql =
        """
        (who.is_exempt
            or exists (select from users u where u.tenant_id = who.tenant_id and u.id = who.user_id and u.created_at <= now() - who.after)
            or exists (
                select from traces o
                where o.tenant_id = who.tenant_id and o.contributor_id = who.user_id and o.status = 'validated' and not o.is_seed))
        """;
}
