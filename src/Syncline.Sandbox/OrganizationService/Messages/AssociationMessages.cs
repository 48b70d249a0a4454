using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>Associate and Disassociate, by the schema name of an N:N or a 1:N relationship (Microsoft Learn: "Associate and disassociate table rows").</summary>
internal sealed class AssociationMessages(Catalog catalog, SiteStore store, RowWriting writing, EntityInput input, AccessControl access) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All => [("Associate", (request, parameters) => Change(request, parameters, true)), ("Disassociate", (request, parameters) => Change(request, parameters, false))];

    private OrganizationResponse Change(SiteRequest request, Parameters parameters, bool associate)
    {
        var (target, related) = (parameters.Required<SoapReference>("Target"), parameters.Required<SoapReferences>("RelatedEntities"));
        var relationship = parameters.Required<Structure>("Relationship").Element;
        parameters.Check();
        var schema = relationship.Element(XName.Get("SchemaName", Xmlns.Contracts))?.Value ?? throw SoapErrors.Missing(parameters.Message, "Relationship.SchemaName");
        var role = relationship.Element(XName.Get("PrimaryEntityRole", Xmlns.Contracts))?.Value;
        var table = input.TableOf(target.LogicalName);
        store.Write(request.Changes, transaction =>
        {
            var row = input.Require(transaction, target);
            foreach (var reference in related.Items)
            {
                Change(request, transaction, row, input.Require(transaction, reference), schema, role, associate);
                request.Work.RowsWritten++;
            }

            return row;
        });
        return new OrganizationResponse(associate ? "Associate" : "Disassociate");
    }

    private void Change(SiteRequest request, Transaction transaction, Row own, Row other, string schema, string? role, bool associate)
    {
        var table = own.Table;
        if (table.ManyToMany.FirstOrDefault(known => known.Schema == schema) is { } many)
        {
            // A relationship of a table with itself has two sides; the role says which one the target stands on.
            var isFirst = many.First == table.Name && (many.Second != table.Name || role != "Referenced");
            var side = table.FindManyToMany(catalog, isFirst ? many.FirstNavigation : many.SecondNavigation)
                ?? throw SiteErrors.NotSupported($"the N:N relationship '{schema}', because it does not have the table on its other side");
            DemandTable(other, side.OtherTable, schema);
            access.Demand(request, Privilege.Append, own);
            access.Demand(request, Privilege.AppendTo, other);
            if (associate)
            {
                writing.Associate(transaction, side, own.Id, other.Id);
            }
            else
            {
                RowRules.Disassociate(transaction, side, own.Id, other.Id);
            }

            return;
        }

        // In a 1:N relationship the target may stand on either side.
        if (table.OneToMany.FirstOrDefault(known => known.Schema == schema) is { } one && role != "Referencing")
        {
            SetLookup(request, transaction, other, one, own, associate);
        }
        else if (table.ManyToOne.FirstOrDefault(known => known.Schema == schema) is { } parent)
        {
            SetLookup(request, transaction, own, parent, other, associate);
        }
        else
        {
            throw new SiteException(400, "0x80040203", $"The table '{table.Name}' has no relationship with the schema name '{schema}'.") { Name = "InvalidArgument" };
        }
    }

    private void SetLookup(SiteRequest request, Transaction transaction, Row child, OneToMany relationship, Row parent, bool associate)
    {
        DemandTable(child, catalog[relationship.Many], relationship.Schema);
        DemandTable(parent, catalog[relationship.One], relationship.Schema);
        access.Demand(request, Privilege.Write, child);
        access.Demand(request, Privilege.AppendTo, parent);
        var lookup = child.Table.Find(relationship.ManyColumn)!;
        if (!associate && !(child[lookup] is Reference held && held.Id == parent.Id))
        {
            return;
        }

        var read = new RowInput();
        read.Values[lookup] = associate ? new Reference(parent.Table, parent.Id) : null;
        writing.Update(transaction, child, read, request.Actor);
    }

    private static void DemandTable(Row row, Table table, string schema)
    {
        if (row.Table != table)
        {
            throw new SiteException(400, "0x80040203", $"The relationship '{schema}' leads to rows of '{table.Name}', not of '{row.Table.Name}'.") { Name = "InvalidArgument" };
        }
    }
}
