using Syncline.Sync.Staging;
using Syncline.Workspace.Previews;

namespace Syncline.Workspace.Tests.Previews;

public sealed class TablePreviewTests : IDisposable
{
    private readonly UserHome user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_table_is_read_in_the_background_and_nothing_stays_on_the_disk()
    {
        await using (var preview = await EndedAsync(user.Write("crm/people.csv", "id,name\n1,Ada\n2,Bruno\n")))
        {
            preview.Status.State.ShouldBe(PreviewState.Complete);
            preview.Status.RowsRead.ShouldBe(2);
            preview.Columns.Select(column => column.Name).ShouldBe(["id", "name"]);
            var order = await preview.ArrangeAsync(new RowArrangement { SortBy = "name", Descending = true }, UserHome.Cancellation);
            (await preview.ReadAsync(order, 0, 1, UserHome.Cancellation))[0].ShouldBe(["2", "Bruno"]);
        }

        Directory.EnumerateFileSystemEntries(user.Workspace.Home.Work).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_told_and_can_be_read_again()
    {
        var path = user.Write("crm/people.csv", "id,name\n1,\"open");
        await using var preview = await EndedAsync(path);
        preview.Status.State.ShouldBe(PreviewState.Failed);
        preview.Status.Error.ShouldNotBeNull().Id.ShouldStartWith("FI");

        File.WriteAllText(path, "id,name\n1,Ada\n");
        await RestartAsync(preview);
        preview.Status.State.ShouldBe(PreviewState.Complete);
        preview.Status.Error.ShouldBeNull();
        preview.Status.RowsShown.ShouldBe(1);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_told()
    {
        await using var preview = await EndedAsync(user.Write("crm/people.csv", "id\n1\n"), "peple.csv");
        preview.Status.Error.ShouldNotBeNull().Message.ShouldContain("peple.csv");
        preview.Columns.ShouldBeEmpty();
    }

    private async Task<TablePreview> EndedAsync(string path, string? table = null)
    {
        await user.SaveCsvAsync("crm", Path.GetDirectoryName(path)!);
        var preview = new TablePreview(user.Workspace, "crm", table ?? Path.GetFileName(path), TimeProvider.System);
        await RestartAsync(preview);
        return preview;
    }

    private static async Task RestartAsync(TablePreview preview)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        EventHandler look = (_, _) =>
        {
            if (preview.Status.State != PreviewState.Reading)
            {
                ended.TrySetResult();
            }
        };
        preview.Changed += look;
        await preview.RestartAsync([], UserHome.Cancellation);
        await ended.Task.WaitAsync(UserHome.Cancellation);
        preview.Changed -= look;
    }
}
