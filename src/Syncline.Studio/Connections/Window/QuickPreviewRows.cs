using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Workspace.Previews;
using Syncline.Workspace.Values;

namespace Syncline.Studio.Connections.Window;

/// <summary>The first rows of a table, to see that it is the right one. A glance, not the preview page.</summary>
internal sealed record QuickPreviewRows
{
    /// <summary>The table; null when it could not be described.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>Columns shown.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; init; } = [];

    /// <summary>Texts, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Rows { get; init; } = [];

    /// <summary>How long reading took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Why there are none; null when nothing went wrong.</summary>
    public ErrorDetail? Error { get; init; }

    /// <summary>Reads them.</summary>
    public static async Task<QuickPreviewRows> ReadAsync(
        IConnection connection, string table, int rows, int columns, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var schema = await connection.DescribeTableAsync(table, cancellationToken);
        ColumnSchema[] shown = [.. PreviewColumns.Choose(schema, [], raw: false).Take(columns)];
        var began = timeProvider.GetTimestamp();
        var texts = new List<IReadOnlyList<string?>>();
        var request = new ReadRequest { Table = table, Columns = [.. shown.Select(column => column.Name)], MaxRows = rows };
        await foreach (var batch in connection.ReadAsync(request, cancellationToken))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount && texts.Count < rows; row++)
                {
                    texts.Add([.. shown.Select((_, column) => InvariantText.Of(batch.GetValue(column, row)))]);
                }
            }
        }

        return new QuickPreviewRows { Schema = schema, Columns = shown, Rows = texts, Took = timeProvider.GetElapsedTime(began) };
    }

    /// <summary>Seconds with one digit, as people say them.</summary>
    public string Seconds => Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Head of a column: a companion is called by the column that it explains.</summary>
    public string HeadOf(ColumnSchema column) =>
        (column.CompanionOf is { } of ? Schema?.Find(of)?.DisplayName : column.DisplayName) ?? column.Name;
}
