using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Library;

public sealed class ConnectionTransferTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly TemporaryHome elsewhere = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        home.Dispose();
        elsewhere.Dispose();
    }

    [Fact]
    public async Task Secrets_travel_under_a_passphrase_and_open_in_another_library()
    {
        await home.Open().SaveAsync(TemporaryHome.Contoso, replace: false, Token);

        var json = await new ConnectionTransfer(home.Open()).ExportAsync(null, new Secret("correct horse"), Token);
        var imported = await new ConnectionTransfer(elsewhere.Open()).ImportAsync(json, new Secret("correct horse"), replace: false, Token);

        json.ShouldNotContain("geheim");
        imported.ShouldHaveSingleItem().MissingSecrets.ShouldBeEmpty();
        (await elsewhere.Open().FindAsync("contoso", Token)).Secrets["client-secret"].Reveal().ShouldBe("Sehr~geheim.äöü");
    }

    [Fact]
    public async Task Without_a_passphrase_secrets_stay_and_the_import_says_which_are_missing()
    {
        await home.Open().SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await home.Open().StateOf("contoso").UpdateAsync("token", (_, _) => new("value"), Token);

        var json = await new ConnectionTransfer(home.Open()).ExportAsync(["contoso"], passphrase: null, Token);
        var imported = await new ConnectionTransfer(elsewhere.Open()).ImportAsync(json, passphrase: null, replace: false, Token);

        json.ShouldNotContain("syncline:1:");
        imported.ShouldHaveSingleItem().MissingSecrets.ShouldBe(["client-secret"]);
        (await elsewhere.Open().FindAsync("contoso", Token)).Options.ShouldBe(TemporaryHome.Contoso.Options);
        (await elsewhere.Open().StateOf("contoso").ReadAsync("token", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_passphrase_or_a_taken_name_saves_nothing()
    {
        await home.Open().SaveAsync(TemporaryHome.Contoso with { Name = "another" }, replace: false, Token);
        await home.Open().SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        var json = await new ConnectionTransfer(home.Open()).ExportAsync(null, new Secret("correct horse"), Token);
        await elsewhere.Open().SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        var transfer = new ConnectionTransfer(elsewhere.Open());

        var wrong = await Should.ThrowAsync<ConfigurationException>(
            async () => await transfer.ImportAsync(json, new Secret("battery staple"), replace: true, Token));
        var taken = await Should.ThrowAsync<ConfigurationException>(
            async () => await transfer.ImportAsync(json, new Secret("correct horse"), replace: false, Token));

        wrong.Error.Id.ShouldBe("CN1010");
        taken.Error.Id.ShouldBe("CN1003");
        (await elsewhere.Open().ListAsync(Token)).ShouldHaveSingleItem().Name.ShouldBe("contoso");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"kind": "something-else", "format": 1, "connections": []}""")]
    [InlineData("""{"kind": "syncline-connections", "format": 1, "connections": [{"name": "a", "connector": "csv"}, {"name": "A", "connector": "csv"}]}""")]
    [InlineData("""{"kind": "syncline-connections", "format": 1, "connections": [{"name": "a", "connector": "csv", "options": {"path": null}}]}""")]
    public async Task What_is_no_export_is_refused(string json)
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(
            async () => await new ConnectionTransfer(home.Open()).ImportAsync(json, passphrase: null, replace: false, Token))).Error;

        error.Id.ShouldBe("CN1009");
    }
}
