using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Compliance.Suite;

/// <summary>
/// What every connector must keep of <see cref="IConnector"/> and <see cref="IConnection"/>. Derive one public class per connector and fill
/// in the abstract members; a connector that writes derives from <see cref="WritingCompliance"/>. The tests of one class run one after the
/// other, so nothing else may change the system's tables meanwhile.
/// </summary>
public abstract partial class ConnectorCompliance
{
    private static readonly SocketsHttpHandler Http = new() { AllowAutoRedirect = false };

    /// <summary>The connector under test.</summary>
    protected abstract IConnector Connector { get; }

    /// <summary>Settings that open a connection to a system with at least two tables, without a person's help.</summary>
    protected abstract ConnectionSettings Settings { get; }

    /// <summary>A table with at least three rows and two columns that can be read.</summary>
    protected abstract string Table { get; }

    /// <summary>A column of <see cref="Table"/> that tells its rows apart.</summary>
    protected abstract string KeyColumn { get; }

    /// <summary>An option that is not just one of several choices, with a value that opening must refuse.</summary>
    protected abstract (string Option, string Value) WrongOption { get; }

    /// <summary>A name like that of <see cref="Table"/> that no table has: the advice must name <see cref="Table"/>.</summary>
    protected virtual string UnknownTable => Table.Remove(Table.Length / 2, 1);

    /// <summary>A new set of services for each connection.</summary>
    protected virtual ConnectorServices Services => new() { HttpHandler = Http, State = new VolatileState() };

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens a connection with <see cref="Settings"/>, or with others.</summary>
    protected ValueTask<IConnection> OpenAsync(ConnectionSettings? settings = null) => Connector.ConnectAsync(settings ?? Settings, Services, Cancellation);

    /// <summary>Throws when a read that was cancelled has left something open. Overridden where that can be seen from outside.</summary>
    protected virtual async ValueTask RequireNothingOpenAsync(IConnection connection) =>
        (await ReadAsync(connection, new ReadRequest { Table = Table, Columns = [KeyColumn] })).Count.ShouldBeGreaterThan(0);

    /// <summary>Reads rows to the end and holds each batch against what was asked for.</summary>
    protected static async Task<IReadOnlyList<object?[]>> ReadAsync(IConnection connection, ReadRequest request, CancellationToken? cancellation = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        var rows = new List<object?[]>();
        await foreach (var batch in connection.ReadAsync(request, cancellation ?? Cancellation))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    rows.Add([.. Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row))]);
                }
            }
        }

        return rows;
    }

    /// <summary>Rows as lines of text in ordinal order, so that two reads can be compared whatever order a system gives.</summary>
    protected static IReadOnlyList<string> Lines(IEnumerable<object?[]> rows) => [.. rows.Select(row => string.Join(" | ", row.Select(Shown))).Order(StringComparer.Ordinal)];

    private static string Shown(object? value) => value switch
    {
        null => "∅",
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable formattable => formattable.ToString(value is DateTime or DateOnly or TimeOnly ? "O" : null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string[] ReadableColumns(TableSchema schema) => [.. schema.Columns.Where(column => column is { CanRead: true, IsOnRequest: false }).Select(column => column.Name)];
}
