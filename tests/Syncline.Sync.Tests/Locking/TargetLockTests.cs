using Microsoft.Extensions.Time.Testing;
using Syncline.Sync.Locking;

namespace Syncline.Sync.Tests.Locking;

/// <summary>
/// A lock on a target table, on one machine and on several that share a folder. Another machine is played by a file with its name: that is all
/// that this one would see of it where the operating system's locks don't reach.
/// </summary>
public sealed class TargetLockTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-lock-").FullName;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 23, 10, 0, TimeSpan.Zero));

    private string OwnerPath => Path.Combine(folder, "contact.owner");

    private LockOwner Elsewhere => new("grace", "another-machine", 4711, time.GetUtcNow(), Guid.NewGuid());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Who_comes_second_is_told_the_user_the_machine_the_process_and_since_when()
    {
        using var first = await HeldAsync();

        var (second, other) = await TakeAsync();

        second.ShouldBeNull();
        other!.ToString().ShouldBe($"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}, since 2026-11-24 23:10 UTC");
        first.LostTo().ShouldBeNull();
        (await TargetLock.TryTakeAsync(folder, "account", time, default)).Lock.ShouldNotBeNull().Dispose();
    }

    [Fact]
    public async Task A_lock_that_was_given_back_is_free_and_leaves_no_name()
    {
        (await HeldAsync()).Dispose();
        File.Exists(OwnerPath).ShouldBeFalse();
        (await HeldAsync()).Dispose();
    }

    [Fact]
    public async Task A_process_of_this_machine_that_died_holds_nobody_up()
    {
        // Its name is there and fresh; the operating system gave its lock back.
        await WriteAsync(LockOwner.Self(time));
        using var taken = await HeldAsync();
        LockOwner.Read(OwnerPath)!.Token.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task An_owner_on_another_machine_counts_as_long_as_it_gives_signs_of_life()
    {
        var owner = Elsewhere;
        await WriteAsync(owner);
        var (taken, other) = await TakeAsync();
        taken.ShouldBeNull();
        other.ShouldBe(owner);
        TargetLock.OwnerElsewhere(folder, "contact").ShouldBe(owner);
        File.Exists(OwnerPath).ShouldBeTrue();
    }

    [Fact]
    public async Task An_owner_on_another_machine_that_is_silent_for_longer_than_the_lease_has_lost_the_lock()
    {
        await WriteAsync(Elsewhere, TargetLock.Lease + TimeSpan.FromSeconds(1));
        TargetLock.OwnerElsewhere(folder, "contact").ShouldBeNull();

        using var taken = await AfterSettlingAsync(TakeAsync());

        taken.LostTo().ShouldBeNull();
        LockOwner.Read(OwnerPath)!.IsOnThisMachine.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_machines_that_find_the_same_dead_owner_the_later_to_write_its_name_has_the_lock()
    {
        await WriteAsync(Elsewhere, TimeSpan.FromHours(1));
        var taking = TakeAsync();
        var winner = Elsewhere with { Process = 4712 };
        await WriteAsync(winner);
        time.Advance(TimeSpan.FromMinutes(1));

        var (taken, other) = await taking;

        taken.ShouldBeNull();
        other.ShouldBe(winner);
        LockOwner.Read(OwnerPath).ShouldBe(winner, "the loser leaves the winner's name alone");
    }

    [Fact]
    public async Task A_held_lock_is_renewed_by_its_owner()
    {
        using var held = await HeldAsync();
        var written = File.GetLastWriteTimeUtc(OwnerPath);
        Age(TimeSpan.FromHours(1));
        var before = await File.ReadAllTextAsync(OwnerPath, TestContext.Current.CancellationToken);

        time.Advance(TargetLock.Renewal);

        File.GetLastWriteTimeUtc(OwnerPath).ShouldBeGreaterThanOrEqualTo(written);
        (await File.ReadAllTextAsync(OwnerPath, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_process_that_slept_learns_who_has_its_lock_and_does_not_take_the_name_away_again()
    {
        var held = await HeldAsync();
        var other = Elsewhere;
        await WriteAsync(other);

        held.LostTo().ShouldBe(other);
        time.Advance(TargetLock.Renewal);
        LockOwner.Read(OwnerPath).ShouldBe(other);
        held.Dispose();
        LockOwner.Read(OwnerPath).ShouldBe(other);
    }

    [Fact]
    public async Task A_name_that_can_not_be_read_counts_like_that_of_another_machine()
    {
        await File.WriteAllTextAsync(OwnerPath, "", TestContext.Current.CancellationToken);
        var (taken, other) = await TakeAsync();
        taken.ShouldBeNull();
        other!.ToString().ShouldBe("somebody who has not said who they are");

        Age(TimeSpan.FromHours(1));
        (await AfterSettlingAsync(TakeAsync())).Dispose();
    }

    private Task<(TargetLock? Lock, LockOwner? Other)> TakeAsync() => TargetLock.TryTakeAsync(folder, "contact", time, TestContext.Current.CancellationToken).AsTask();

    private async Task<TargetLock> HeldAsync() => (await TakeAsync()).Lock.ShouldNotBeNull();

    // The taking runs up to its wait before it gives the task back, so the clock can be set on at once.
    private async Task<TargetLock> AfterSettlingAsync(Task<(TargetLock? Lock, LockOwner? Other)> taking)
    {
        taking.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(1));
        return (await taking).Lock.ShouldNotBeNull();
    }

    private async Task WriteAsync(LockOwner owner, TimeSpan age = default)
    {
        await File.WriteAllBytesAsync(OwnerPath, owner.ToFile(), TestContext.Current.CancellationToken);
        Age(age);
    }

    private void Age(TimeSpan by) => File.SetLastWriteTimeUtc(OwnerPath, File.GetLastWriteTimeUtc(OwnerPath) - by);
}
