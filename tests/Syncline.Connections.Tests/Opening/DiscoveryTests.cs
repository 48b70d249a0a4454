using Syncline.Connections.Opening;
using Syncline.Core.Connectors;

namespace Syncline.Connections.Tests.Opening;

public sealed class DiscoveryTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly AskingConnector connector = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task What_is_missing_is_asked_for_when_a_connection_is_opened()
    {
        await using var connection = await Opener().OpenAsync(Settings(("url", "x")), Token);

        connector.Settings!.Options["endpoint"].ShouldBe("https://ask.example");
    }

    [Fact]
    public async Task Nobody_is_asked_for_what_is_there()
    {
        await using var connection = await Opener().OpenAsync(Settings(("url", "x"), ("endpoint", "https://mine.example")), Token);

        connector.Asked.ShouldBe(0);
        connector.Settings!.Options["endpoint"].ShouldBe("https://mine.example");
    }

    [Fact]
    public async Task What_is_found_at_a_sign_in_is_saved_and_the_sign_in_stays_with_it()
    {
        var library = home.Open();
        await library.SaveAsync(Settings(("url", "x"), ("read-only", "true")), replace: false, Token);

        await Opener().SignInAsync("contoso", null!, Token);

        (await library.FindAsync("contoso", Token)).Options.ShouldBe(
            Settings(("url", "x"), ("read-only", "true"), ("endpoint", "https://ask.example")).Options, ignoreOrder: true);
        (await library.StateOf("contoso").ReadAsync("tokens", Token)).ShouldBe("a token");
        await using var connection = await Opener().OpenAsync("contoso", Token);
        connector.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Settings_still_being_filled_in_can_be_explained_and_completed()
    {
        Opener().Explain(Settings()).ShouldHaveSingleItem().Value.ShouldBe("?");
        (await Opener().DiscoverAsync(Settings(("read-only", "true")), Token)).Options.Keys.ShouldBe(["read-only", "endpoint"]);
    }

    [Fact]
    public async Task Where_a_connector_can_find_out_nothing_settings_come_back_as_they_are()
    {
        var opener = new ConnectionOpener(home.Open(), [new FakeConnector()]);
        var settings = Settings(("url", "x")) with { Connector = "fake" };

        (await opener.DiscoverAsync(settings, Token)).ShouldBeSameAs(settings);
        opener.Explain(settings).ShouldBeEmpty();
    }

    private static ConnectionSettings Settings(params (string Option, string Value)[] options) => new()
    {
        Name = "contoso",
        Connector = "fake",
        Options = options.ToDictionary(option => option.Option, option => option.Value, StringComparer.Ordinal),
    };

    private ConnectionOpener Opener() => new(home.Open(), [connector]);
}
