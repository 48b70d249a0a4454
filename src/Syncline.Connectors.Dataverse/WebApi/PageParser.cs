using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Reads one page, <c>{"value":[{…},…],"@odata.nextLink":"…"}</c>, from its bytes straight into columns. Not safe for concurrent use;
/// one parser reads all pages of a query.
/// </summary>
internal sealed class PageParser
{
    private readonly RowQuery query;
    private readonly ColumnSchema[] columns;
    private readonly MemberMap members;
    private readonly int[] filledBy;
    private List<Guid> deleted = [];

    public PageParser(RowQuery query)
    {
        this.query = query;
        columns = [.. query.Columns.Select(column => column.Column)];
        members = new MemberMap(query.Columns.Select(PageQuery.MemberOf));
        filledBy = new int[columns.Length];
    }

    /// <summary>Reads a page; at most <paramref name="maxRows"/> of its rows.</summary>
    /// <exception cref="Core.Errors.ReadException">It is not a whole page, or a value does not fit its column.</exception>
    public Page Parse(ReadOnlySpan<byte> bytes, int maxRows)
    {
        var builder = new RowBatchBuilder(columns);
        var rows = 0;
        string? nextLink = null;
        string? deltaLink = null;
        string? fetchCookie = null;
        bool? hasMore = null;
        var hasRows = false;
        deleted = [];
        try
        {
            var reader = new Utf8JsonReader(bytes);
            Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("value"u8))
                {
                    Require(!hasRows && reader.Read() && reader.TokenType == JsonTokenType.StartArray);
                    hasRows = true;
                    rows = ReadRows(ref reader, builder, maxRows);
                }
                else if (reader.ValueTextEquals("@odata.nextLink"u8))
                {
                    Require(reader.Read() && reader.TokenType == JsonTokenType.String);
                    nextLink = reader.GetString();
                }
                else if (reader.ValueTextEquals("@odata.deltaLink"u8))
                {
                    Require(reader.Read() && reader.TokenType == JsonTokenType.String);
                    deltaLink = reader.GetString();
                }
                else if (reader.ValueTextEquals("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"u8))
                {
                    Require(reader.Read());
                    fetchCookie = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
                else if (reader.ValueTextEquals("@Microsoft.Dynamics.CRM.morerecords"u8))
                {
                    Require(reader.Read());
                    hasMore = reader.TokenType == JsonTokenType.True;
                }
                else
                {
                    Require(!reader.ValueTextEquals("error"u8));
                    reader.Skip();
                }
            }

            Require(hasRows && reader.TokenType == JsonTokenType.EndObject);
            while (reader.Read())
            {
                // Only white space may follow; anything else makes the reader throw.
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ReadErrors.PageBroken(query.Table.LogicalName, "a page ended early or was garbled", exception);
        }

        return new Page(rows == 0 ? null : builder.Build(), rows, nextLink)
        {
            Deleted = deleted,
            DeltaLink = deltaLink,
            FetchCookie = fetchCookie,
            HasMoreRecords = hasMore,
        };
    }

    private int ReadRows(ref Utf8JsonReader reader, RowBatchBuilder builder, int maxRows)
    {
        Array.Clear(filledBy);
        var row = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(reader.TokenType == JsonTokenType.StartObject);
            if (row >= maxRows)
            {
                reader.Skip();
                continue;
            }

            if (IsDeletion(reader, out var id))
            {
                reader.Skip();
                deleted.Add(id);
                continue;
            }

            row++;
            ReadRow(ref reader, builder, row);
        }

        Require(reader.TokenType == JsonTokenType.EndArray);
        return row;
    }

    /// <summary>
    /// Whether the object that a copy of the reader stands on tells of a deleted row, <c>{"@odata.context":"…/$deletedEntity","id":"…","reason":"deleted"}</c>.
    /// Rows begin with their ETag, so that they are not looked through for it.
    /// </summary>
    private static bool IsDeletion(Utf8JsonReader reader, out Guid id)
    {
        id = default;
        var hasReason = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("@odata.etag"u8))
        {
            var isId = reader.ValueTextEquals("id"u8);
            hasReason |= reader.ValueTextEquals("reason"u8);
            if (!isId && !hasReason && !reader.ValueTextEquals("@odata.context"u8) && !reader.ValueTextEquals("@odata.id"u8))
            {
                return false;
            }

            if (!reader.Read() || (isId && !(reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out id))))
            {
                return false;
            }

            reader.Skip();
        }

        return hasReason && id != default;
    }

    private void ReadRow(ref Utf8JsonReader reader, RowBatchBuilder builder, int row)
    {
        members.StartRow();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = members.Find(ref reader);
            Require(reader.Read());
            if (column == MemberMap.Unwanted)
            {
                reader.Skip();
                continue;
            }

            Require(filledBy[column] != row);
            filledBy[column] = row;
            if (reader.TokenType == JsonTokenType.Null)
            {
                builder[column].AppendNull();
            }
            else
            {
                Append(ref reader, builder[column]);
            }
        }

        Require(reader.TokenType == JsonTokenType.EndObject);
        for (var column = 0; column < filledBy.Length; column++)
        {
            // A member that is left out has no value: annotations of null values, for one.
            if (filledBy[column] != row)
            {
                builder[column].AppendNull();
            }
        }
    }

    private void Append(ref Utf8JsonReader reader, ColumnBuilder builder)
    {
        try
        {
            JsonValues.Append(ref reader, builder);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw ReadErrors.ValueUnreadable(query.Table.LogicalName, builder.Column.Name, exception.Message, exception);
        }
    }

    private static void Require(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException();
        }
    }
}
