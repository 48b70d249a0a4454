using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Writing;
using static Syncline.Connectors.Dataverse.Tests.Writing.WriteTests;

namespace Syncline.Connectors.Dataverse.Tests.Writing;

public sealed class AssociationTests
{
    private const string Table = "accountleads";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_n_to_n_relationship_is_a_table_whose_key_are_its_two_ids()
    {
        await using var site = Site();
        await using var connection = site.Connect();

        var schema = await connection.DescribeTableAsync(Table, Cancellation);

        schema.PrimaryKey!.Columns.ShouldBe(["accountid", "leadid"]);
        schema.Columns.Where(column => column.CanInsert).Select(column => column.Name).ShouldBe(["accountid", "leadid"]);
        schema.Columns.ShouldAllBe(column => !column.CanUpdate);
        (await connection.ListTablesAsync(TableFilter.All, Cancellation).Select(table => table.Name).ToListAsync(Cancellation)).ShouldContain(Table);
    }

    [Fact]
    public async Task Adding_associates_and_a_pair_that_is_there_is_refused()
    {
        await using var site = Site()
            .On("POST", $"accounts({Id(1)})/accountleads_association/$ref", _ => SiteReply.NoContent)
            .On("POST", $"accounts({Id(2)})/accountleads_association/$ref", _ => SiteReply.Fault(412, "0x80040237", "Cannot insert duplicate key."));
        await using var connection = site.Connect();

        var added = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Insert, Table, ["accountid", "leadid"], [], [Id(1), Id(11)], [Id(2), Id(12)]), Cancellation);
        var made = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Upsert, Table, ["accountid", "leadid"], ["accountid", "leadid"], [Id(2), Id(12)]), Cancellation);

        added.Outcomes.Select(outcome => (outcome.Status, outcome.Error?.Id)).ShouldBe([(RowStatus.Done, null), (RowStatus.Failed, "DV3005")]);
        made.Outcomes.Select(outcome => (outcome.Status, outcome.Inserted)).ShouldBe([(RowStatus.Done, false)]);
        site.Requests.First(request => request.Path.StartsWith("accounts(", StringComparison.Ordinal)).Body.ShouldBe($$"""{"@odata.id":"{{site.Origin}}/api/data/v9.2/leads({{Id(11)}})"}""");
    }

    [Fact]
    public async Task Deleting_disassociates_and_a_pair_that_is_gone_is_done()
    {
        await using var site = Site()
            .On("DELETE", $"accounts({Id(1)})/accountleads_association({Id(11)})/$ref", _ => SiteReply.NoContent)
            .On("DELETE", $"accounts({Id(2)})/accountleads_association({Id(12)})/$ref", _ => SiteReply.Fault(404, "0x80040217", "lead With Id = x Does Not Exist"));
        await using var connection = site.Connect();

        var result = await connection.Writer.WriteAsync(await Batch(connection, WriteKind.Delete, Table, ["accountid", "leadid"], ["accountid", "leadid"], [Id(1), Id(11)], [Id(2), Id(12)]), Cancellation);

        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }

    [Fact]
    public async Task A_pair_can_not_be_changed_and_not_be_found_by_half_of_it()
    {
        await using var site = Site();
        await using var connection = site.Connect();
        var half = await Batch(connection, WriteKind.Delete, Table, ["accountid"], ["accountid"], [Id(1)]);
        var empty = await Batch(connection, WriteKind.Insert, Table, ["accountid", "leadid"], [], [Id(1), null]);

        (await Should.ThrowAsync<SchemaException>(async () => await connection.Writer.WriteAsync(half, Cancellation))).Error.Id.ShouldBe("DV2007");
        (await Should.ThrowAsync<SchemaException>(async () => await connection.Writer.WriteAsync(empty with { Kind = WriteKind.Update, KeyColumns = ["accountid"] }, Cancellation))).Error.Id.ShouldBe("DV2004");
        (await connection.Writer.WriteAsync(empty, Cancellation)).Outcomes.Single().Error!.Id.ShouldBe("DV3016");
    }

    private static ScriptedSite Site()
    {
        var site = new ScriptedSite().WithTables().WithBatches();
        SampleMetadata.AddIntersect(site);
        return site;
    }
}
