using System.Globalization;
using CommonTrace.Core.Embeddings;
using Pgvector;

namespace CommonTrace.Core.Import;

/// <summary>A trace's vector, and which model made it of the texts as they stand in the line.</summary>
internal sealed record EmbeddingLine
{
    // What a halfvec can hold.
    private const float LargestOfHalf = 65_504;

    public string? ModelId { get; init; }

    public string? ModelVersion { get; init; }

    public int Dimensions { get; init; }

    public DateTime? EmbeddedAt { get; init; }

    /// <summary>As PostgreSQL spells it: <c>[0.25,-1,…]</c>.</summary>
    public string? Vector { get; init; }

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("embedding.model_id", ModelId is null ? "is required." : null),
        ("embedding.model_version", ModelVersion is null ? "is required." : null),
        ("embedding.dimensions", LineRules.Between(Dimensions, 1, EmbeddingModel.MostDimensions)),
        ("embedding.embedded_at", LineRules.OptionalTime(EmbeddedAt)),
        ("embedding.vector", Read() is null ? $"is not {Dimensions} numbers of at most {LargestOfHalf} in the form [0.25,-1]." : null),
    ];

    public bool IsOf(EmbeddingModel model) => (ModelId, ModelVersion, Dimensions) == (model.Id, model.Version, model.Dimensions);

    /// <summary>The vector; null when it is not as many finite numbers as there are dimensions.</summary>
    public Vector? Read()
    {
        if (Vector is not ['[', .., ']'] text || Dimensions is < 1 or > EmbeddingModel.MostDimensions)
        {
            return null;
        }

        var numbers = new float[Dimensions];
        var count = 0;
        var inner = text.AsSpan(1, text.Length - 2);
        foreach (var part in inner.Split(','))
        {
            if (count == Dimensions || !float.TryParse(inner[part], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || !(Math.Abs(number) <= LargestOfHalf))
            {
                return null;
            }

            numbers[count++] = number;
        }

        return count == Dimensions ? new Vector(numbers) : null;
    }
}
