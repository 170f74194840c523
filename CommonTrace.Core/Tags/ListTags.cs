using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Tags;

/// <summary>The tenant's tags that some trace bears, by name, with how many do.</summary>
public sealed class ListTags(CommonTraceDbContext database)
{
    public async Task<IReadOnlyList<TagCount>> ExecuteAsync(CancellationToken cancellationToken) =>
        await database.TraceTags
            .Join(database.Tags, link => link.TagId, tag => tag.Id, (link, tag) => tag.Name)
            .GroupBy(name => name)
            .OrderBy(group => group.Key)
            .Select(group => new TagCount(group.Key, group.Count()))
            .ToListAsync(cancellationToken);
}

/// <summary>A tag and how many traces bear it.</summary>
public sealed record TagCount(string Name, int Count);
