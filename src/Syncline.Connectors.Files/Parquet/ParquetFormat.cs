using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Parquet files through DuckDB, which streams them; the one place of this room that knows it.</summary>
internal sealed partial class ParquetFormat(bool hasPartitions) : ITableFormat
{
    public bool HasLines => false;

    public bool KeepsTypes => true;

    public async ValueTask<TableShape> DescribeAsync(DataFile file, CancellationToken cancellationToken)
    {
        await using var duck = await OpenAsync(file, cancellationToken);
        var types = await TypesAsync(duck, file, cancellationToken);
        return new TableShape([.. types.Select(column => ParquetTypes.Column(column.Name, column.Type))]);
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(
        DataFile file, IReadOnlyList<ColumnSchema> columns, ColumnChoice choice, int batchSize, long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var duck = await OpenAsync(file, cancellationToken);
        await using var command = duck.CreateCommand();
        var select = string.Join(", ", choice.Columns.Select(column => ParquetTypes.Reading(Quote(column.Name), column.Type)).DefaultIfEmpty("1"));
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT {select} FROM {Source(file)} LIMIT {most}");
        command.UseStreamingMode = true;
        await using var reader = await Guarded(file, async () => (DuckDBDataReader)await command.ExecuteReaderAsync(cancellationToken));
        var builder = new RowBatchBuilder(choice.Columns);
        var rows = 0;
        while (await Guarded(file, () => reader.ReadAsync(cancellationToken)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < choice.Columns.Count; i++)
            {
                ParquetCells.Append(builder[i], reader, i);
            }

            if (++rows == batchSize)
            {
                yield return RowBatches.Build(builder, rows);
                (builder, rows) = (new RowBatchBuilder(choice.Columns), 0);
            }
        }

        if (rows > 0)
        {
            yield return RowBatches.Build(builder, rows);
        }
    }

    public async ValueTask RewriteAsync(DataFile file, bool isNew, IReadOnlyList<ColumnSchema> columns, RowEdits edits, FileStream destination, CancellationToken cancellationToken)
    {
        var made = destination.Name + ".parquet";
        try
        {
            await using (var duck = await OpenAsync(isNew ? null : file, cancellationToken))
            {
                IReadOnlyList<string> types = isNew ? [.. columns.Select(column => ParquetTypes.Of(column.Type))] : [.. (await TypesAsync(duck, file, cancellationToken)).Select(column => column.Type)];
                await ParquetEdits.LoadAsync(duck, columns, edits, cancellationToken);
                await using var command = duck.CreateCommand();
                command.CommandText = $"COPY ({ParquetEdits.Select(columns, types, isNew ? null : Source(file))}) TO {Literal(made)} (FORMAT parquet, COMPRESSION zstd)";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await using var content = File.OpenRead(made);
            await content.CopyToAsync(destination, cancellationToken);
        }
        catch (DuckDBException exception)
        {
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            File.Delete(made);
        }
    }

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A path in which DuckDB sees no pattern: each character that would begin one stands in brackets.</summary>
    private static string Exactly(string path) => PatternCharacters().Replace(path, "[$0]");

    [GeneratedRegex(@"[*?\[]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PatternCharacters();

    private string Source(DataFile file) =>
        $"read_parquet([{Literal(Exactly(file.FullPath))}], hive_partitioning={(hasPartitions ? "true, hive_types_autocast=false" : "false")}, file_row_number=false)";

    private static async ValueTask<DuckDBConnection> OpenAsync(DataFile? file, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            await FileStreams.OpenAsItIs(file).DisposeAsync(); // tells a missing file and a missing permission in our words
        }

        var spill = Path.Combine(Path.GetTempPath(), $"syncline-parquet-{Guid.NewGuid():N}");
        var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync(cancellationToken);
        await using var command = duck.CreateCommand();
        command.CommandText = $"SET memory_limit='1GB'; SET temp_directory={Literal(spill)}; SET autoinstall_known_extensions=false; SET autoload_known_extensions=false; SET TimeZone='UTC'; SET preserve_insertion_order=true; SET threads=2";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return duck;
    }

    private async ValueTask<IReadOnlyList<(string Name, string Type)>> TypesAsync(DuckDBConnection duck, DataFile file, CancellationToken cancellationToken)
    {
        await using var command = duck.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {Source(file)}";
        await using var reader = await Guarded(file, async () => (DuckDBDataReader)await command.ExecuteReaderAsync(cancellationToken));
        var types = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            types.Add((reader.GetString(0), reader.GetString(1)));
        }

        return types;
    }

    private static async ValueTask<T> Guarded<T>(DataFile file, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (DuckDBException exception)
        {
            throw new ReadException(ParquetErrors.NotParquet(file.Shown), exception);
        }
    }
}
