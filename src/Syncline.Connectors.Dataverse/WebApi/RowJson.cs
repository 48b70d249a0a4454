using System.Text.Encodings.Web;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Parties;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Writes rows of a batch as the Web API takes them.</summary>
internal static class RowJson
{
    /// <summary>Options of every writer here: text stays readable, only what JSON demands is escaped.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A row as the body of a request of its own: the address says which row it is.</summary>
    public static void WriteBody(Utf8JsonWriter json, RowWritePlan plan, int row)
    {
        json.WriteStartObject();
        WriteCells(json, plan, row);
        json.WriteEndObject();
    }

    /// <summary>A row as one of the targets of a bulk message, which names its type and, but for new rows, which row it is.</summary>
    public static void WriteTarget(Utf8JsonWriter json, RowWritePlan plan, int row)
    {
        json.WriteStartObject();
        json.WriteString("@odata.type", "Microsoft.Dynamics.CRM." + plan.Table.LogicalName);
        if (plan.FindsByPrimaryId)
        {
            json.WriteString(plan.Table.PrimaryId, plan.Rows.GetGuid(plan.Keys[0].Index, row));
        }
        else if (plan.Keys.Count > 0)
        {
            json.WriteString("@odata.id", RowAddress.Of(plan, row, escape: false));
        }

        WriteCells(json, plan, row);
        json.WriteEndObject();
    }

    private static void WriteCells(Utf8JsonWriter json, RowWritePlan plan, int row)
    {
        foreach (var column in plan.Columns)
        {
            if (plan.IsSent(row, column))
            {
                WriteCell(json, plan, column, row);
            }
        }

        if (plan.Parties?.ListOf(row) is { } parties)
        {
            WriteParties(json, plan.Parties.CollectionName, parties);
        }
    }

    /// <summary>The whole list of an activity's parties, in all roles: it takes the place of the one before
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/activityparty-entity).</summary>
    private static void WriteParties(Utf8JsonWriter json, string collection, IReadOnlyList<PartyBinding> parties)
    {
        json.WriteStartArray(collection);
        foreach (var party in parties)
        {
            json.WriteStartObject();
            json.WriteNumber("participationtypemask", party.Role);
            if (party.NavigationPropertyName is { } navigation)
            {
                json.WriteString(navigation + "@odata.bind", $"/{party.EntitySetName}({party.Party.Id:D})");
            }

            if (party.Party.Address is { } address)
            {
                json.WriteString("addressused", address);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCell(Utf8JsonWriter json, RowWritePlan plan, WriteColumn column, int row)
    {
        var rows = plan.Rows;
        if (column.Definition.IsLookup)
        {
            WriteLookup(json, plan, column, row);
            return;
        }

        json.WritePropertyName(column.Definition.LogicalName);
        if (rows.IsNull(column.Index, row))
        {
            json.WriteNullValue();
            return;
        }

        switch (rows.Columns[column.Index].Type.Kind)
        {
            case ColumnKind.Text or ColumnKind.Choices: json.WriteStringValue(rows.GetBytes(column.Index, row)); break;
            case ColumnKind.Integer or ColumnKind.Choice: json.WriteNumberValue(rows.GetInt64(column.Index, row)); break;
            case ColumnKind.Decimal or ColumnKind.Money: json.WriteNumberValue(rows.GetDecimal(column.Index, row)); break;
            case ColumnKind.Double: json.WriteNumberValue(rows.GetDouble(column.Index, row)); break;
            case ColumnKind.Boolean: json.WriteBooleanValue(rows.GetBoolean(column.Index, row)); break;
            case ColumnKind.Guid or ColumnKind.Lookup: json.WriteStringValue(rows.GetGuid(column.Index, row)); break;
            case ColumnKind.DateTime or ColumnKind.LocalDateTime: json.WriteStringValue(WireText.Moment(rows.GetDateTime(column.Index, row))); break;
            case ColumnKind.Date: json.WriteStringValue(WireText.Day(rows.GetDate(column.Index, row))); break;
            default: throw new InvalidOperationException($"No column of Dataverse is {rows.Columns[column.Index].Type.Kind}.");
        }
    }

    /// <summary>
    /// A lookup is set through its navigation property, whose name is case-sensitive and differs by the table pointed to
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api).
    /// </summary>
    private static void WriteLookup(Utf8JsonWriter json, RowWritePlan plan, WriteColumn column, int row)
    {
        var binding = plan.BindingOf(column, row, out _)
            ?? throw new InvalidOperationException("A row that can't be sent was not held back.");
        json.WritePropertyName(binding.NavigationPropertyName + "@odata.bind");
        if (binding.EntitySetName is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue($"/{binding.EntitySetName}({(binding.Key is { } key ? $"{key.Attribute}={ODataLiteral.Of(key.Value)}" : binding.Id.ToString("D"))})");
        }
    }
}
