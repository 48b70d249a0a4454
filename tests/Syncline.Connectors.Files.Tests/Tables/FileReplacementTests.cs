using Syncline.Connectors.Files.Tables;

namespace Syncline.Connectors.Files.Tests.Tables;

public sealed class FileReplacementTests : IDisposable
{
    private readonly FileFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => folder.Add("a.txt", "before").FullPath("a.txt");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task New_content_takes_the_place_of_the_old()
    {
        var file = File;

        (await FileReplacement.WriteAsync(file, FileReplacement.StampOf(file), WriteAsync, Token)).ShouldBeTrue();

        (await ReadAsync(file)).ShouldBe("after");
    }

    [Fact]
    public async Task The_new_name_is_brought_to_the_disk_with_its_folder()
    {
        var file = File;
        var flushed = new List<string>();

        await FileReplacement.WriteAsync(file, FileReplacement.StampOf(file), WriteAsync, Token, folder => flushed.Add($"{folder}: {System.IO.File.ReadAllText(file)}"));

        flushed.ShouldBe([$"{Path.GetDirectoryName(file)}: after"]);
    }

    [Fact]
    public async Task A_disk_that_does_not_confirm_the_new_name_leaves_the_rows_in_doubt()
    {
        var file = File;

        await Should.ThrowAsync<UnsureReplacementException>(
            async () => await FileReplacement.WriteAsync(file, FileReplacement.StampOf(file), WriteAsync, Token, _ => throw new IOException("Input/output error.")));

        (await ReadAsync(file)).ShouldBe("after");
    }

    [Fact]
    public void A_folder_can_be_brought_to_the_disk_and_one_that_is_gone_can_not()
    {
        FolderFlush.Run(Path.GetDirectoryName(File)!);

        if (!OperatingSystem.IsWindows())
        {
            Should.Throw<IOException>(() => FolderFlush.Run(folder.FullPath("nowhere"))).Message.ShouldContain("nowhere");
        }
    }

    [Fact]
    public async Task What_another_program_wrote_meanwhile_is_not_overwritten()
    {
        var file = File;
        var stamp = FileReplacement.StampOf(file);

        var replaced = await FileReplacement.WriteAsync(
            file,
            stamp,
            async (stream, token) =>
            {
                await System.IO.File.WriteAllTextAsync(file, "somebody else's", token);
                await WriteAsync(stream, token);
            },
            Token);

        replaced.ShouldBeFalse();
        (await ReadAsync(file)).ShouldBe("somebody else's");
    }

    [Fact]
    public async Task A_failure_or_a_cancellation_on_the_way_leaves_the_old_content_and_nothing_beside_it()
    {
        var file = File;
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<IOException>(async () => await FileReplacement.WriteAsync(file, FileReplacement.StampOf(file), (_, _) => throw new IOException("No space left."), Token));
        await Should.ThrowAsync<OperationCanceledException>(async () => await FileReplacement.WriteAsync(
            file,
            FileReplacement.StampOf(file),
            async (stream, token) =>
            {
                await WriteAsync(stream, token);
                await cancel.CancelAsync();
            },
            cancel.Token));

        (await ReadAsync(file)).ShouldBe("before");
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!).ShouldBe([file]);
    }

    [Fact]
    public async Task A_second_writer_is_refused_until_the_first_ones_content_has_its_name()
    {
        var file = File;
        var stamp = FileReplacement.StampOf(file);

        await Should.ThrowAsync<ObjectDisposedException>(async () => await FileReplacement.WriteAsync(
            file,
            stamp,
            async (stream, token) =>
            {
                await stream.DisposeAsync(); // as just before the content is moved
                await Should.ThrowAsync<IOException>(async () => await FileReplacement.WriteAsync(file, stamp, WriteAsync, token));
            },
            Token));

        (await ReadAsync(file)).ShouldBe("before");
    }

    [Fact]
    public async Task A_symbolic_link_stays_and_what_it_leads_to_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a permission there.");
        var file = File;
        var link = folder.FullPath("link.txt");
        System.IO.File.CreateSymbolicLink(link, file);

        (await FileReplacement.WriteAsync(link, FileReplacement.StampOf(link), WriteAsync, Token)).ShouldBeTrue();

        (await ReadAsync(file)).ShouldBe("after");
        new FileInfo(link).LinkTarget.ShouldBe(file);
        var stamp = FileReplacement.StampOf(link);
        await System.IO.File.WriteAllTextAsync(file, "somebody else's", Token);
        (await FileReplacement.WriteAsync(link, stamp, WriteAsync, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_read_only_file_is_not_replaced()
    {
        var file = File;
        System.IO.File.SetAttributes(file, FileAttributes.ReadOnly);

        await Should.ThrowAsync<UnauthorizedAccessException>(async () => await FileReplacement.WriteAsync(file, FileReplacement.StampOf(file), WriteAsync, Token));

        System.IO.File.SetAttributes(file, FileAttributes.Normal);
        (await ReadAsync(file)).ShouldBe("before");
    }

    [Theory]
    [InlineData(".a.csv.syncline-new", true)]
    [InlineData(".a.csv.syncline-lock", true)]
    [InlineData(".a.parquet.syncline-new.parquet", true)]
    [InlineData("a.syncline-new.csv", false)]
    public void What_a_killed_process_leaves_beside_a_file_is_no_file_of_the_folder(string name, bool isUnfinished) =>
        FileReplacement.IsUnfinished(folder.FullPath(name)).ShouldBe(isUnfinished);

    [Fact]
    public async Task A_second_writer_is_refused_while_the_first_is_at_work()
    {
        var file = File;
        var stamp = FileReplacement.StampOf(file);

        var replaced = await FileReplacement.WriteAsync(
            file,
            stamp,
            async (stream, token) =>
            {
                await Should.ThrowAsync<IOException>(async () => await FileReplacement.WriteAsync(file, stamp, WriteAsync, token));
                await WriteAsync(stream, token);
            },
            Token);

        replaced.ShouldBeTrue();
        (await ReadAsync(file)).ShouldBe("after");
    }

    private static ValueTask WriteAsync(FileStream stream, CancellationToken cancellationToken) => stream.WriteAsync("after"u8.ToArray(), cancellationToken);

    private static Task<string> ReadAsync(string path) => System.IO.File.ReadAllTextAsync(path, Token);
}
