using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>Create, Update, Upsert, Delete, SetState (Microsoft Learn: "Entity operations using the Organization service").</summary>
internal sealed class RowMessages(SiteStore store, RowWriting writing, EntityInput input, AccessControl access) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All =>
    [
        ("Create", Create), ("Update", Update), ("Upsert", Upsert), ("Delete", Delete), ("SetState", SetState),
    ];

    /// <summary>A table whose rows the message may write, or the fault that it may not.</summary>
    public static void DemandWritable(Table table, string message)
    {
        if (table.Facts.ReadOnly || table.Facts.Intersect)
        {
            throw SiteErrors.NotWritable(table, message);
        }
    }

    private OrganizationResponse Create(SiteRequest request, Parameters parameters)
    {
        var target = parameters.Required<SoapEntity>("Target");
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        DemandWritable(table, "Create");
        access.Demand(request, Privilege.Create, table);
        var row = store.Write(request.Changes, transaction =>
        {
            var read = input.Read(transaction, target);
            DuplicateDetection.Check(request, transaction, table, read, own: null);
            return writing.Create(transaction, table, read, request.Actor);
        });
        request.Work.RowsWritten++;
        return new OrganizationResponse("Create", new KeyValuePair<string, object?>("id", row.Id));
    }

    private OrganizationResponse Update(SiteRequest request, Parameters parameters)
    {
        var target = parameters.Required<SoapEntity>("Target");
        var behavior = parameters.Optional("ConcurrencyBehavior");
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        DemandWritable(table, "Update");
        store.Write(request.Changes, transaction =>
        {
            var key = input.KeyOf(transaction, target);
            var old = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
            access.Demand(request, Privilege.Write, table);
            CheckVersion(table, old, behavior, target.RowVersion);
            var read = input.Read(transaction, target);
            EntityInput.KeepParties(transaction, old, read);
            DuplicateDetection.Check(request, transaction, table, read, old.Id);
            return writing.Upsert(transaction, table, key, old, read, request.Actor).Row;
        });
        request.Work.RowsWritten++;
        return new OrganizationResponse("Update");
    }

    /// <summary>PROTOCOL 5.4; the results as documented: RecordCreated and Target.</summary>
    private OrganizationResponse Upsert(SiteRequest request, Parameters parameters)
    {
        var target = parameters.Required<SoapEntity>("Target");
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        DemandWritable(table, "Upsert");
        var (row, created) = store.Write(request.Changes, transaction =>
        {
            var key = input.KeyOf(transaction, target);
            var old = ReferenceReader.Find(transaction, table, key);
            access.Demand(request, old is null ? Privilege.Create : Privilege.Write, table);
            var read = input.Read(transaction, target);
            DuplicateDetection.Check(request, transaction, table, read, old?.Id);
            return Upsert(transaction, table, key, old, read, request.Actor);
        });
        request.Work.RowsWritten++;
        return Upserted((row, created));
    }

    /// <summary>What an upsert tells of a row.</summary>
    public static OrganizationResponse Upserted((Row Row, bool Created) result) => new(
        "Upsert",
        new KeyValuePair<string, object?>("RecordCreated", result.Created),
        new KeyValuePair<string, object?>("Target", new SoapReference(result.Row.Table.Name, result.Row.Id)));

    /// <summary>Creates, updates, or on an elastic table overwrites (PROTOCOL 5.8).</summary>
    public (Row Row, bool Created) Upsert(Transaction transaction, Table table, RowKey key, Row? old, RowInput read, Actor actor)
    {
        if (old is not null)
        {
            if (table.Facts.Elastic)
            {
                return (writing.Replace(transaction, old, read, actor), false);
            }

            EntityInput.KeepParties(transaction, old, read);
        }

        return writing.Upsert(transaction, table, key, old, read, actor);
    }

    private OrganizationResponse Delete(SiteRequest request, Parameters parameters)
    {
        var target = parameters.Required<SoapReference>("Target");
        var behavior = parameters.Optional("ConcurrencyBehavior");
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        DemandWritable(table, "Delete");
        store.Write(request.Changes, transaction =>
        {
            var row = input.Require(transaction, target);
            access.Demand(request, Privilege.Delete, table);
            CheckVersion(table, row, behavior, target.RowVersion);
            writing.Delete(transaction, row);
            return row;
        });
        request.Work.RowsWritten++;
        return new OrganizationResponse("Delete");
    }

    /// <summary>Sets state and status reason; -1 takes the state's default reason. Microsoft Learn: "Perform specialized operations using Update".</summary>
    private OrganizationResponse SetState(SiteRequest request, Parameters parameters)
    {
        var target = parameters.Required<SoapReference>("EntityMoniker");
        var (state, status) = (parameters.Required<OptionValue>("State"), parameters.Required<OptionValue>("Status"));
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        DemandWritable(table, "SetState");
        access.Demand(request, Privilege.Write, table);
        if (table.State is not { } stateColumn || table.Status is not { } statusColumn)
        {
            throw SiteErrors.NotWritable(table, "SetState");
        }

        store.Write(request.Changes, transaction =>
        {
            var read = new RowInput();
            read.Values[stateColumn] = ColumnChecks.Integer(table, stateColumn, state.Value);
            if (status.Value != -1)
            {
                read.Values[statusColumn] = ColumnChecks.Integer(table, statusColumn, status.Value);
            }

            return writing.Update(transaction, input.Require(transaction, target), read, request.Actor);
        });
        request.Work.RowsWritten++;
        return OrganizationResponse.Other("SetState");
    }

    /// <summary>Microsoft Learn: "Optimistic concurrency".</summary>
    private static void CheckVersion(Table table, Row row, object? behavior, string? version)
    {
        switch ((behavior as EnumValue)?.Text ?? "Default")
        {
            case "IfRowVersionMatches" when !table.Facts.OptimisticConcurrency:
                throw SoapErrors.ConcurrencyNotEnabled(table);
            case "IfRowVersionMatches" when string.IsNullOrEmpty(version):
                throw SoapErrors.VersionNotProvided();
            case "IfRowVersionMatches" when version != EntityOutput.VersionOf(row):
                throw SiteErrors.VersionMismatch();
            case "IfRowVersionMatches" or "AlwaysOverwrite" or "Default":
                break;
            case var other:
                throw SiteErrors.NotSupported($"the ConcurrencyBehavior '{other}'");
        }
    }
}
