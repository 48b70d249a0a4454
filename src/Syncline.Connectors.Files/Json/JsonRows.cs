using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Json;

/// <summary>One pass over the objects of a JSON file. A list and lines are told apart by the first character.</summary>
internal static class JsonRows
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether the file is a list, or is named so that it shall be one.</summary>
    public static async ValueTask<bool> IsListAsync(DataFile file, CancellationToken cancellationToken)
    {
        await using var stream = FileStreams.Open(file);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var buffer = new char[256];
        while (await ReadAsync(file, reader, buffer, cancellationToken) is > 0 and var read)
        {
            var start = buffer.AsSpan(0, read).TrimStart();
            if (!start.IsEmpty)
            {
                return start[0] == '[';
            }
        }

        return Path.GetExtension(Compression.WithoutEnding(file.FullPath)).Equals(".json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The objects in order, each with the line or place in the list that it stands at, from 1. An object is good until the next is asked for.</summary>
    /// <exception cref="ReadException">The file is no JSON, or holds something else than objects.</exception>
    public static async IAsyncEnumerable<(JsonElement Row, long Place)> ReadAsync(DataFile file, IReadOnlyList<string> path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isLines = path.Count == 0 && !await IsListAsync(file, cancellationToken);
        var place = 0L;
        await using var rows = (isLines ? LinesAsync(file, cancellationToken) : path.Count == 0 ? ListAsync(file, cancellationToken) : ListWithinAsync(file, path, cancellationToken)).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (JsonException exception)
            {
                throw new ReadException(JsonErrors.NotJson(file.Shown, isLines ? place + 1 : (exception.LineNumber ?? 0) + 1), exception);
            }
            catch (DecoderFallbackException exception)
            {
                throw new ReadException(JsonErrors.NotUtf8(file.Shown, place + 1, isLines), exception);
            }
            catch (Exception exception) when (Compression.IsBroken(exception))
            {
                throw new ReadException(FileErrors.BrokenCompression(file.Shown), exception);
            }
            catch (IOException exception)
            {
                throw new ReadException(FileErrors.ReadFailed(file.Shown, place + 1, exception.Message), exception);
            }

            place++;
            switch (rows.Current.ValueKind)
            {
                case JsonValueKind.Undefined:
                    continue; // a blank line
                case JsonValueKind.Object when !Utf8.IsValid(JsonMarshal.GetRawUtf8Value(rows.Current)):
                    throw new ReadException(JsonErrors.NotUtf8(file.Shown, place, isLines)); // the parser lets such bytes in texts pass
                case JsonValueKind.Object:
                    yield return (rows.Current, place);
                    break;
                default:
                    throw new ReadException(JsonErrors.NotAnObject(file.Shown, place, isLines));
            }
        }
    }

    private static async IAsyncEnumerable<JsonElement> LinesAsync(DataFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = FileStreams.Open(file);
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                yield return default;
                continue;
            }

            using var document = JsonDocument.Parse(line, Strict);
            yield return document.RootElement;
        }
    }

    private static async IAsyncEnumerable<JsonElement> ListAsync(DataFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = FileStreams.Open(file);
        await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, JsonSerializerOptions.Strict, cancellationToken))
        {
            yield return row;
        }
    }

    private static async IAsyncEnumerable<JsonElement> ListWithinAsync(DataFile file, IReadOnlyList<string> path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = FileStreams.Open(file);
        using var document = await JsonDocument.ParseAsync(stream, Strict, cancellationToken);
        var at = document.RootElement;
        foreach (var name in path)
        {
            at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var next) ? next : throw new ReadException(JsonErrors.NoRowsThere(file.Shown, string.Join('.', path)));
        }

        if (at.ValueKind != JsonValueKind.Array)
        {
            throw new ReadException(JsonErrors.NoRowsThere(file.Shown, string.Join('.', path)));
        }

        foreach (var row in at.EnumerateArray())
        {
            yield return row;
        }
    }

    private static async ValueTask<int> ReadAsync(DataFile file, StreamReader reader, char[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(buffer.AsMemory(), cancellationToken);
        }
        catch (Exception exception) when (Compression.IsBroken(exception))
        {
            throw new ReadException(FileErrors.BrokenCompression(file.Shown), exception);
        }
    }
}
