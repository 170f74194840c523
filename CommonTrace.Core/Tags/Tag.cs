using System.Text.RegularExpressions;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Tags;

/// <summary>A word that traces are found by.</summary>
public sealed partial class Tag : ITenantOwned
{
    /// <summary>The longest tag, in characters.</summary>
    public const int MaxLength = 50;

    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The one spelling of a tag: trimmed, lower-cased, white space to <c>-</c>. Null when the result is not 1 to 50 characters of
    /// <c>a-z 0-9 . + # _ -</c>.
    /// </summary>
    public static string? Normalize(string text)
    {
        var name = WhiteSpace().Replace(text.Trim(), "-").ToLowerInvariant();
        return Valid().IsMatch(name) ? name : null;
    }

    /// <summary>Sorts texts into tags (each once, in order) and those that cannot be one.</summary>
    public static (IReadOnlyList<string> Names, IReadOnlyList<string> Dropped) NormalizeAll(IEnumerable<string> texts)
    {
        var names = new List<string>();
        var dropped = new List<string>();
        foreach (var text in texts)
        {
            if (Normalize(text) is not { } name)
            {
                dropped.Add(text);
            }
            else if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        return (names, dropped);
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\A[a-z0-9.+#_-]{1,50}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}

/// <summary>That a trace bears a tag.</summary>
public sealed class TraceTag : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required Guid TagId { get; init; }

    public required Guid TenantId { get; init; }
}

internal sealed class TagConfiguration : IEntityTypeConfiguration<Tag>
{
    public void Configure(EntityTypeBuilder<Tag> builder)
    {
        builder.ToTable("tags", table => table.HasCheckConstraint("ck_tags_name", "name ~ '^[a-z0-9.+#_-]{1,50}$'"));
        builder.HasKey(tag => tag.Id);
        builder.HasAlternateKey(tag => new { tag.TenantId, tag.Id }).HasName("ak_tags_tenant_id_id");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(tag => tag.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(tag => new { tag.TenantId, tag.Name }, "ix_tags_name").IsUnique();
        builder.Property(tag => tag.CreatedAt).HasDefaultValueSql("now()");
    }
}

internal sealed class TraceTagConfiguration : IEntityTypeConfiguration<TraceTag>
{
    public void Configure(EntityTypeBuilder<TraceTag> builder)
    {
        builder.ToTable("trace_tags");
        builder.HasKey(link => new { link.TraceId, link.TagId });
        builder.HasOne<Traces.Trace>().WithMany().OfTenant(link => new { link.TenantId, link.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<Tag>().WithMany().OfTenant(link => new { link.TenantId, link.TagId }, tag => new { tag.TenantId, tag.Id });
        builder.HasIndex(link => link.TagId, "ix_trace_tags_tag_id");
        builder.HasIndex(link => link.TenantId, "ix_trace_tags_tenant_id");
    }
}
