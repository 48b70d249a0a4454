using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>CreateMultiple, UpdateMultiple, UpsertMultiple, DeleteMultiple (PROTOCOL 5.7): all rows or none, on elastic tables each row for itself.</summary>
internal sealed class BulkMessages(SiteStore store, RowMessages rows, RowWriting writing, EntityInput input, AccessControl access) : IMessages
{
    private readonly BulkTransactions _transactions = new(store);

    public IEnumerable<(string Name, Message Message)> All => [("CreateMultiple", Create), ("UpdateMultiple", Update), ("UpsertMultiple", Upsert), ("DeleteMultiple", Delete)];

    private OrganizationResponse Create(SiteRequest request, Parameters parameters)
    {
        var (table, targets) = TargetsOf(request, parameters, Privilege.Create);
        var written = Run(request, table, targets, parameters.Message, (transaction, target) =>
        {
            var read = input.Read(transaction, target);
            DuplicateDetection.Check(request, transaction, table, read, own: null);
            return (writing.Create(transaction, table, read, request.Actor), true);
        });
        return new OrganizationResponse("CreateMultiple", new KeyValuePair<string, object?>("Ids", written.ConvertAll(result => result.Row.Id)));
    }

    private OrganizationResponse Update(SiteRequest request, Parameters parameters)
    {
        var (table, targets) = TargetsOf(request, parameters, Privilege.Write);
        Run(request, table, targets, parameters.Message, (transaction, target) =>
        {
            var key = input.KeyOf(transaction, target);
            var old = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
            var read = input.Read(transaction, target);
            EntityInput.KeepParties(transaction, old, read);
            return writing.Upsert(transaction, table, key, old, read, request.Actor);
        });
        return new OrganizationResponse("UpdateMultiple");
    }

    private OrganizationResponse Upsert(SiteRequest request, Parameters parameters)
    {
        var (table, targets) = TargetsOf(request, parameters, Privilege.Write);
        var written = Run(request, table, targets, parameters.Message, (transaction, target) =>
        {
            var key = input.KeyOf(transaction, target);
            return rows.Upsert(transaction, table, key, ReferenceReader.Find(transaction, table, key), input.Read(transaction, target), request.Actor);
        });
        return new OrganizationResponse(
            "UpsertMultiple",
            new KeyValuePair<string, object?>("Results", new ResponseList(("ArrayOfUpsertResponse", Xmlns.Contracts), "UpsertResponse", written.ConvertAll(RowMessages.Upserted))));
    }

    private OrganizationResponse Delete(SiteRequest request, Parameters parameters)
    {
        var targets = parameters.Required<SoapReferences>("Targets").Items;
        parameters.Check();
        var table = input.TableOf(targets.Count > 0 ? targets[0].LogicalName : "");
        RowMessages.DemandWritable(table, "DeleteMultiple");
        if (!table.Facts.Elastic)
        {
            throw new SiteException(501, "0x80040219", "DeleteMultiple has not yet been implemented.") { Name = "NotImplemented" };
        }

        access.Demand(request, Privilege.Delete, table);
        request.Work.RowsWritten += targets.Count;
        _transactions.Each(
            request,
            [.. targets],
            (transaction, target) =>
            {
                var row = input.Require(transaction, target);
                writing.Delete(transaction, row);
                return row;
            },
            static row => row,
            target => target.Id,
            parameters.Message);
        return new OrganizationResponse("DeleteMultiple");
    }

    private (Table Table, List<SoapEntity> Targets) TargetsOf(SiteRequest request, Parameters parameters, Privilege privilege)
    {
        var collection = parameters.Required<SoapEntities>("Targets");
        parameters.Check();
        var targets = collection.Entities.ToList();
        var table = input.TableOf(collection.EntityName ?? throw SoapErrors.Missing(parameters.Message, "Targets.EntityName"));
        if (targets.Find(target => target.LogicalName != table.Name) is { } other)
        {
            throw new SiteException(400, "0x80040203", $"The entities of 'Targets' must be of the table '{table.Name}', not of '{other.LogicalName}'.") { Name = "InvalidArgument" };
        }

        RowMessages.DemandWritable(table, parameters.Message);
        if (!table.Facts.Bulk)
        {
            throw SiteErrors.NotWritable(table, parameters.Message);
        }

        access.Demand(request, privilege, table);
        request.Work.RowsWritten += targets.Count;
        return (table, targets);
    }

    private List<(Row Row, bool Created)> Run(SiteRequest request, Table table, List<SoapEntity> targets, string message, Func<Transaction, SoapEntity, (Row Row, bool Created)> change) => table.Facts.Elastic
        ? _transactions.Each(request, targets, change, static result => result.Row, target => target.Id == Guid.Empty ? null : target.Id, message)
        : _transactions.Together(request, targets, change, static result => result.Row, unique: message is "UpdateMultiple" or "UpsertMultiple");
}
