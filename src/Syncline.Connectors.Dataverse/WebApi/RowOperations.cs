using System.Buffers;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Which operation writes a row.</summary>
/// <param name="settings">What every write asks for.</param>
/// <param name="webApi">Base address: references to rows are absolute.</param>
internal sealed class RowOperations(WriteHeaders settings, Uri webApi)
{
    public RowOperation Of(RowWritePlan plan, int row) => plan.Association is { } pair ? Associate(plan, pair, row) : plan.Kind switch
    {
        WriteKind.Insert => Operation(HttpMethod.Post, plan.Table.EntitySetName, Body(plan, row)),

        // Without a condition the server would make the row when it is gone: If-Match keeps an update an update
        // (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api).
        WriteKind.Update => Operation(HttpMethod.Patch, RowAddress.Of(plan, row, escape: true), Body(plan, row), ("If-Match", plan.ExpectedVersion(row) ?? "*")),

        // Only a representation tells made (201) from changed (200): without one both are 204.
        WriteKind.Upsert => Operation(
            HttpMethod.Patch, $"{RowAddress.Of(plan, row, escape: true)}?$select={plan.Table.PrimaryId}", Body(plan, row),
            ("Prefer", "return=representation"), ("If-Match", plan.ExpectedVersion(row))),

        WriteKind.Delete => Operation(HttpMethod.Delete, RowAddress.Of(plan, row, escape: true), null, ("If-Match", plan.ExpectedVersion(row))),

        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "Unknown kind of write."),
    };

    /// <summary>
    /// A row of an N:N relationship is a reference from one row to another
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api).
    /// </summary>
    private RowOperation Associate(RowWritePlan plan, AssociationPair pair, int row)
    {
        var (first, second) = (plan.Rows.GetGuid(pair.FirstIndex, row), plan.Rows.GetGuid(pair.SecondIndex, row));
        var collection = $"{pair.FirstSet}({first:D})/{pair.NavigationPropertyName}";
        return plan.Kind == WriteKind.Delete
            ? Operation(HttpMethod.Delete, $"{collection}({second:D})/$ref", null)
            : Operation(HttpMethod.Post, $"{collection}/$ref", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["@odata.id"] = $"{webApi.AbsoluteUri}{pair.SecondSet}({second:D})",
            }));
    }

    private RowOperation Operation(HttpMethod method, string path, ReadOnlyMemory<byte>? body, params ReadOnlySpan<(string Name, string? Value)> headers)
    {
        var all = new List<KeyValuePair<string, string>>(settings.Headers);
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                all.Add(new(name, value));
            }
        }

        return new RowOperation(method, settings.Tagged(path), body, all);
    }

    private static ReadOnlyMemory<byte> Body(RowWritePlan plan, int row)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, RowJson.Options))
        {
            RowJson.WriteBody(json, plan, row);
        }

        return body.WrittenMemory;
    }
}
