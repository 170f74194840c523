using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Data;

/// <summary>What PostgreSQL says that a database consists of: columns, constraints, indexes and storage options, a line each.</summary>
internal static class Catalog
{
    private const string Sql =
        """
        select string_agg(line, E'\n' order by line) from (
            select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                case when a.attnotnull then 'not null' else 'null' end, pg_get_expr(d.adbin, d.adrelid)) as line
            from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
            union all
            select format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
            from pg_constraint k join pg_class c on c.oid = k.conrelid where k.connamespace = 'public'::regnamespace and k.contype <> 'n'
            union all
            select format('index %s %s', regexp_replace(pg_get_indexdef(i.indexrelid), ' WITH \([^)]*\)', ''), (select string_agg(o, ',' order by o) from unnest(c.reloptions) o))
            from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace
            union all
            select format('options %s %s', c.relname, (select string_agg(o, ',' order by o) from unnest(c.reloptions) o))
            from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        ) lines
        where line not like '%\_\_EFMigrationsHistory%'
        """;

    public static async Task<string> ReadAsync(TestDatabase database) => (string)(await database.SqlAsync(Sql))!;
}
