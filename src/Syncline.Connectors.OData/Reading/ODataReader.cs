using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Syncline.Connectors.OData.Model;
using Syncline.Connectors.OData.Protocol;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.OData.Reading;

/// <summary>Reads the rows of an entity set page by page, as long as the service gives a next link; columns and filter are left to the service.</summary>
internal sealed class ODataReader(ODataClient client, ODataTable table)
{
    private const int DefaultPage = 1000;
    private const int LongestFilter = 1500;

    private static readonly ColumnSchema VersionColumn = new() { Name = ReadRequest.RowVersionColumn, Type = ColumnType.Of(ColumnKind.Text), CanInsert = false, CanUpdate = false };

    /// <summary>As <see cref="Core.Connectors.IConnection.ReadAsync"/>.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Filter is { } filter && filter.Language != "odata")
        {
            throw new ConfigurationException(ODataErrors.FilterLanguage(filter.Language));
        }

        var columns = (request.Columns ?? [.. table.Columns.Select(column => column.Schema.Name)]).Select(name => name == ReadRequest.RowVersionColumn ? null : table.Find(name)).ToList();
        var left = request.MaxRows ?? int.MaxValue;
        var size = Math.Max(1, request.BatchSize ?? DefaultPage);
        foreach (var condition in Conditions(request))
        {
            await foreach (var batch in ReadAsync(columns, condition, size, left, cancellationToken).WithCancellation(cancellationToken))
            {
                left -= batch.RowCount;
                yield return batch;
            }

            if (left <= 0)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<RowBatch> ReadAsync(IReadOnlyList<ODataColumn?> columns, string? condition, int size, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<ColumnSchema> schema = [.. columns.Select(column => column?.Schema ?? VersionColumn)];
        var next = new Uri(Address(columns, condition, most), UriKind.Relative);
        var builder = new RowBatchBuilder(schema);
        var rows = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (most > 0)
        {
            using var page = await PageAsync(next, size, cancellationToken);
            if (page.RootElement.ValueKind != JsonValueKind.Object || !page.RootElement.TryGetProperty("value", out var items) || items.ValueKind != JsonValueKind.Array)
            {
                throw new ReadException(ODataErrors.BadPage(table.Schema.Name, "there is no list named value."));
            }

            foreach (var item in items.EnumerateArray().Take(most))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Append(builder, columns, item);
                most--;
                if (++rows == size)
                {
                    yield return Build(builder, rows);
                    (builder, rows) = (new RowBatchBuilder(schema), 0);
                }
            }

            if (!(page.RootElement.TryGetProperty("@odata.nextLink", out var link) || page.RootElement.TryGetProperty("@nextLink", out link)) || link.GetString() is not { } address)
            {
                break;
            }

            next = new Uri(client.Root, address);
            if (!seen.Add(next.AbsoluteUri))
            {
                throw new ReadException(ODataErrors.BadPage(table.Schema.Name, "its pages lead in a circle."));
            }
        }

        if (rows > 0)
        {
            yield return Build(builder, rows);
        }
    }

    private async ValueTask<JsonDocument> PageAsync(Uri address, int size, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.TryAddWithoutValidation("Prefer", string.Create(CultureInfo.InvariantCulture, $"odata.maxpagesize={size}"));
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var (code, text) = await ODataClient.ErrorOfAsync(response, cancellationToken);
            throw new ReadException(ODataErrors.ReadRefused(table.Schema.Name, response.StatusCode, code, text));
        }

        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new ReadException(ODataErrors.BadPage(table.Schema.Name, "it is no JSON, or was cut off."), exception);
        }
        catch (HttpIOException exception)
        {
            throw new ReadException(ODataErrors.BadPage(table.Schema.Name, "it was cut off.") with { Recovery = Recovery.Retry }, exception);
        }
    }

    private string Address(IReadOnlyList<ODataColumn?> columns, string? condition, int most)
    {
        // Keys are asked for as well: some services refuse an empty selection, and none an additional column.
        var select = columns.OfType<ODataColumn>().Select(column => column.Path[0]).Concat(table.Key).Concat(columns.Contains(null) ? table.VersionProperties : []).Distinct(StringComparer.Ordinal).Select(Uri.EscapeDataString);
        var query = $"{Uri.EscapeDataString(table.Schema.Name)}?$select={string.Join(',', select)}";
        query += condition is null ? "" : $"&$filter={condition}";
        return most == int.MaxValue ? query : string.Create(CultureInfo.InvariantCulture, $"{query}&$top={most}");
    }

    private IEnumerable<string?> Conditions(ReadRequest request)
    {
        var filter = request.Filter is null ? null : $"({Uri.EscapeDataString(request.Filter.Text)})";
        if (request.Keys is not { } keys)
        {
            yield return filter;
            yield break;
        }

        var columns = keys.Columns.Select(table.Find).ToList();
        var parts = new List<string>();
        var length = 0;
        foreach (var key in keys.Keys.Select(key => string.Join(" and ", key.Zip(columns, (value, column) => $"{string.Join('/', column.Path)} eq {ODataValues.Literal(column, value)}"))).Distinct(StringComparer.Ordinal))
        {
            if (length + key.Length > LongestFilter && parts.Count > 0)
            {
                yield return Joined();
                parts.Clear();
                length = 0;
            }

            parts.Add($"({key})");
            length += key.Length;
        }

        if (parts.Count > 0)
        {
            yield return Joined();
        }

        string Joined() => $"{(filter is null ? "" : filter + " and ")}({string.Join(" or ", parts)})";
    }

    private void Append(RowBatchBuilder builder, IReadOnlyList<ODataColumn?> columns, JsonElement item)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            // Version 4.01 leaves "odata." out of the names of annotations.
            var value = item;
            foreach (var name in columns[i]?.Path ?? (item.TryGetProperty("@etag", out _) ? ["@etag"] : ["@odata.etag"]))
            {
                value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? inner : default;
            }

            if (!ODataValues.TryAppend(builder[i], value))
            {
                throw new ReadException(ODataErrors.BadValue(table.Schema.Name, builder[i].Column.Name));
            }
        }
    }

    private static RowBatch Build(RowBatchBuilder builder, int rows) => builder.Columns.Count > 0 ? builder.Build() : new RowBatch([], new Apache.Arrow.RecordBatch(ArrowTypes.SchemaOf([]), [], rows));
}
