using System.Globalization;
using System.Text.Json;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>Reads the JSON of a row into typed values, with the server's complaints (PROTOCOL 5.10 and 5.11).</summary>
internal sealed class PayloadReader(Catalog catalog)
{
    private const string Bind = "@odata.bind";

    public RowInput Read(Transaction transaction, Table table, JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
        {
            throw SiteErrors.BadPayload(table.SetName, "Microsoft.OData.ODataException: An unexpected value was found where a JSON object was expected.");
        }

        var input = new RowInput();
        foreach (var property in payload.EnumerateObject())
        {
            var name = property.Name;
            if (name == "@odata.id")
            {
                input.Address = property.Value.GetString();
            }
            else if (name.EndsWith(Bind, StringComparison.Ordinal))
            {
                ReadBind(transaction, table, name[..^Bind.Length], property.Value, input);
            }
            else if (!name.Contains('@', StringComparison.Ordinal))
            {
                ReadProperty(transaction, table, name, property.Value, input);
            }
        }

        return input;
    }

    /// <summary>A value for one column.</summary>
    public static object? Value(Table table, Column column, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var culture = CultureInfo.InvariantCulture;
        switch (column.EdmType)
        {
            case "Edm.String" when value.ValueKind == JsonValueKind.String:
                return column.Type == ColumnType.MultiSelectPicklist ? Choices(table, column, value) : ColumnChecks.Text(table, column, value.GetString()!);
            case "Edm.Int32" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number):
                return ColumnChecks.Integer(table, column, number);
            case "Edm.Int64" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number):
                return number;
            case "Edm.Decimal" when value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number):
                return ColumnChecks.Number(table, column, number);
            case "Edm.Double" when value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number):
                return ColumnChecks.Number(table, column, number);
            case "Edm.Boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return Boxes.Of(value.GetBoolean());
            case "Edm.Guid" when value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id):
                return id;
            case "Edm.Date" when value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", culture, DateTimeStyles.None, out var date):
                return ColumnChecks.Moment(table, column, date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
            case "Edm.DateTimeOffset" when value.ValueKind == JsonValueKind.String
                && DateTimeOffset.TryParse(value.GetString(), culture, DateTimeStyles.AssumeUniversal, out var moment):
                return ColumnChecks.Moment(table, column, moment.UtcDateTime);
            default:
                throw SiteErrors.WrongLiteral(table, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), column.EdmType);
        }
    }

    private void ReadProperty(Transaction transaction, Table table, string name, JsonElement value, RowInput input)
    {
        // A custom lookup's navigation property may differ from its column in case alone, so an object decides for the navigation property.
        var column = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : table.FindProperty(name);
        if (column is null)
        {
            ReadRelated(transaction, table, name, value, input);
            return;
        }

        if (column.Type == ColumnType.Image)
        {
            input.Values[column] = value.ValueKind == JsonValueKind.Null ? null
                : value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var image) ? image
                : throw SiteErrors.WrongLiteral(table, value.GetRawText(), column.EdmType);
            return;
        }

        // Lookups are written by @odata.bind; their _value properties are computed, and ignored like every read-only property.
        if (column.IsLookup)
        {
            return;
        }

        var read = Value(table, column, value);
        if (ReferenceEquals(column, table.PrimaryId))
        {
            input.Id = read as Guid?;
        }
        else
        {
            input.Values[column] = read;
        }
    }

    /// <summary>Rows within the row (deep insert; Microsoft Learn: "Create a table row using the Web API").</summary>
    private void ReadRelated(Transaction transaction, Table table, string name, JsonElement value, RowInput input)
    {
        if (value.ValueKind == JsonValueKind.Object && table.FindNavigation(name) is { } found && catalog.TargetsOf(found.Navigation).FirstOrDefault() is { } target)
        {
            input.Parents.Add((found.Column, target, Read(transaction, target, value)));
        }
        else if (value.ValueKind == JsonValueKind.Array && table.FindCollection(name) is { } relationship
            && catalog.Find(relationship.Many) is { } child && child.Find(relationship.ManyColumn) is { } lookup)
        {
            input.Children.Add(new RelatedRows(child, lookup, [.. value.EnumerateArray().Select(item => Read(transaction, child, item))]));
        }
        else if (value.ValueKind == JsonValueKind.Array && table.FindManyToMany(catalog, name) is not null)
        {
            throw SiteErrors.NotSupported($"rows of an N:N relationship within a payload, here in '{name}'");
        }
        else
        {
            throw SiteErrors.UnknownPayloadProperty(table, name);
        }
    }

    private void ReadBind(Transaction transaction, Table table, string name, JsonElement value, RowInput input)
    {
        if (table.FindNavigation(name) is not { } found)
        {
            throw SiteErrors.UndeclaredBind(table, name);
        }

        var (column, navigation) = found;
        if (value.ValueKind == JsonValueKind.Null)
        {
            input.Values[column] = null;
            return;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw SiteErrors.WrongLiteral(table, value.GetRawText(), "Edm.String");
        }

        var row = ReferenceReader.Resolve(catalog, transaction, table.SetName, value.GetString()!);
        if (!catalog.TargetsOf(navigation).Contains(row.Table))
        {
            throw SiteErrors.BadPayload(
                table.SetName,
                $"Microsoft.OData.ODataException: The navigation property '{name}' can't refer to a row of '{row.Table.SetName}'.");
        }

        input.Values[column] = new Reference(row.Table, row.Id);
    }

    private static int[]? Choices(Table table, Column column, JsonElement value)
    {
        var values = new List<int>();
        foreach (var part in value.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                throw SiteErrors.WrongLiteral(table, part, "Edm.Int32");
            }

            values.Add(number);
        }

        return ColumnChecks.Choices(table, column, values);
    }
}
