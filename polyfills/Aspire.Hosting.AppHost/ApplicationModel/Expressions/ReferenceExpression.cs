using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with holes whose values are asked for each time it is read.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    public static readonly ReferenceExpression Empty = new(string.Empty, []);

    internal ReferenceExpression(string format, IReadOnlyList<IValueProvider> valueProviders)
    {
        Format = format;
        ValueProviders = valueProviders;
    }

    public string Format { get; }

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    public string ValueExpression =>
        Fill(ValueProviders.Select(provider => (provider as IManifestExpressionProvider)?.ValueExpression));

    public IEnumerable<object> References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Builder.Build();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new List<string?>();
        foreach (var provider in ValueProviders)
        {
            values.Add(await provider.GetValueAsync(cancellationToken));
        }

        return Fill(values);
    }

    private string Fill(IEnumerable<string?> values) =>
        string.Format(CultureInfo.InvariantCulture, Format, [.. values]);

    [InterpolatedStringHandler]
#pragma warning disable CA1034, CA1815 // Nested and without equality as in the package this stands for.
    public ref struct ExpressionInterpolatedStringHandler
    {
        internal ReferenceExpressionBuilder Builder { get; }

        // The lengths are the compiler's guess at a buffer size; the expression keeps pieces, not a buffer.
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _ = (literalLength, formattedCount);
            Builder = new ReferenceExpressionBuilder();
        }

        public readonly void AppendLiteral(string value) => Builder.AppendLiteral(value);

        public readonly void AppendFormatted(string? value) => Builder.AppendFormatted(value);

        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => Builder.AppendFormatted(valueProvider);

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => Builder.AppendFormatted(valueProvider.Resource);
    }
#pragma warning restore CA1034, CA1815
}
