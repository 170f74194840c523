using System.Buffers.Binary;
using System.Security.Cryptography;
using CommonTrace.Core.Embeddings.Local;
using Microsoft.Extensions.AI;

namespace CommonTrace.Tests.Embeddings;

public class LocalEmbeddingGeneratorTests
{
    private const string Golden =
        "Connection pool exhausted: Npgsql.NpgsqlException\nÉtat 42P01, git commit --no-verify, C# and c++; retries, retrying, retry\n超时 🚀";

    private static readonly LocalEmbeddingGenerator Generator = new();

    [Fact]
    public async Task The_vector_of_a_model_version_never_changes()
    {
        var vector = await EmbedAsync(Golden);

        // If this fails, the model is another one: it needs a new ModelVersion, or the change has to go.
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), vector[index]);
        }

        Assert.Equal("2", LocalEmbeddingGenerator.ModelVersion);
        Assert.Equal("28C53F7699516E50FEAA6623D6014C4233FBD50BCD16FFEED7970A454D22E12C", Convert.ToHexString(SHA256.HashData(bytes)));
    }

    [Fact]
    public void It_says_which_model_it_is()
    {
        var metadata = Generator.GetService<EmbeddingGeneratorMetadata>();

        Assert.Equal(("commontrace", "commontrace-local", 1536), (metadata?.ProviderName, metadata?.DefaultModelId, metadata?.DefaultModelDimensions));
        Assert.Same(Generator, Generator.GetService<LocalEmbeddingGenerator>());
    }

    [Fact]
    public async Task It_refuses_to_be_another_model()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => GenerateAsync("text", new() { ModelId = "text-embedding-3-small" }));
        await Assert.ThrowsAsync<ArgumentException>(() => GenerateAsync("text", new() { Dimensions = 512 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public async Task It_refuses_a_text_of_nothing(string text) =>
        await Assert.ThrowsAsync<ArgumentException>(() => GenerateAsync(text));

    [Theory]
    [InlineData("?!")]
    [InlineData("the")]
    [InlineData("\0")]
    [InlineData("\ud83d lone \ude00")]
    [InlineData("🚀🚀")]
    [InlineData("连接池已耗尽")]
    [InlineData("- . _ # ++ ::")]
    public async Task Any_text_has_a_vector_of_length_one(string text)
    {
        var vector = await EmbedAsync(text);

        Assert.Equal(1536, vector.Length);
        Assert.Equal(1, vector.Sum(component => (double)component * component), 1e-5);
    }

    [Theory]
    [InlineData("NullReferenceException", "null reference exception")]
    [InlineData("System.NullReferenceException", "NullReferenceException")]
    [InlineData("--no-verify", "no_verify")]
    [InlineData("C#.NET core", "c# .net core")]
    [InlineData("asyncpg.exceptions.InterfaceError", "InterfaceError asyncpg")]
    [InlineData("migrations failing", "migration failed")]
    [InlineData("kubernetes", "kubernets")]
    [InlineData("连接池已耗尽", "连接池")]
    public async Task Spellings_of_one_thing_are_near_each_other(string one, string other) =>
        Assert.InRange(Cosine(await EmbedAsync(one), await EmbedAsync(other)), 0.4f, 1.001f);

    [Theory]
    [InlineData("C#", "c++")]
    [InlineData("ENOENT", "SQLSTATE 42P01")]
    [InlineData("docker compose volume", "React hook renders twice")]
    public async Task Different_things_are_far_apart(string one, string other) =>
        Assert.InRange(Cosine(await EmbedAsync(one), await EmbedAsync(other)), -0.2f, 0.2f);

    [Fact]
    public async Task A_megabyte_is_embedded_without_complaint()
    {
        var random = new Random(7);

        var vector = await EmbedAsync(string.Create(1 << 20, random, (text, source) => source.GetItems<char>("abcXYZ019._- \n", text)));

        Assert.DoesNotContain(vector, float.IsNaN);
    }

    private static async Task<float[]> EmbedAsync(string text)
    {
        var embedding = Assert.Single(await GenerateAsync(text));
        Assert.Equal(LocalEmbeddingGenerator.ModelId, embedding.ModelId);
        return embedding.Vector.ToArray();
    }

    private static Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(string text, EmbeddingGenerationOptions? options = null) =>
        Generator.GenerateAsync([text], options, TestContext.Current.CancellationToken);

    private static float Cosine(float[] one, float[] other) => one.Zip(other, (left, right) => left * right).Sum();
}
