using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Image columns, and files of which many are read at once.</summary>
public abstract class ImageTests(SandboxSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", 0)]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", 6_000_000)]
    [InlineData("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", 100)]
    public async Task An_image_comes_back_at_its_full_size_and_can_be_replaced_and_removed(string picture, int padding)
    {
        byte[] content = [.. Convert.FromBase64String(picture), .. new byte[padding]];
        var id = await ProjectAsync();

        (await WriteAsync(id, content)).Status.ShouldBe(RowStatus.Done);
        (await ReadAsync(id)).AsSpan().SequenceEqual(content).ShouldBeTrue();

        (await WriteAsync(id, content[..^1])).Status.ShouldBe(RowStatus.Done);
        (await ReadAsync(id))!.Length.ShouldBe(content.Length - 1);

        (await WriteAsync(id, null)).Status.ShouldBe(RowStatus.Done);
        (await ReadAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_no_image_is_refused_and_the_other_values_of_the_row_stand()
    {
        var id = await ProjectAsync();

        var outcome = await WriteAsync(id, "no picture at all"u8.ToArray());

        (outcome.Status, outcome.Error!.Id, outcome.Error.Column, outcome.Error.ServerCode).ShouldBe((RowStatus.Failed, "DV3022", "new_photo", "0x80072553"));
        (await ReadAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_image_larger_than_its_column_takes_is_refused()
    {
        var id = await ProjectAsync();
        byte[] content = [.. Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"), .. new byte[10_240 * 1024]];

        var outcome = await WriteAsync(id, content);

        (outcome.Error!.Id, outcome.Error.ServerCode).ShouldBe(("DV3022", "0x80044a02"));
    }

    [Fact]
    public async Task An_image_is_read_only_when_it_is_asked_for()
    {
        var column = (await sandbox.Connection.DescribeTableAsync("new_project", Cancellation)).Find("new_photo")!;

        (column.Type.Kind, column.IsOnRequest, column.CanInsert, column.CanUpdate).ShouldBe((ColumnKind.Binary, true, false, true));
        await foreach (var batch in sandbox.Connection.ReadAsync(new ReadRequest { Table = "new_project", MaxRows = 1 }, Cancellation))
        {
            batch.IndexOf("new_photo").ShouldBe(-1);
            batch.Dispose();
        }
    }

    [Fact]
    public async Task Rows_with_many_bytes_of_files_come_in_several_batches()
    {
        var content = new byte[30_000_000];
        new Random(1).NextBytes(content);
        var ids = new List<Guid>();
        for (var row = 0; row < 6; row++)
        {
            var id = await ProjectAsync();
            ids.Add(id);
            (await WriteAsync(id, content, "new_contract")).Status.ShouldBe(RowStatus.Done);
        }

        var batches = new List<int>();
        await foreach (var batch in sandbox.Connection.ReadAsync(Request(ids, "new_contract"), Cancellation))
        {
            batches.Add(batch.RowCount);
            for (var row = 0; row < batch.RowCount; row++)
            {
                ((byte[])batch.GetValue(0, row)!).AsSpan().SequenceEqual(content).ShouldBeTrue();
            }

            batch.Dispose();
        }

        batches.ShouldBe([3, 3]);
        foreach (var id in ids)
        {
            await WriteAsync(id, null, "new_contract");
        }
    }

    private static ReadRequest Request(IReadOnlyList<Guid> ids, string column) =>
        new() { Table = "new_project", Columns = [column], Keys = new KeyFilter(["new_projectid"], [.. ids.Select(id => new object[] { id })]) };

    private async Task<Guid> ProjectAsync()
    {
        var schema = await sandbox.Connection.DescribeTableAsync("new_project", Cancellation);
        var id = Guid.NewGuid();
        var builder = new RowBatchBuilder([schema.Find("new_projectid")!, schema.Find("new_name")!]);
        builder.AppendRow(id, "With a picture");
        using var rows = builder.Build();
        (await sandbox.Connection.Writer!.WriteAsync(new WriteBatch { Table = "new_project", Kind = WriteKind.Insert, Rows = rows }, Cancellation)).Outcomes.Single().Status.ShouldBe(RowStatus.Done);
        return id;
    }

    private async Task<RowOutcome> WriteAsync(Guid id, byte[]? content, string column = "new_photo")
    {
        var schema = await sandbox.Connection.DescribeTableAsync("new_project", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("new_projectid")!, schema.Find(column)!]);
        builder.AppendRow(id, content);
        using var rows = builder.Build();
        return (await sandbox.Connection.Writer!.WriteAsync(new WriteBatch { Table = "new_project", Kind = WriteKind.Update, Rows = rows, KeyColumns = ["new_projectid"] }, Cancellation)).Outcomes.Single();
    }

    private async Task<byte[]?> ReadAsync(Guid id)
    {
        await foreach (var batch in sandbox.Connection.ReadAsync(Request([id], "new_photo"), Cancellation))
        {
            using (batch)
            {
                return (byte[]?)batch.GetValue(0, 0);
            }
        }

        throw new InvalidOperationException("The row is gone.");
    }
}
