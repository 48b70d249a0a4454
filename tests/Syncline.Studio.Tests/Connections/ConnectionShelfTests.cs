using Microsoft.Extensions.Time.Testing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Studio.Connections;
using Syncline.Workspace;

namespace Syncline.Studio.Tests.Connections;

public sealed class ConnectionShelfTests : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-shelf-").FullName;
    private readonly SynclineWorkspace workspace;
    private readonly ConnectionShelf shelf;

    public ConnectionShelfTests()
    {
        workspace = new SynclineWorkspace(new SynclineHome(Path.Combine(root, "home")), _ => null);
        shelf = new ConnectionShelf(workspace, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_nobody_signed_in_to_says_so_and_is_not_asked()
    {
        await SaveAsync("contoso", "dynamics-365", ("url", "https://contoso.crm4.dynamics.com"), ("client-id", Guid.NewGuid().ToString()), ("tenant", "contoso.com"));
        await shelf.RefreshAsync(Token);
        var contoso = shelf.Connections.Single();
        contoso.State.ShouldBe(ConnectionState.Attention);
        contoso.Reason.ShouldStartWith("Nobody has signed in yet");
    }

    [Fact]
    public async Task A_connection_is_opened_once_its_tables_are_listed_once_and_Reopen_looks_again()
    {
        await File.WriteAllTextAsync(Path.Combine(root, "one.csv"), "id\n1\n", Token);
        await SaveAsync("files", "csv", ("path", root));
        await shelf.RefreshAsync(Token);
        (await shelf.OpenAsync("files", Token)).ShouldBeSameAs(await shelf.OpenAsync("files", Token));
        (await shelf.TablesAsync("files", Token)).Count.ShouldBe(1);
        await File.WriteAllTextAsync(Path.Combine(root, "two.csv"), "id\n1\n", Token);
        (await shelf.TablesAsync("files", Token)).Count.ShouldBe(1);
        shelf.Reopen("files");
        await shelf.RefreshAsync(Token);
        (await shelf.TablesAsync("files", Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_fails_shows_with_its_reason_and_is_tried_again_the_next_time()
    {
        var folder = Path.Combine(root, "later");
        Directory.CreateDirectory(folder);
        await SaveAsync("files", "csv", ("path", folder));
        Directory.Delete(folder);
        await shelf.RefreshAsync(Token);
        await Should.ThrowAsync<SynclineException>(() => shelf.TablesAsync("files", Token));
        shelf.Find("files")!.State.ShouldBe(ConnectionState.Failing);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "one.csv"), "id\n1\n", Token);
        (await shelf.TablesAsync("files", Token)).Count.ShouldBe(1);
        shelf.Find("files")!.State.ShouldBe(ConnectionState.Ready);
    }

    [Fact]
    public async Task Everybody_who_looks_hears_of_a_change()
    {
        var heard = 0;
        shelf.Changed += (_, _) => heard++;
        await SaveAsync("files", "csv", ("path", root));
        await shelf.RefreshAsync(Token);
        heard.ShouldBe(1);
        await workspace.Library.RemoveAsync("files", Token);
        await shelf.RefreshAsync(Token);
        shelf.Connections.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_that_nothing_renews_is_said_to_end_soon_and_then_to_have_ended()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 13, 0, 0, TimeSpan.Zero));
        await using var timed = new ConnectionShelf(workspace, clock);
        await SaveAsync("files", "csv", ("path", root));
        await timed.RefreshAsync(Token);
        timed.Report("files", new ConnectionIdentity { System = "Contoso", User = "Ada", SignIn = new SignInSpan(clock.GetUtcNow().AddMinutes(60), IsRenewed: false) });
        timed.Find("files")!.State.ShouldBe(ConnectionState.Ready);
        timed.Find("files")!.Reason.ShouldBe("Works: Contoso, as Ada. Signed in until 14:00, then somebody has to sign in again.");

        clock.Advance(TimeSpan.FromMinutes(51));
        timed.Find("files")!.State.ShouldBe(ConnectionState.Attention);
        timed.Find("files")!.Reason.ShouldContain("ends at 14:00");
        await timed.TablesAsync("files", Token);
        timed.Find("files")!.State.ShouldBe(ConnectionState.Attention);

        clock.Advance(TimeSpan.FromMinutes(9));
        timed.Find("files")!.State.ShouldBe(ConnectionState.Failing);
        timed.Find("files")!.Reason.ShouldContain("ended at 14:00");
    }

    [Fact]
    public async Task A_sign_in_that_is_renewed_by_itself_never_ends_soon()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 13, 0, 0, TimeSpan.Zero));
        await using var timed = new ConnectionShelf(workspace, clock);
        await SaveAsync("files", "csv", ("path", root));
        await timed.RefreshAsync(Token);
        timed.Report("files", new ConnectionIdentity { System = "Contoso", SignIn = new SignInSpan(clock.GetUtcNow().AddMinutes(60), IsRenewed: true) });
        clock.Advance(TimeSpan.FromHours(3));
        timed.Find("files")!.State.ShouldBe(ConnectionState.Ready);
    }

    public async ValueTask DisposeAsync()
    {
        await shelf.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    private async Task SaveAsync(string name, string connector, params (string Option, string Value)[] options) => await workspace.SaveAsync(
        new ConnectionSettings { Name = name, Connector = connector, Options = options.ToDictionary(one => one.Option, one => one.Value, StringComparer.Ordinal) }, replace: false, Token);
}
