using System.Globalization;
using CommonTrace.Core.Embeddings;

namespace CommonTrace.Core.Doctor;

/// <summary>What is to be said of the database.</summary>
internal static class StoreChecks
{
    private const int OldestPostgres = 150_000;
    private static readonly Version OldestVector = new(0, 8);
    private static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(2);
    private static readonly string VectorIndexName = SetColumns.IndexOf(SetColumns.Active);

    public static SystemCheck Migrations(StoreVitals store, IEnumerable<string> known)
    {
        var (missing, foreign) = (known.Except(store.Migrations).ToList(), store.Migrations.Except(known).ToList());
        return (missing, foreign) switch
        {
            ([], []) => SystemCheck.Ok("migrations", $"All {store.Migrations.Count} have run."),
            ([], _) => SystemCheck.Warning(
                "migrations", $"The database is newer than this server, which does not know {string.Join(", ", foreign)}.", "Update this server, or every process of it."),
            _ => SystemCheck.Failed("migrations", $"{string.Join(", ", missing)} did not run.", "Run CommonTrace.MigrationService; its log says why a migration fails."),
        };
    }

    public static SystemCheck Extensions(StoreVitals store, IEnumerable<string> needed)
    {
        var there = store.Extensions.ToDictionary(extension => extension.Name);
        var wanted = needed.Order(StringComparer.Ordinal).ToList();
        var versions = string.Join(", ", wanted.Where(there.ContainsKey).Select(name => $"{name} {there[name].Version}").Prepend($"PostgreSQL {store.Postgres}"));
        var missing = wanted.Where(name => !there.ContainsKey(name)).ToList();
        var old = wanted.Except(missing).Where(name => there[name] is { Offered: { } offered, Version: var version } && offered != version).ToList();
        return store switch
        {
            _ when missing.Count > 0 => SystemCheck.Failed(
                "extensions", $"Missing: {string.Join(", ", missing)}.", string.Join(' ', missing.Select(name => $"create extension {name};"))),
            { VersionNumber: < OldestPostgres } => SystemCheck.Failed("extensions", versions, "Move to PostgreSQL 15 or later."),
            _ when IsOld(there["vector"].Version) => SystemCheck.Failed(
                "extensions", versions, $"Install pgvector {OldestVector} or later on the database's server, then: alter extension vector update;"),
            _ when old.Count > 0 => SystemCheck.Warning("extensions", versions, string.Join(' ', old.Select(name => $"alter extension {name} update;"))),
            _ => SystemCheck.Ok("extensions", versions),
        };
    }

    /// <param name="store">What the database says.</param>
    /// <param name="definitions">Of each index that must be there, its name and how it is made.</param>
    public static SystemCheck Indexes(StoreVitals store, IReadOnlyDictionary<string, string> definitions)
    {
        var there = store.Indexes.Where(index => index.Name != VectorIndexName).ToDictionary(index => index.Name);
        var missing = definitions.Where(index => index.Key != VectorIndexName && !there.ContainsKey(index.Key)).ToList();
        var broken = there.Values.Where(index => index is { IsValid: false, IsBeingBuilt: false }).Select(index => index.Name).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            return SystemCheck.Failed("indexes", $"Missing: {string.Join(", ", missing.Select(index => index.Key))}.", string.Join(' ', missing.Select(index => index.Value)));
        }

        return broken.Count > 0
            ? SystemCheck.Failed("indexes", $"Invalid, so that nothing uses them: {string.Join(", ", broken)}.", string.Join(' ', broken.Select(name => $"reindex index concurrently {name};")))
            : SystemCheck.Ok("indexes", $"{definitions.Count - 1} are there and valid.");
    }

    /// <summary>Without it searches compare with every vector. A worker drops it for a large load, and builds it whenever it is missing.</summary>
    /// <param name="store">What the database says.</param>
    /// <param name="due">How many jobs are due.</param>
    /// <param name="builtFrom">With more jobs due than this a worker does not build it yet.</param>
    public static SystemCheck VectorIndex(StoreVitals store, long due, long builtFrom) => store.Indexes.FirstOrDefault(index => index.Name == VectorIndexName) switch
    {
        { IsValid: true } => SystemCheck.Ok("vector_index", $"{VectorIndexName} is there and valid."),
        { IsBeingBuilt: true } => SystemCheck.Warning(
            "vector_index", $"{VectorIndexName} is being built; until then searches by meaning are slower.", "Wait; the worker's log says when it is done."),
        _ when due > builtFrom => SystemCheck.Warning(
            "vector_index", $"{VectorIndexName} was dropped for a large load, of which {due} jobs are due; until then searches by meaning are slower.",
            "Wait: a worker builds it when the load is embedded."),
        var index => SystemCheck.Warning(
            "vector_index", $"{VectorIndexName} is {(index is null ? "missing" : "invalid")}; searches by meaning are slower without it.",
            "A running worker builds it within a minute once a vector was stored; if it does not, its log says why."),
    };

    public static SystemCheck Clock(StoreVitals store)
    {
        var seconds = Math.Abs(store.AheadBy.TotalSeconds).ToString("F1", CultureInfo.InvariantCulture);
        return store.AheadBy.Duration() <= LargestDifference
            ? SystemCheck.Ok("database_clock", $"The database's and the server's clock differ by {seconds} s.")
            : SystemCheck.Warning(
                "database_clock", $"The database's clock is {seconds} s {(store.AheadBy > TimeSpan.Zero ? "ahead of" : "behind")} the server's.",
                "Let both machines keep time by NTP; times that are shown, and the ends of keys, are off by as much.");
    }

    public static SystemCheck Disk(StoreVitals store) => SystemCheck.Ok(
        "disk", string.Create(CultureInfo.InvariantCulture, $"The database takes {store.Bytes / 1048576.0:N1} MB."));

    private static bool IsOld(string version) => Version.TryParse(version, out var parsed) && parsed < OldestVector;
}
