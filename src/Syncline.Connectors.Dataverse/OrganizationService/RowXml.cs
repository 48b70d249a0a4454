using System.Xml;
using Syncline.Connectors.Dataverse.OrganizationService.Converters;
using Syncline.Connectors.Dataverse.Parties;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Writes rows of a batch as entities.</summary>
internal static class RowXml
{
    /// <summary>Writes the content of an entity.</summary>
    /// <param name="xml">Where to.</param>
    /// <param name="plan">The batch.</param>
    /// <param name="row">The row; it can be sent.</param>
    /// <param name="rowVersion">Version that it must still have; null for any.</param>
    public static void Write(XmlWriter xml, RowWritePlan plan, int row, string? rowVersion = null) => XmlEntity.Write(
        xml, plan.Table.LogicalName, plan.FindsByPrimaryId ? plan.Rows.GetGuid(plan.Keys[0].Index, row) : Guid.Empty,
        attributes => WriteCells(attributes, plan, row), Keys(plan, row), rowVersion);

    /// <summary>Writes the content of a reference to the row that a batch's keys find.</summary>
    public static void WriteReference(XmlWriter xml, RowWritePlan plan, int row, string? rowVersion = null) => XmlEntity.WriteReference(
        xml, plan.Table.LogicalName, plan.FindsByPrimaryId ? plan.Rows.GetGuid(plan.Keys[0].Index, row) : Guid.Empty, Keys(plan, row), rowVersion);

    private static Action<XmlWriter>? Keys(RowWritePlan plan, int row) => plan.FindsByPrimaryId || plan.Keys.Count == 0 ? null : xml =>
    {
        foreach (var key in plan.Keys)
        {
            XmlEntity.WritePair(xml, key.Definition.LogicalName, value => WriteKey(value, plan, key, row), isKey: true);
        }
    };

    /// <summary>The value of a key is written as the column's value is; a lookup in a key by the id alone.</summary>
    private static void WriteKey(XmlWriter xml, RowWritePlan plan, WriteColumn key, int row)
    {
        if (key.Definition.IsLookup)
        {
            WriteLookup(xml, plan, key, row);
        }
        else
        {
            CellConverter.For(key.Definition).Write(xml, plan.Rows, key.Index, row);
        }
    }

    private static void WriteCells(XmlWriter xml, RowWritePlan plan, int row)
    {
        // A new row with an id of its own has it among its values; of others the entity's id says it.
        foreach (var column in plan.Columns)
        {
            if (plan.IsSent(row, column))
            {
                XmlEntity.WritePair(xml, column.Definition.LogicalName, value => WriteCell(value, plan, column, row));
            }
        }

        if (plan.Parties?.ListOf(row) is { } parties)
        {
            foreach (var column in plan.PartyColumns.Where(column => plan.IsSent(row, column)))
            {
                var role = PartyRoles.Of(column.Definition.LogicalName);
                XmlEntity.WritePair(xml, column.Definition.LogicalName, value => WriteParties(value, parties.Where(party => party.Role == role)));
            }
        }
    }

    private static void WriteCell(XmlWriter xml, RowWritePlan plan, WriteColumn column, int row)
    {
        if (plan.Rows.IsNull(column.Index, row))
        {
            XmlValue.Nil(xml);
        }
        else if (column.Definition.IsLookup)
        {
            WriteLookup(xml, plan, column, row);
        }
        else
        {
            CellConverter.For(column.Definition).Write(xml, plan.Rows, column.Index, row);
        }
    }

    private static void WriteLookup(XmlWriter xml, RowWritePlan plan, WriteColumn column, int row)
    {
        var binding = plan.BindingOf(column, row, out _) ?? throw new InvalidOperationException("A row that can't be sent was not held back.");
        if (binding.Key is not { } key)
        {
            XmlValue.Reference(binding.Target!, binding.Id)(xml);
            return;
        }

        XmlValue.Type(xml, "a:EntityReference");
        XmlEntity.WriteReference(xml, binding.Target!, Guid.Empty, keys => XmlEntity.WritePair(
            keys, key.Attribute, value => CellConverter.For(column.Definition).Write(value, plan.Rows, column.Index, row), isKey: true));
    }

    /// <summary>The parties in one role; a list takes the place of the one before, and other roles stay.</summary>
    private static void WriteParties(XmlWriter xml, IEnumerable<PartyBinding> parties)
    {
        XmlValue.Type(xml, "a:EntityCollection");
        xml.WriteStartElement("a", "Entities", XmlNames.Contracts);
        foreach (var party in parties)
        {
            xml.WriteStartElement("a", "Entity", XmlNames.Contracts);
            XmlEntity.Write(xml, PartyReader.Table, Guid.Empty, attributes =>
            {
                if (party.Party.Table is { } table)
                {
                    XmlEntity.WritePair(attributes, "partyid", XmlValue.Reference(table, party.Party.Id));
                }

                if (party.Party.Address is { } address)
                {
                    XmlEntity.WritePair(attributes, "addressused", XmlValue.Text(address));
                }
            });
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteElementString("a", "EntityName", XmlNames.Contracts, PartyReader.Table);
    }
}
