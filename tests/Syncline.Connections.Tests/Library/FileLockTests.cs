using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Library;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Library;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryHome home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string LockPath => Path.Combine(home.Path, "lock");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_lock_left_behind_by_a_dead_process_is_free()
    {
        await File.WriteAllTextAsync(LockPath, "", Token);

        using var held = await FileLock.AcquireAsync(LockPath, "the test", TimeProvider.System, Token);

        held.ShouldNotBeNull();
    }

    [Fact]
    public async Task Waiting_for_another_process_ends_with_a_clear_message()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        await using var other = new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var waiting = FileLock.AcquireAsync(LockPath, "connection 'contoso'", clock, Token).AsTask();
        clock.Advance(FileLock.Patience);

        var error = (await Should.ThrowAsync<ConfigurationException>(waiting)).Error;
        error.Id.ShouldBe("CN1006");
        error.Message.ShouldBe("Another process has been busy with connection 'contoso' for 120 seconds.");
        error.Recovery.ShouldBe(Recovery.Retry);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_another_holder()
    {
        using var held = await FileLock.AcquireAsync(LockPath, "the test", TimeProvider.System, Token);
        using var cancelling = new CancellationTokenSource();

        var waiting = FileLock.AcquireAsync(LockPath, "the test", TimeProvider.System, cancelling.Token).AsTask();
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }
}
