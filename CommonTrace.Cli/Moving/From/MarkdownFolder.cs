using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommonTrace.Cli.Moving.From;

/// <summary>A folder of notes, a trace each: all <c>*.md</c> below it that are not hidden, in the order of their paths.</summary>
internal static class MarkdownFolder
{
    private const long LongestNote = 1024 * 1024;

    private static readonly Fault TooLong = new("request.too_large", "The note is longer than 1 MiB.");
    private static readonly Fault NotUtf8 = new("request.malformed", "The note is not UTF-8.");
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly EnumerationOptions Notes = new()
    {
        RecurseSubdirectories = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        // A link may lead out of the folder, or round in it.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>Notes are few and small: an interrupted import of them begins anew, and changes nothing of what is there.</summary>
    public static ImportSource Open(string path)
    {
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!folder.Exists)
        {
            throw CliException.Usage($"There is no folder {folder.FullName}; --from markdown takes the folder that the notes are in.");
        }

        var notes = folder.EnumerateFiles("*.md", Notes).OrderBy(note => note.FullName, StringComparer.Ordinal).ToList();
        return new ImportSource(folder.FullName, $"{folder.FullName}.rejected.ndjson", notes.Sum(note => note.Length), null, ReadAsync(folder, notes));
    }

    private static async IAsyncEnumerable<ImportItem> ReadAsync(
        DirectoryInfo folder, IEnumerable<FileInfo> notes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var position = 0L;
        foreach (var note in notes)
        {
            position += note.Length;
            yield return await ReadAsync(note, Path.GetRelativePath(folder.FullName, note.FullName).Replace('\\', '/'), position, cancellationToken);
        }
    }

    private static async Task<ImportItem> ReadAsync(FileInfo note, string name, long position, CancellationToken cancellationToken)
    {
        var place = new Place(1, name);
        if (note.Length > LongestNote)
        {
            return new ImportItem(place, default, position, TooLong);
        }

        try
        {
            var trace = MarkdownNote.Read(await File.ReadAllTextAsync(note.FullName, Strict, cancellationToken), Path.GetFileNameWithoutExtension(name));
            return new ImportItem(place, Encoding.UTF8.GetBytes(trace.ToJsonString(Json)), position);
        }
        catch (DecoderFallbackException)
        {
            return new ImportItem(place, default, position, NotUtf8);
        }
        catch (NoteException exception)
        {
            return new ImportItem(place with { Line = exception.Line }, default, position, exception.Fault);
        }
    }
}
