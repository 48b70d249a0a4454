using System.Text;
using Syncline.Connections.Library;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Library;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryHome home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(home.Path, "x.state");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_full_disk_is_told_in_one_sentence_and_the_old_file_is_intact()
    {
        await AtomicFile.ReplaceAsync(FilePath, "old"u8.ToArray(), TimeProvider.System, Token);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await AtomicFile.ReplaceAsync(
            FilePath, "new"u8.ToArray(), TimeProvider.System, Token, _ => OpenOnFullDisk()))).Error;

        error.Id.ShouldBe("CN1007");
        error.Message.ShouldStartWith($"The disk is full: {FilePath} could not be written.");
        (await File.ReadAllTextAsync(FilePath, Token)).ShouldBe("old");
    }

    private static FileStream OpenOnFullDisk() => File.Exists("/dev/full")
        ? new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0)
        : throw new IOException("No space left", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);

    [Fact]
    public async Task A_reader_sees_the_old_content_or_the_new_and_nothing_in_between()
    {
        var old = Encoding.UTF8.GetBytes(new string('a', 300_000));
        var replacement = Encoding.UTF8.GetBytes(new string('b', 200_000));
        await AtomicFile.ReplaceAsync(FilePath, old, TimeProvider.System, Token);

        var writing = Task.Run(
            async () =>
            {
                for (var round = 0; round < 60; round++)
                {
                    await AtomicFile.ReplaceAsync(FilePath, round % 2 == 0 ? replacement : old, TimeProvider.System, Token);
                }
            },
            Token);
        do
        {
            var read = (await AtomicFile.ReadAsync(FilePath, Token))!;
            read.Length.ShouldBe(read[0] == (byte)'a' ? old.Length : replacement.Length);
            read.Distinct().Count().ShouldBe(1);
        }
        while (!writing.IsCompleted);

        await writing;
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_cleared_away_and_files_of_others_stay()
    {
        await File.WriteAllTextAsync(FilePath + ".abcdefgh.ijk.tmp", "left over", Token);
        await File.WriteAllTextAsync(Path.Combine(home.Path, "x.state.y.state.abcdefgh.ijk.tmp"), "of connection x.state.y", Token);

        await AtomicFile.ReplaceAsync(FilePath, "new"u8.ToArray(), TimeProvider.System, Token);

        Directory.EnumerateFiles(home.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["x.state", "x.state.y.state.abcdefgh.ijk.tmp"]);
    }

    [Fact]
    public async Task A_cancelled_write_leaves_the_old_file_and_no_other()
    {
        await AtomicFile.ReplaceAsync(FilePath, "old"u8.ToArray(), TimeProvider.System, Token);

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await AtomicFile.ReplaceAsync(FilePath, "new"u8.ToArray(), TimeProvider.System, new CancellationToken(canceled: true)));

        Directory.EnumerateFiles(home.Path).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(FilePath, Token)).ShouldBe("old");
    }
}
