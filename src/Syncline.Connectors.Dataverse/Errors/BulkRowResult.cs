using System.Text.Json;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>What became of one row of a bulk message that was carried out in part.</summary>
/// <param name="Index">Its index among the message's targets.</param>
/// <param name="Id">The row's id; null when not told.</param>
/// <param name="Status">HTTP status that the row would have had alone.</param>
internal sealed record BulkRowResult(int Index, string? Id, int Status)
{
    /// <summary>
    /// What became of each row of a bulk message on an elastic table, as JSON within the error
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/use-elastic-tables#handling-errors-with-bulk-operations); null when it can't be read.
    /// </summary>
    public static IReadOnlyList<BulkRowResult>? ReadAll(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Array ? null :
            [
                .. document.RootElement.EnumerateArray().Select(row => new BulkRowResult(
                    row.GetProperty("RequestIndex").GetInt32(),
                    row.TryGetProperty(nameof(Id), out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null,
                    row.GetProperty("StatusCode").GetInt32())),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null; // the rows are in doubt then, which is what a missing list says too
        }
    }
}
