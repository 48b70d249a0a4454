using System.Buffers;
using System.Text.Json;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Store;

/// <summary>
/// Keeps a site's rows in a folder: a file of lines, one for each change since the rows that the site starts with. A transaction is written before others see it;
/// one that was cut off while it was written counts as never made.
/// </summary>
internal sealed class KeptChanges : IChangeLog, IDisposable
{
    private const string FileName = "changes.jsonl";
    private readonly FileStream _file;

    private KeptChanges(FileStream file) => _file = file;

    /// <summary>Opens the folder, makes it if need be, and brings rows to where they were left.</summary>
    /// <exception cref="SandboxFolderException">Another sandbox has the folder, it can't be written to, it was begun with other rows, or it does not hold what a sandbox writes.</exception>
    public static (KeptChanges Log, Snapshot Rows) Open(string folder, Catalog catalog, Snapshot start, int seedRows)
    {
        var path = Path.Combine(folder, FileName);
        FileStream file;
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxFolderException($"{path} can't be opened: {exception.Message} Another sandbox may be using the folder; stop it, or use another folder.", exception);
        }

        try
        {
            return (new KeptChanges(file), file.Length == 0 ? Begin(file, start, seedRows) : Replay(file, path, catalog, start, seedRows));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Append(IReadOnlyList<RowChange> changes)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        foreach (var change in changes)
        {
            using (var json = new Utf8JsonWriter(bytes))
            {
                Write(json, change);
            }

            bytes.Write("\n"u8);
        }

        // An empty line ends a transaction.
        bytes.Write("\n"u8);
        _file.Write(bytes.WrittenSpan);
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private static Snapshot Begin(FileStream file, Snapshot start, int seedRows)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(new Header(1, seedRows)));
        file.Write("\n\n"u8);
        file.Flush();
        return start;
    }

    private static Snapshot Replay(FileStream file, string path, Catalog catalog, Snapshot start, int seedRows)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf("\n\n"u8) + 2;
        try
        {
            var transaction = new Transaction(start);
            var first = true;
            foreach (var range in bytes.AsSpan(0, whole).Split((byte)'\n'))
            {
                var line = bytes.AsSpan(range);
                if (line.IsEmpty)
                {
                    continue;
                }

                if (first)
                {
                    Check(JsonSerializer.Deserialize<Header>(line), path, seedRows);
                    first = false;
                }
                else
                {
                    Apply(catalog, transaction, JsonElement.Parse(line));
                }
            }

            // What is left of a transaction that was cut off is no use to the next one.
            file.SetLength(whole);
            file.Position = whole;
            return transaction.Finish();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or InvalidDataException)
        {
            throw new SandboxFolderException($"{path} is not what this sandbox writes: {exception.Message} Move it away to begin anew.", exception);
        }
    }

    private static void Check(Header? header, string path, int seedRows)
    {
        if (header is not { Version: 1 })
        {
            throw new SandboxFolderException($"{path} was written by another version of the sandbox. Move it away to begin anew.");
        }

        if (header.SeedRows != seedRows)
        {
            throw new SandboxFolderException($"{path} was begun with {header.SeedRows} generated rows, and now {seedRows} are asked for. Ask for the same number, or use another folder.");
        }
    }

    private static void Write(Utf8JsonWriter json, RowChange change)
    {
        var row = change.After ?? change.Before!;
        json.WriteStartObject();
        json.WriteString("table", row.Table.Name);
        json.WriteString("id", row.Id);
        json.WriteNumber("version", change.Version);
        if (change.After is not null)
        {
            json.WriteStartObject("values");
            foreach (var column in row.Table.Columns)
            {
                if (row[column] is { } value)
                {
                    json.WritePropertyName(column.Name);
                    RowText.Write(json, value);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Apply(Catalog catalog, Transaction transaction, JsonElement line)
    {
        var table = catalog[line.GetProperty("table").GetString()!];
        var (id, version) = (line.GetProperty("id").GetGuid(), line.GetProperty("version").GetInt64());
        var old = transaction.Find(table, id);
        transaction.AdvanceTo(version);
        if (!line.TryGetProperty("values", out var values))
        {
            transaction.Delete(old ?? throw new InvalidDataException($"The row {table.Name}({id}) is deleted, but it is not there."));
            return;
        }

        var row = new RowBuilder(RowShape.Empty(table));
        foreach (var value in values.EnumerateObject())
        {
            row[table.Find(value.Name) ?? throw new InvalidDataException($"The table {table.Name} has no column {value.Name}.")] = RowText.Read(catalog, table.Find(value.Name)!, value.Value);
        }

        var made = row.Finish(id, version);
        if (old is null)
        {
            transaction.Insert(made);
        }
        else
        {
            transaction.Update(old, made);
        }
    }

    private sealed record Header(int Version, int SeedRows);
}
