using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Json;

/// <summary>JSON files. Which columns there are, and of which types, is known when every row was looked at; memory holds one batch all the same.</summary>
internal sealed class JsonFormat(IReadOnlyList<string> rowsPath) : ITableFormat
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool HasLines => false;

    public bool KeepsColumns => false;

    public bool CanWrite => rowsPath.Count == 0;

    public async ValueTask<TableShape> DescribeAsync(DataFile file, CancellationToken cancellationToken)
    {
        var root = new JsonPath("");
        var paths = new List<JsonPath>();
        var ordinals = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var lastMet = new List<long>();
        var number = 0L;
        await foreach (var (row, _) in JsonRows.ReadAsync(file, rowsPath, cancellationToken))
        {
            number++;
            root.Walk(row, Meet);
        }

        return new TableShape([.. paths.Select(path => new ColumnSchema { Name = path.Name, Type = path.Guess.Type })]);

        void Meet(JsonPath path, JsonElement value)
        {
            if (path.Column is null)
            {
                // A name with points in it and a path of objects mean the same column.
                path.Column = ordinals.TryGetValue(path.Name, out var known) && paths[known].Name == path.Name ? known : paths.Count;
                if (path.Column == paths.Count)
                {
                    if (!ordinals.TryAdd(path.Name, paths.Count))
                    {
                        throw new SchemaException(FileErrors.DuplicateHeader(file.Shown, 0, path.Name, known, paths.Count));
                    }

                    paths.Add(path);
                    lastMet.Add(0);
                }
            }

            var column = path.Column.Value;
            if (lastMet[column] == number)
            {
                throw new SchemaException(JsonErrors.NamedTwice(file.Shown, number, path.Name));
            }

            lastMet[column] = number;
            paths[column].Guess.Meet(value);
        }
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(
        DataFile file, IReadOnlyList<ColumnSchema> columns, ColumnChoice choice, int batchSize, long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (most <= 0)
        {
            yield break;
        }

        var root = new JsonPath("");
        var builder = new RowBatchBuilder(choice.Columns);
        var left = most;
        var rows = 0;
        await foreach (var (row, place) in JsonRows.ReadAsync(file, rowsPath, cancellationToken))
        {
            root.Walk(row, (path, value) =>
            {
                path.Column ??= ColumnChoice.IndexOf(choice.Columns, path.Name);
                if (path.Column >= 0 && builder[path.Column.Value].Length == rows && !JsonCells.TryAppend(builder[path.Column.Value], value))
                {
                    throw new ReadException(FileErrors.WrongType(file.Shown, place, path.Name, CellText.NameOf(choice.Columns[path.Column.Value].Type.Kind)));
                }
            });
            rows++;
            for (var i = 0; i < choice.Columns.Count; i++)
            {
                if (builder[i].Length < rows)
                {
                    builder[i].AppendNull();
                }
            }

            left--;
            if (rows == batchSize || left == 0)
            {
                yield return RowBatches.Build(builder, rows);
                (builder, rows) = (new RowBatchBuilder(choice.Columns), 0);
            }

            if (left == 0)
            {
                yield break;
            }
        }

        if (rows > 0)
        {
            yield return RowBatches.Build(builder, rows);
        }
    }

    public async ValueTask RewriteAsync(DataFile file, bool isNew, IReadOnlyList<ColumnSchema> columns, RowEdits edits, FileStream destination, CancellationToken cancellationToken)
    {
        var isList = isNew ? Path.GetExtension(Compression.WithoutEnding(file.FullPath)).Equals(".json", StringComparison.OrdinalIgnoreCase) : await JsonRows.IsListAsync(file, cancellationToken);
        var content = Compression.Writing(file.FullPath, destination);
        var output = new StreamWriter(content, bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        bool[] isFlat = [.. columns.Select(column => JsonCells.IsFlat(column, columns))];
        var isFirst = true;
        output.Write(isList ? "[" : "");
        var number = 0L;
        if (!isNew)
        {
            await foreach (var (row, _) in JsonRows.ReadAsync(file, rowsPath, cancellationToken))
            {
                var edit = edits.Of(number++);
                if (edit is null)
                {
                    Write(row.GetRawText());
                }
                else if (edit.Cells is { } cells)
                {
                    var changed = JsonObject.Create(row)!;
                    foreach (var (place, value) in cells)
                    {
                        JsonCells.Set(changed, columns[place].Name, JsonCells.Of(columns[place].Type.Kind, value), isFlat[place]);
                    }

                    Write(changed.ToJsonString(Plain));
                }
            }
        }

        foreach (var values in edits.Added)
        {
            var added = new JsonObject();
            foreach (var (place, column) in columns.Index())
            {
                JsonCells.Set(added, column.Name, JsonCells.Of(column.Type.Kind, values[place]), isFlat[place]);
            }

            Write(added.ToJsonString(Plain));
        }

        output.Write(isList ? isFirst ? "]\n" : "\n]\n" : "");
        await output.DisposeAsync();
        if (content != destination)
        {
            await content.DisposeAsync();
        }

        void Write(string json)
        {
            output.Write(!isList ? "" : isFirst ? "\n" : ",\n");
            output.Write(json);
            output.Write(isList ? "" : "\n");
            isFirst = false;
        }
    }
}
