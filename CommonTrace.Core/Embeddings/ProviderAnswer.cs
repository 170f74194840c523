using Microsoft.Extensions.AI;

namespace CommonTrace.Core.Embeddings;

/// <summary>What a provider made of some texts: an embedding for each, in order, or what went wrong.</summary>
/// <param name="Embeddings">As many as texts were sent, each fit to be stored; null with a fault.</param>
/// <param name="Fault">Why there are none.</param>
/// <param name="Tokens">What the provider counted for all of them; null when it did not.</param>
public sealed record ProviderAnswer(IReadOnlyList<Embedding<float>>? Embeddings, ProviderFault? Fault, long? Tokens = null)
{
    /// <summary>Checks an answer: the count, the width, and that a cosine can be taken.</summary>
    public static ProviderAnswer Of(IReadOnlyList<string> texts, GeneratedEmbeddings<Embedding<float>> generated, EmbeddingModel model)
    {
        var fault = generated.Count != texts.Count
            ? ProviderFault.WrongCount(texts.Count, generated.Count)
            : generated.Select(one => ProviderFault.In(one.Vector.Span, model.Dimensions)).FirstOrDefault(one => one is not null);
        return fault is null ? new ProviderAnswer([.. generated], null, generated.Usage?.InputTokenCount) : new ProviderAnswer(null, fault);
    }
}
