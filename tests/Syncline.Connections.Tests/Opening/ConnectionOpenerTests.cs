using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Opening;

public sealed class ConnectionOpenerTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly FakeConnector connector = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_saved_connection_opens_with_its_settings_and_its_protected_state()
    {
        var library = home.Open();
        await library.SaveAsync(Settings(("url", "https://contoso.example")), replace: false, Token);

        await using (var connection = await Opener().OpenAsync("CONTOSO", Token))
        {
            (await connection.IdentifyAsync(Token)).System.ShouldBe("fake");
            await connector.Services!.State.UpdateAsync("token", (_, _) => new("value"), Token);
        }

        connector.Settings!.Options["url"].ShouldBe("https://contoso.example");
        connector.Disposed.ShouldBe(1);
        (await library.StateOf("contoso").ReadAsync("token", Token)).ShouldBe("value");
    }

    [Fact]
    public async Task What_an_unsaved_connection_keeps_is_forgotten()
    {
        await using (await Opener().OpenAsync(Settings(("url", "x")), Token))
        {
            await connector.Services!.State.UpdateAsync("token", (_, _) => new("value"), Token);
            (await connector.Services.State.ReadAsync("token", Token)).ShouldBe("value");
        }

        Directory.Exists(home.LibraryFolder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("false", true)]
    [InlineData(null, true)]
    public async Task A_read_only_connection_has_no_writer(string? readOnly, bool canWrite)
    {
        await using var connection = await Opener().OpenAsync(
            readOnly is null ? Settings(("url", "x")) : Settings(("url", "x"), ("read-only", readOnly)), Token);

        (connection.Writer is not null).ShouldBe(canWrite);
        connector.Settings!.Options.Keys.ShouldBe(["url"]);
    }

    [Fact]
    public async Task What_is_set_for_the_HTTP_stack_is_no_option_of_a_connector_without_it()
    {
        var opener = new ConnectionOpener(home.Open(), [new FakeConnector(usesHttp: false)]);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () =>
            await opener.OpenAsync(Settings(("url", "x"), ("extra-root-certificate", "company.pem")), Token))).Error;

        error.Option.ShouldBe("extra-root-certificate");
        CommonOptions.Of(connector.Descriptor).ShouldContain(CommonOptions.ExtraRootCertificate);
    }

    [Fact]
    public async Task Other_users_connections_open_and_close_with_the_one_that_names_them()
    {
        var library = home.Open();
        await library.SaveAsync(Settings(("url", "x"), ("write-also-with", "second, THIRD")), replace: false, Token);
        await library.SaveAsync(Settings(("url", "y"), ("write-also-with", "contoso")) with { Name = "second" }, replace: false, Token);
        await library.SaveAsync(Settings(("url", "z"), ("read-only", "true")) with { Name = "third" }, replace: false, Token);

        await using (var connection = await Opener().OpenAsync("contoso", Token))
        {
            connection.Partners.Select(partner => partner.Writer is not null).ShouldBe([true, false]);
            connection.Partners.ShouldAllBe(partner => partner.Partners.Count == 0);
        }

        connector.Disposed.ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_that_names_itself_or_one_that_is_not_there_does_not_open()
    {
        var library = home.Open();
        await library.SaveAsync(Settings(("url", "x"), ("write-also-with", "contoso")), replace: false, Token);
        await library.SaveAsync(Settings(("url", "x"), ("write-also-with", "nobody")) with { Name = "second" }, replace: false, Token);

        (await Should.ThrowAsync<ConfigurationException>(async () => await Opener().OpenAsync("contoso", Token))).Error.Id.ShouldBe("CN1319");
        (await Should.ThrowAsync<ConfigurationException>(async () => await Opener().OpenAsync("second", Token))).Error.Id.ShouldBe("CN1001");
    }

    [Fact]
    public async Task An_unknown_connector_is_an_error_that_names_the_nearest()
    {
        var error = await FailAsync(Settings() with { Connector = "faek" });

        error.Id.ShouldBe("CN1301");
        error.Advice.ShouldBe("Did you mean 'fake'?");
    }

    [Fact]
    public async Task Every_mistake_in_the_options_is_told_at_once()
    {
        var error = await FailAsync(Settings(("ulr", "x"), ("method", "guess")));

        error.Others.Prepend(error).Select(one => (one.Id, one.Option)).ShouldBe(
            [("CN1302", "ulr"), ("CN1303", "method"), ("CN1304", "url")]);
        error.Advice.ShouldBe("Did you mean 'url'?");
        error.Others[0].Advice.ShouldBe("Use one of: token, password.");
    }

    [Fact]
    public async Task A_secret_in_clear_is_refused_without_repeating_it()
    {
        var error = await FailAsync(Settings(("url", "x"), ("method", "password"), ("password", "hunter2")));

        error.Id.ShouldBe("CN1305");
        error.Others.ShouldBeEmpty();
        error.Advice.ShouldNotBeNull().ShouldContain("--secret password=env:VAR");
        $"{error}".ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_required_option_counts_only_where_it_is_meaningful()
    {
        var error = await FailAsync(Settings(("url", "x"), ("method", "password")));
        await using var connection = await Opener().OpenAsync(Settings(("url", "x"), ("method", "token")), Token);

        error.Id.ShouldBe("CN1304");
        error.Message.ShouldBe("The option 'password' (Password) is missing.");
    }

    [Fact]
    public async Task An_option_given_as_a_secret_that_is_none_is_refused()
    {
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["url"] = new("x") };

        var error = await FailAsync(Settings(("url", "x")) with { Secrets = secrets });

        error.Id.ShouldBe("CN1306");
    }

    [Fact]
    public async Task Signing_in_where_there_is_nothing_to_sign_in_to_is_told()
    {
        await home.Open().SaveAsync(Settings(("url", "x")), replace: false, Token);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await Opener().SignInAsync("contoso", null!, Token))).Error;

        error.Id.ShouldBe("CN1311");
    }

    private static ConnectionSettings Settings(params (string Option, string Value)[] options) => new()
    {
        Name = "contoso",
        Connector = "fake",
        Options = options.ToDictionary(option => option.Option, option => option.Value, StringComparer.Ordinal),
    };

    private ConnectionOpener Opener() => new(home.Open(), [connector]);

    private async Task<ErrorDetail> FailAsync(ConnectionSettings settings) =>
        (await Should.ThrowAsync<ConfigurationException>(async () => await Opener().OpenAsync(settings, Token))).Error;
}
