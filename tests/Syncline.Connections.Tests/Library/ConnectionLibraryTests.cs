using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Library;

public sealed class ConnectionLibraryTests : IDisposable
{
    private readonly TemporaryHome home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_saved_connection_comes_back_with_its_options_and_secrets()
    {
        await home.Open().SaveAsync(TemporaryHome.Contoso, replace: false, Token);

        var found = await home.Open().FindAsync("CONTOSO", Token);

        found.Name.ShouldBe("contoso");
        found.Connector.ShouldBe("dynamics-365");
        found.Options.ShouldBe(TemporaryHome.Contoso.Options);
        found.Secrets["client-secret"].Reveal().ShouldBe("Sehr~geheim.äöü");
    }

    [Fact]
    public async Task The_file_of_a_connection_is_readable_and_its_secrets_are_envelopes()
    {
        await home.Open().SaveAsync(TemporaryHome.Contoso, replace: false, Token);

        var text = await File.ReadAllTextAsync(home.FileOf("contoso.connection.json"), Token);

        text.ShouldContain("""
              "options": {
                "url": "https://contoso.crm4.dynamics.com",
            """.ReplaceLineEndings("\n"));
        text.ShouldContain("\"client-secret\": \"syncline:1:file-");
    }

    [Fact]
    public async Task No_secret_and_no_token_is_in_any_file_in_clear()
    {
        var library = home.Open();
        var settings = TemporaryHome.Contoso with { Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("needle-one") } };
        await library.SaveAsync(settings, replace: false, Token);
        await library.StateOf("contoso").UpdateAsync("token", (_, _) => new("needle-two"), Token);
        await library.RenameAsync("contoso", "fabrikam", Token);
        await library.SaveAsync(settings with { Name = "fabrikam" }, replace: true, Token);

        var bytes = home.EveryByte();

