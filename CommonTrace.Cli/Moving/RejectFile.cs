using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace CommonTrace.Cli.Moving;

/// <summary>The lines that were not imported, each with its reason. It is there only when there are any; it can be mended, and imported itself.</summary>
/// <param name="path">Where.</param>
/// <param name="length">How much of it an interrupted run left; 0 to begin anew.</param>
internal sealed class RejectFile(string path, long length) : IDisposable
{
    /// <summary>The field that holds the line itself.</summary>
    public const string Original = "original";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private FileStream? _file;

    public string Path => path;

    /// <summary>How much of it is written, in bytes.</summary>
    public long Length { get; private set; } = length;

    /// <summary>Takes away what a former run left.</summary>
    public void Begin()
    {
        if (Length == 0)
        {
            File.Delete(path);
        }
    }

    public void Write(IEnumerable<Rejection> rejections)
    {
        foreach (var rejection in rejections)
        {
            _file ??= Open();
            using (var json = new Utf8JsonWriter(_file, Json))
            {
                Write(json, rejection);
            }

            _file.WriteByte((byte)'\n');
        }

        _file?.Flush();
        Length = _file?.Length ?? Length;
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open()
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(Length);
        file.Seek(Length, SeekOrigin.Begin);
        return file;
    }

    private static void Write(Utf8JsonWriter json, Rejection rejection)
    {
        json.WriteStartObject();
        json.WriteNumber("line", rejection.Place.Line);
        if (rejection.Place.File is { } file)
        {
            json.WriteString("file", file);
        }

        json.WriteString("code", rejection.Fault.Code);
        json.WriteString("detail", rejection.Fault.Detail);
        if (!rejection.Text.IsEmpty)
        {
            json.WritePropertyName(Original);
            WriteOriginal(json, rejection.Text.Span);
        }

        json.WriteEndObject();
    }

    // As it is when it is JSON, else as a text: both can be mended.
    private static void WriteOriginal(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        try
        {
            json.WriteRawValue(Utf8.IsValid(text) ? text : default);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            json.WriteStringValue(Encoding.UTF8.GetString(text));
        }
    }
}
