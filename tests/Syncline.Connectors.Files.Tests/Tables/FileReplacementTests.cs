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
