using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Bench.Sync;

/// <summary>
/// A table of ten columns that is made while it is read, so that no store of ours stands in the measurement. Row <c>i</c> is the same each time; with
/// <paramref name="differs"/>, one row in a hundred has another city.
/// </summary>
/// <param name="rows">Rows.</param>
/// <param name="differs">Whether it is the side that differs.</param>
internal sealed class SampleTable(int rows, bool differs) : IConnection, IChangeTracking
{
    private const int RowsPerBatch = 5_000;
    private const int RowsChanged = 100;

    private static readonly byte[] Name = Encoding.UTF8.GetBytes("Nordwind Logistik GmbH");

    /// <summary>The columns.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        Of("id", ColumnKind.Guid), Of("code", ColumnKind.Text), Of("name", ColumnKind.Text), Of("city", ColumnKind.Text), Of("street", ColumnKind.Text),
        Of("phone", ColumnKind.Text), Of("employees", ColumnKind.Integer), Of("revenue", new ColumnType { Kind = ColumnKind.Money, Scale = 2 }), Of("active", ColumnKind.Boolean), Of("since", ColumnKind.Date),
    ];

    /// <inheritdoc/>
    public ConnectionCapabilities Capabilities { get; } = new();

    /// <inheritdoc/>
    public IRowWriter? Writer => null;

    /// <inheritdoc/>
    public IChangeTracking? Changes => this;

    /// <inheritdoc/>
    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ConnectionIdentity { System = "bench", SystemId = "bench" });

    /// <inheritdoc/>
    public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) => AsyncEnumerable.Empty<TableSummary>();

    /// <inheritdoc/>
    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => ValueTask.FromResult(new TableSchema
    {
        Summary = new TableSummary { Name = table },
        Columns = Columns,
        Keys = [new TableKey("primary", ["id"], IsPrimary: true)],
    });

    /// <summary>Whether the hundred rows that are told as changed have another city than before.</summary>
    public bool Moved { get; init; }

    /// <summary>All rows the first time; a hundred of them after that, spread over the table when they have moved, else none.</summary>
    public async IAsyncEnumerable<ChangeBatch> ReadAsync(ReadRequest request, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changed = Moved ? RowsChanged : 0;
        var read = since is null ? Enumerable.Range(0, rows) : Enumerable.Range(0, changed).Select(row => row * (rows / RowsChanged));
        await foreach (var batch in ReadAsync(request, read, cancellationToken))
        {
            yield return new ChangeBatch { Rows = batch, IsFull = since is null };
        }

        yield return new ChangeBatch { IsFull = since is null, Token = "next" };
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => ReadAsync(request, Enumerable.Range(0, rows), cancellationToken);

    private async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, IEnumerable<int> which, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        List<ColumnSchema> columns = [.. (request.Columns ?? [.. Columns.Select(column => column.Name)]).Select(name => Columns.First(column => column.Name == name))];
        foreach (var batch in which.Chunk(RowsPerBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var builder = new RowBatchBuilder(columns);
            foreach (var row in batch)
            {
                for (var column = 0; column < columns.Count; column++)
                {
                    Append(builder[column], columns[column].Name, row);
                }
            }

            yield return builder.Build();
        }
    }

    /// <summary>Writes the same as CSV.</summary>
    public async Task WriteCsvAsync(string path)
    {
        await using var writer = new StreamWriter(path);
        await writer.WriteLineAsync(string.Join(',', Columns.Select(column => column.Name)));
        for (var row = 0; row < rows; row++)
        {
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{IdOf(row)},K-{row:00000000},Nordwind Logistik GmbH,{City(row)},Hafenstraße {row % 300},+49 40 {row % 1_000_000},{row % 5_000},{row % 100_000}.25,{(row % 2 == 0 ? "true" : "false")},{Since(row):yyyy-MM-dd}"));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ColumnSchema Of(string name, ColumnKind kind) => Of(name, ColumnType.Of(kind));

    private static ColumnSchema Of(string name, ColumnType type) => new() { Name = name, Type = type };

    private static Guid IdOf(int row) => new(row, 7, 7, 0x80, 0, 0, 0, 0, 0, 0, 1);

    private static DateOnly Since(int row) => DateOnly.FromDayNumber(730_000 + (row % 7_000));

    private string City(int row) => (differs || Moved) && row % 100 == 0 ? "Bremen" : "Hamburg";

    private void Append(ColumnBuilder column, string name, int row)
    {
        Span<byte> text = stackalloc byte[48];
        var written = 0;
        switch (name)
        {
            case "id": column.AppendValue(IdOf(row)); return;
            case "code": System.Text.Unicode.Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"K-{row:00000000}", out written); break;
            case "name": column.Append(Name); return;
            case "city": System.Text.Unicode.Utf8.TryWrite(text, $"{City(row)}", out written); break;
            case "street": System.Text.Unicode.Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"Hafenstraße {row % 300}", out written); break;
            case "phone": System.Text.Unicode.Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"+49 40 {row % 1_000_000}", out written); break;
            case "employees": column.Append((long)(row % 5_000)); return;
            case "revenue": column.AppendValue((row % 100_000) + 0.25m); return;
            case "active": column.AppendValue(row % 2 == 0); return;
            default: column.Append(Since(row)); return;
        }

        column.Append(text[..written]);
    }
}
