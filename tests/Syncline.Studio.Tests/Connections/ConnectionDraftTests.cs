using Syncline.Core.Connectors;
using Syncline.Studio.Connections;
using Syncline.Studio.Connections.Window;
using Syncline.Workspace;

namespace Syncline.Studio.Tests.Connections;

public sealed class ConnectionDraftTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-draft-").FullName;
    private readonly SynclineWorkspace workspace;
    private readonly ConnectionDrafts drafts;

    public ConnectionDraftTests()
    {
        workspace = new SynclineWorkspace(new SynclineHome(Path.Combine(root, "home")), _ => null);
        drafts = new ConnectionDrafts(workspace, TimeProvider.System);
    }

    [Fact]
    public async Task Pressing_the_button_with_nothing_filled_in_marks_each_field_that_is_needed_and_sends_nothing()
    {
        var draft = drafts.Begin("dynamics-365");
        await draft.AuthorizeAsync();
        draft.FieldErrors.Keys.ShouldBe(["url", "client-id"], ignoreOrder: true);
        draft.FieldErrors["client-id"].Message.ShouldBe("Client ID is missing.");
        draft.Busy.ShouldBeNull();
        draft.SignIn.ShouldBeNull();
    }

    [Fact]
    public void A_field_that_is_changed_loses_its_mistake()
    {
        var draft = drafts.Begin("dynamics-365");
        draft.Check(draft.Connector.Descriptor.Find("client-id")!);
        draft.FieldErrors.ShouldContainKey("client-id");
        draft.Set("client-id", "2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6a01");
        draft.FieldErrors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_of_files_is_tried_looked_at_and_saved()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "export")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts.csv"), "id,name\n1,Ada\n2,Bruno\n", TestContext.Current.CancellationToken);
        var draft = drafts.Begin("csv");
        draft.Set("path", folder);
        await draft.AuthorizeAsync();
        draft.Error.ShouldBeNull();
        draft.IsConnected.ShouldBeTrue();
        await draft.LookAtAsync(draft.Tables!.Single());
        draft.Preview!.Rows.Select(row => row[1]).ShouldBe(["Ada", "Bruno"]);
        (await draft.SaveAsync("export", TestContext.Current.CancellationToken)).ShouldBe("export");
        workspace.Library.Contains("export").ShouldBeTrue();
    }

    [Fact]
    public async Task Connect_lets_it_be_used_by_a_name_that_no_saved_connection_has()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "export")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts.csv"), "id\n1\n", TestContext.Current.CancellationToken);
        await workspace.SaveAsync(
            new ConnectionSettings { Name = "export", Connector = "csv", Options = new Dictionary<string, string> { ["path"] = folder } }, replace: false, TestContext.Current.CancellationToken);
        var draft = drafts.Begin("csv");
        draft.Set("path", folder);
        await draft.AuthorizeAsync();
        var name = draft.Use();
        drafts.Close(draft);
        name.ShouldBe("export-2");
        await using var open = await workspace.OpenAsync(name, TestContext.Current.CancellationToken);
        (await open.IdentifyAsync(TestContext.Current.CancellationToken)).System.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_the_option_that_mends_it_and_a_change_ends_what_was_connected()
    {
        var draft = drafts.Begin("csv");
        draft.Set("path", Path.Combine(root, "nowhere"));
        await draft.AuthorizeAsync();
        draft.IsConnected.ShouldBeFalse();
        draft.Error!.Option.ShouldBe("path");
        draft.FieldErrors.ShouldContainKey("path");
        draft.Set("path", root);
        draft.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_saved_connection_keeps_its_secret_and_only_says_that_there_is_one()
    {
        await workspace.SaveAsync(
            new ConnectionSettings
            {
                Name = "contoso",
                Connector = "dynamics-365",
                Options = new Dictionary<string, string> { ["url"] = "https://contoso.crm4.dynamics.com", ["client-id"] = Guid.NewGuid().ToString(), ["tenant"] = "contoso.com" },
                Secrets = new Dictionary<string, Secret> { ["client-secret"] = new("value~of~it") },
            },
            replace: false,
            TestContext.Current.CancellationToken);
        var draft = await drafts.BeginAsync("contoso", TestContext.Current.CancellationToken);
        var option = draft.Connector.Descriptor.Find("client-secret")!;
        draft.HasSecret(option).ShouldBeTrue();
        draft.Get(option).ShouldBeEmpty();

        draft.Set("transport", "web-api");
        await draft.SaveAsync("contoso", TestContext.Current.CancellationToken);
        (await workspace.Library.FindAsync("contoso", TestContext.Current.CancellationToken)).Secrets["client-secret"].Reveal().ShouldBe("value~of~it");
    }

    [Fact]
    public void Only_so_many_drafts_are_kept_because_a_closed_tab_never_says_so()
    {
        var first = drafts.Begin("csv");
        for (var i = 0; i < 40; i++)
        {
            drafts.Begin("csv");
        }

        drafts.TryFind(first.Id, out _).ShouldBeFalse();
    }

    public void Dispose()
    {
        drafts.Dispose();
        Directory.Delete(root, recursive: true);
    }
}