        bytes.ShouldContain("contoso.crm4.dynamics.com");
        bytes.ShouldNotContain("needle");
        bytes.ShouldNotContain(Convert.ToBase64String("needle-one"u8)[..12]);
        bytes.ShouldNotContain(Convert.ToBase64String("needle-two"u8)[..12]);
    }

    [Fact]
    public async Task Files_and_folders_are_for_their_owner_only()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await library.StateOf("contoso").UpdateAsync("token", (_, _) => new("value"), Token);

        foreach (var folder in new[] { home.LibraryFolder, home.KeyFolder })
        {
            PrivateFolder.IsOpenToOthers(folder).ShouldBeFalse(folder);
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                PrivateFolder.IsOpenToOthers(file).ShouldBeFalse(file);
            }
        }
    }

    [Fact]
    public async Task An_unknown_connection_is_an_error_that_names_the_nearest()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await library.SaveAsync(TemporaryHome.Contoso with { Name = "archive" }, replace: false, Token);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await library.FindAsync("contsoo", Token))).Error;

        error.Id.ShouldBe("CN1001");
        error.Message.ShouldBe("There is no connection 'contsoo'.");
        error.Advice.ShouldBe("Did you mean 'contoso'?");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("straße")]
    [InlineData("-rf")]
    [InlineData(".hidden")]
    [InlineData("ends.")]
    [InlineData("con")]
    [InlineData("Nul.backup")]
    [InlineData("lpt1")]
    [InlineData("a23456789b23456789c23456789d23456789e23456789f23456789g23456789h2345")]
    public async Task A_name_that_is_no_file_name_everywhere_is_refused(string name)
    {
        var library = home.Open();

        var error = (await Should.ThrowAsync<ConfigurationException>(
            async () => await library.SaveAsync(TemporaryHome.Contoso with { Name = name }, replace: false, Token))).Error;

        error.Id.ShouldBe("CN1002");
        Directory.Exists(home.LibraryFolder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("crm-export_2.v1")]
    [InlineData("com10")]
    [InlineData("console")]
    [InlineData("365")]
    [InlineData("x.state")]
    [InlineData("x.connection.json")]
    public async Task An_ordinary_name_is_accepted_and_listed(string name)
    {
        await home.Open().SaveAsync(TemporaryHome.Contoso with { Name = name }, replace: false, Token);

        (await home.Open().ListAsync(Token)).ShouldHaveSingleItem().Name.ShouldBe(name);
    }

    [Fact]
    public async Task A_name_that_differs_only_in_case_is_taken_on_every_platform()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);

        var error = (await Should.ThrowAsync<ConfigurationException>(
            async () => await library.SaveAsync(TemporaryHome.Contoso with { Name = "Contoso" }, replace: false, Token))).Error;
        await library.SaveAsync(TemporaryHome.Contoso with { Name = "Contoso" }, replace: true, Token);

        error.Id.ShouldBe("CN1003");
        (await library.ListAsync(Token)).ShouldHaveSingleItem().Name.ShouldBe("Contoso");
    }

    [Fact]
    public async Task A_damaged_file_is_an_entry_with_its_error_and_hides_no_other()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await File.WriteAllTextAsync(home.FileOf("broken.connection.json"), "{\n  \"format\": 1,\n  \"name\": }", Token);
        await File.WriteAllTextAsync(home.FileOf("future.connection.json"), """{"format": 2, "name": "future", "connector": "csv"}""", Token);
        await File.WriteAllTextAsync(home.FileOf("copied.connection.json"), """{"format": 1, "name": "contoso", "connector": "csv"}""", Token);

        var entries = await library.ListAsync(Token);

        entries.Select(entry => (entry.Name, entry.Error?.Id)).ShouldBe(
            [("broken", "CN1004"), ("contoso", null), ("copied", "CN1004"), ("future", "CN1005")]);
        entries[0].Error!.Location.ShouldBe(new SourceLocation(home.FileOf("broken.connection.json"), 3, 11));
        entries[1].SecretNames.ShouldBe(["client-secret"]);
    }

    [Fact]
    public async Task A_file_of_a_name_that_Syncline_does_not_give_is_listed_with_an_error()
    {
        Directory.CreateDirectory(home.LibraryFolder);
        await File.WriteAllTextAsync(home.FileOf("my crm.connection.json"), "{}", Token);

        var entry = (await home.Open().ListAsync(Token)).ShouldHaveSingleItem();

        entry.Name.ShouldBe("my crm");
        entry.Error!.Id.ShouldBe("CN1004");
    }

    [Fact]
    public async Task A_secret_copied_to_another_connection_or_option_does_not_open()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        var text = await File.ReadAllTextAsync(home.FileOf("contoso.connection.json"), Token);
        await File.WriteAllTextAsync(
            home.FileOf("evil.connection.json"), text.Replace("\"name\": \"contoso\"", "\"name\": \"evil\"", StringComparison.Ordinal), Token);
        await File.WriteAllTextAsync(
            home.FileOf("contoso.connection.json"), text.Replace("\"client-secret\"", "\"password\"", StringComparison.Ordinal), Token);

        var elsewhere = (await Should.ThrowAsync<ConfigurationException>(async () => await library.FindAsync("evil", Token))).Error;
        var renamed = (await Should.ThrowAsync<ConfigurationException>(async () => await library.FindAsync("contoso", Token))).Error;

        elsewhere.Id.ShouldBe("CN1105");
        elsewhere.Option.ShouldBe("client-secret");
        renamed.Option.ShouldBe("password");
    }

    [Fact]
    public async Task Removing_takes_secrets_and_sign_in_along()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await library.StateOf("contoso").UpdateAsync("token", (_, _) => new("value"), Token);

        await library.RemoveAsync("Contoso", Token);

        Directory.EnumerateFiles(home.LibraryFolder).ShouldBeEmpty();
        (await Should.ThrowAsync<ConfigurationException>(async () => await library.RemoveAsync("contoso", Token))).Error.Id.ShouldBe("CN1001");
    }

    [Fact]
    public async Task Renaming_keeps_secrets_and_sign_in()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await library.StateOf("contoso").UpdateAsync("token", (_, _) => new("value"), Token);

        await library.RenameAsync("contoso", "Production", Token);

        (await library.ListAsync(Token)).ShouldHaveSingleItem().HasSavedSignIn.ShouldBeTrue();
        (await library.FindAsync("production", Token)).Secrets["client-secret"].Reveal().ShouldBe("Sehr~geheim.äöü");
        (await library.StateOf("production").ReadAsync("token", Token)).ShouldBe("value");
        (await library.StateOf("contoso").ReadAsync("token", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Renaming_can_change_case_and_does_not_take_a_name_from_another()
    {
        var library = home.Open();
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await library.SaveAsync(TemporaryHome.Contoso with { Name = "other" }, replace: false, Token);

        await library.RenameAsync("contoso", "CONTOSO", Token);
        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await library.RenameAsync("contoso", "Other", Token))).Error;

        error.Id.ShouldBe("CN1003");
        (await library.ListAsync(Token)).Select(entry => entry.Name).ShouldBe(["CONTOSO", "other"]);
    }

    [Fact]
    public async Task A_sign_in_does_not_follow_a_connection_to_another_address()
    {
        var library = home.Open();
        var state = library.StateOf("contoso");
        await library.SaveAsync(TemporaryHome.Contoso, replace: false, Token);
        await state.UpdateAsync("token", (_, _) => new("value"), Token);

        var options = new Dictionary<string, string>(TemporaryHome.Contoso.Options, StringComparer.Ordinal) { ["read-only"] = "true" };
        await library.SaveAsync(TemporaryHome.Contoso with { Options = options }, replace: true, Token);
        var afterReadOnly = await state.ReadAsync("token", Token);
        options["url"] = "https://attacker.example";
        await library.SaveAsync(TemporaryHome.Contoso with { Options = options }, replace: true, Token);

        afterReadOnly.ShouldBe("value");
        (await state.ReadAsync("token", Token)).ShouldBeNull();
    }
}
