using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Labels of global choices that are made by adding rows to <c>@choices</c>.</summary>
public abstract class ChoiceLabelTests(SandboxSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_added_to_choices_is_a_label_that_rows_can_have_at_once()
    {
        var label = "Label " + Guid.NewGuid().ToString("N")[..8];
        await sandbox.Connection.DescribeTableAsync("lead", Cancellation); // known before the label is made

        (await WriteAsync(WriteKind.Insert, ["choice", "label"], ["initialcommunication", label])).Outcomes.Single().Status.ShouldBe(RowStatus.Done);

        var made = (await ReadAsync()).Single(row => (string)row[2]! == label);
        made[0].ShouldBe("initialcommunication");
        (await sandbox.Connection.DescribeTableAsync("lead", Cancellation)).Find("initialcommunication")!.Type.Choices.ShouldContain(option => option.Label == label && option.Value == (long)made[1]!);
        var schema = await sandbox.Connection.DescribeTableAsync("lead", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("lastname")!, schema.Find("initialcommunication")!]);
        builder.AppendRow("Labelled", (int)(long)made[1]!);
        using var rows = builder.Build();
        (await sandbox.Connection.Writer!.WriteAsync(new WriteBatch { Table = "lead", Kind = WriteKind.Insert, Rows = rows }, Cancellation)).Outcomes.Single().Status.ShouldBe(RowStatus.Done);
    }

    [Fact]
    public async Task A_compare_can_ask_for_versions_of_choices_which_have_none()
    {
        var rows = await sandbox.Connection.ReadRowsAsync(new ReadRequest { Table = "@choices", Columns = ["choice", ReadRequest.RowVersionColumn], MaxRows = 2 });

        rows.ShouldAllBe(row => row[0] != null && row[1] == null);
        rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_label_has_an_outcome_of_its_own()
    {
        var label = "Label " + Guid.NewGuid().ToString("N")[..8];

        var result = await WriteAsync(WriteKind.Insert, ["choice", "label", "value"],
            ["nosuchchoice", label, null], ["initialcommunication", label, 0L], ["initialcommunication", null, null], ["initialcommunication", label, 423_000_000L + Random.Shared.Next(1000)]);

        result.Outcomes.Select(outcome => outcome.Error?.Id).ShouldBe(["DV3023", "DV3023", "DV3016", null]);
    }

    [Theory]
    [InlineData(WriteKind.Update)]
    [InlineData(WriteKind.Upsert)]
    [InlineData(WriteKind.Delete)]
    public async Task Labels_are_neither_changed_nor_removed(WriteKind kind)
    {
        var error = (await Should.ThrowAsync<SchemaException>(() => WriteAsync(kind, ["choice", "label", "value"], ["initialcommunication", "X", 1L]))).Error;

        error.Id.ShouldBe("DV2012");
    }

    private async Task<WriteResult> WriteAsync(WriteKind kind, string[] columns, params object?[][] rows)
    {
        var schema = await sandbox.Connection.DescribeTableAsync("@choices", Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return await sandbox.Connection.Writer!.WriteAsync(
            new WriteBatch { Table = "@choices", Kind = kind, Rows = batch, KeyColumns = kind == WriteKind.Insert ? [] : ["choice", "value"] }, Cancellation);
    }

    private async Task<List<object?[]>> ReadAsync()
    {
        var rows = new List<object?[]>();
        await foreach (var batch in sandbox.Connection.ReadAsync(new ReadRequest { Table = "@choices" }, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => Enumerable.Range(0, 3).Select(column => batch.GetValue(column, row)).ToArray()));
            }
        }

        return rows;
    }
}
