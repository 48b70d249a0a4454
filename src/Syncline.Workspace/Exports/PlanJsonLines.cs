using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.Sync.Plans;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Exports;

/// <summary>Changes as JSON objects: key, and before and after of every column.</summary>
public static class PlanJsonLines
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Writes one object per line and change, as they come.</summary>
    public static async Task WriteAsync(TextWriter writer, IReadOnlyList<PlanColumn> columns, IAsyncEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        await foreach (var change in changes.WithCancellation(cancellationToken))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(Shape(columns, change), Options));
        }
    }

    /// <summary>One change, to be serialised.</summary>
    public static object Shape(IReadOnlyList<PlanColumn> columns, PlannedChange change)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(change);
        var row = change.After ?? change.Before ?? [];
        return new
        {
            seq = change.Seq,
            action = change.Action,
            key = columns.Index().Where(column => column.Item.Role == PlanColumnRole.Key)
                .ToDictionary(column => column.Item.Name, column => InvariantText.ForJson(row[column.Index]), StringComparer.Ordinal),
            id = change.RowId,
            changed = change.Changed,
            before = Values(columns, change.Before),
            after = Values(columns, change.After),
            sourceRow = change.SourceRow,
        };
    }

    private static Dictionary<string, object?>? Values(IReadOnlyList<PlanColumn> columns, IReadOnlyList<object?>? row) =>
        row is null ? null : columns.Index().ToDictionary(column => column.Item.Name, column => InvariantText.ForJson(row[column.Index]), StringComparer.Ordinal);
}
