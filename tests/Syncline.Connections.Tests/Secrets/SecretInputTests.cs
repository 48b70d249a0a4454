using Syncline.Connections.Secrets;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Secrets;

public sealed class SecretInputTests : IDisposable
{
    private readonly TemporaryHome home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_secret_is_taken_from_an_environment_variable()
    {
        var input = SecretInput.Parse("client-secret=env:MY_SECRET");

        var secret = await input.ReadAsync(TextReader.Null, Token, name => name == "MY_SECRET" ? "va=lue " : null);

        input.Option.ShouldBe("client-secret");
        secret.Reveal().ShouldBe("va=lue ");
    }

    [Theory]
    [InlineData("value\n", "value")]
    [InlineData("value\r\n", "value")]
    [InlineData("value\n\n", "value\n")]
    [InlineData(" value ", " value ")]
    public async Task A_file_or_standard_input_gives_all_but_one_trailing_line_break(string content, string expected)
    {
        var path = Path.Combine(home.Path, "secret.txt");
        await File.WriteAllTextAsync(path, content, Token);

        var fromFile = await SecretInput.Parse($"client-secret=file:{path}").ReadAsync(TextReader.Null, Token);
        var fromInput = await SecretInput.Parse("client-secret=-").ReadAsync(new StringReader(content), Token);

        fromFile.Reveal().ShouldBe(expected);
        fromInput.Reveal().ShouldBe(expected);
    }

    [Fact]
    public void A_value_on_the_command_line_is_refused_without_repeating_it()
    {
        var error = Should.Throw<ConfigurationException>(() => SecretInput.Parse("client-secret=hunter2")).Error;

        error.Id.ShouldBe("CN1307");
        $"{error}".ShouldNotContain("hunter2");
        error.Advice.ShouldNotBeNull().ShouldContain("--secret client-secret=env:VAR");
    }

    [Theory]
    [InlineData("client-secret=env:NOT_SET", "CN1308", "The environment variable NOT_SET for the secret 'client-secret' is not set.")]
    [InlineData("client-secret=-", "CN1308", "Standard input held nothing for the secret 'client-secret'.")]
    [InlineData("client-secret=file:/nowhere/x", "CN1309", "The file /nowhere/x for the secret 'client-secret' is not there.")]
    public async Task A_source_without_a_secret_is_an_error(string text, string id, string message)
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(
            async () => await SecretInput.Parse(text).ReadAsync(new StringReader("\n"), Token, _ => null))).Error;

        error.Id.ShouldBe(id);
        error.Message.ShouldBe(message);
    }
}
