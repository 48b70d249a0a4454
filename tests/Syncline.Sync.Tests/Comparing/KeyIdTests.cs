using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>Ids of added rows that are made of the row's key. The expected ids are those of another implementation of RFC 9562 (Python's <c>uuid.uuid5</c>).</summary>
public sealed class KeyIdTests
{
    [Fact]
    public async Task An_added_row_has_the_same_id_in_every_plan()
    {
        using var bed = new PlanBed().WithSource(Column("id")).WithTarget(Column("k"));
        bed.SourceTable.Add("4711");

        (await AddedAsync(bed, "key: k\ncolumns: { k: id }\nnew-ids: from-key")).ShouldBe("04d1b9a3-2870-51ac-a44c-64a663143015");
        (await AddedAsync(bed, "key: k\ncolumns: { k: id }\nnew-ids: from-key")).ShouldBe("04d1b9a3-2870-51ac-a44c-64a663143015");
    }

    [Fact]
    public async Task A_key_of_several_columns_counts_as_a_whole_and_as_it_is_compared()
    {
        using var bed = new PlanBed().WithSource(Column("name"), Column("no")).WithTarget(Column("name"), Column("no", ColumnKind.Integer));
        bed.SourceTable.Add("müller", "007");

        (await AddedAsync(bed, "key: [name, no]\ncolumns: { name: name, no: no }\nnew-ids: from-key")).ShouldBe("7379ae76-e58b-515e-b117-59a29174f8f8");
    }

    [Fact]
    public async Task Otherwise_every_plan_has_new_ids()
    {
        using var bed = new PlanBed().WithSource(Column("id")).WithTarget(Column("k"));
        bed.SourceTable.Add("4711");

        (await AddedAsync(bed, "key: k\ncolumns: { k: id }")).ShouldNotBe(await AddedAsync(bed, "key: k\ncolumns: { k: id }"));
    }

    [Fact]
    public async Task A_project_that_fills_the_primary_key_itself_is_told()
    {
        using var bed = new PlanBed().WithSource(Column("id")).WithTarget(Column("k"));

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await bed.PlanAsync("key: tid\ncolumns: { tid: id }\nnew-ids: from-key"))).Error;

        (error.Id, error.Location!.Line).ShouldBe(("SY1122", 5));
        error.Message.ShouldContain("tid");
    }

    private static async Task<string?> AddedAsync(PlanBed bed, string project)
    {
        var change = (await bed.PlanAsync(project)).ShouldHaveSingleItem();
        change.Action.ShouldBe(PlanAction.Add);
        return change.RowId;
    }
}
