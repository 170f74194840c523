namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Databases and what stores data.</summary>
internal static class DatabaseRules
{
    public static readonly SecretRule[] All =
    [
        new("planetscale_token", ["pscale_"], @"\bpscale_(?:tkn|oauth|pw)_[A-Za-z0-9_=.-]{32,64}"),
        new("databricks_token", ["dapi"], @"\bdapi[a-f0-9]{32}(?:-[0-9])?\b"),
        new("clickhouse_key", ["4b1d"], @"\b4b1d[A-Za-z0-9]{38}\b"),
        new("neon_key", ["napi_"], @"\bnapi_[a-z0-9]{64}\b"),
        new("mongodb_atlas_secret", ["mdb_sa_sk_"], @"\bmdb_sa_sk_[A-Za-z0-9_-]{40}"),
        new("connection_url", ["://"],
            @"(?i:\b(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|neo4j|bolt|oracle|couchbases?|kafka|nats|mqtts?)" +
            """(?:\+[a-z0-9]{1,16})?)://[^\s:/@"'`<>]{0,64}:(?<v>[^\s:/@"'`<>]{6,128})@[A-Za-z0-9.\[-]""", SecretCheck.Password),
        new("connection_string", ["password=", "password =", "pwd="], """;\s{0,2}(?i:password|pwd)\s?=\s?(?<v>[^\s;"'`]{6,128})""", SecretCheck.Password),
    ];
}
