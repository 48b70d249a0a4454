using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>CSV files as tables, named by their file names. Holds nothing open between uses.</summary>
internal sealed class CsvConnection(CsvOptions options) : IConnection
{
    public ConnectionCapabilities Capabilities { get; } = new() { LineNumbers = true };

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        var files = CsvFiles.Find(options);
        return ValueTask.FromResult(new ConnectionIdentity
        {
            System = options.Path,
            Facts = [new("Files", files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        });
    }

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(
        TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in CsvFiles.Find(options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var table = Summary(file);
            if (filter.Accepts(table))
            {
                yield return table;
            }
        }
    }

    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken)
    {
        var file = CsvFiles.Find(options, table);
        await using var text = await CsvText.OpenAsync(file, options, cancellationToken);
        return new TableSchema { Summary = Summary(file), Columns = await CsvHeader.ReadAsync(text, file, options, cancellationToken) };
    }

    public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        new CsvRowReader(CsvFiles.Find(options, request.Table), options).ReadAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TableSummary Summary(CsvFile file) => new() { Name = file.Table, Description = file.Shown };
}
