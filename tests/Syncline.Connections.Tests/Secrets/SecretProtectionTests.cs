using Syncline.Connections.Library;
using Syncline.Connections.Secrets;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Secrets;

public sealed class SecretProtectionTests : IDisposable
{
    private static readonly SecretPlace Place = new("contoso", "client-secret");

    private readonly TemporaryHome home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string KeyFilePath => Path.Combine(home.KeyFolder, "keys.json");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_same_value_twice_gives_two_envelopes_that_both_open_in_another_process()
    {
        var protector = home.Protector();

        var first = await protector.ProtectAsync(Place, "value", Token);
        var second = await protector.ProtectAsync(Place, "value", Token);

        string.Equals(first, second, StringComparison.Ordinal).ShouldBeFalse();
        (await home.Protector().UnprotectAsync(Place, first, Token)).ShouldBe("value");
        (await home.Protector().UnprotectAsync(Place with { Connection = "Contoso" }, second, Token)).ShouldBe("value");
    }

    [Fact]
    public async Task An_envelope_with_one_changed_character_does_not_open()
    {
        var envelope = await home.Protector().ProtectAsync(Place, "value", Token);
        var last = envelope.TrimEnd('=').Length - 5;
        var changed = envelope[..last] + (envelope[last] == 'A' ? 'B' : 'A') + envelope[(last + 1)..];

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await home.Protector().UnprotectAsync(Place, changed, Token))).Error;

        error.Id.ShouldBe("CN1105");
        error.Message.ShouldNotContain(envelope);
    }

    [Theory]
    [InlineData("")]
    [InlineData("clear text")]
    [InlineData("syncline:1:")]
    [InlineData("syncline:2:file-00000000:AAAA")]
    public async Task What_is_no_envelope_does_not_open(string envelope)
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await home.Protector().UnprotectAsync(Place, envelope, Token))).Error;

        error.Id.ShouldBe("CN1105");
    }

    [Fact]
    public async Task Keys_that_are_made_at_the_same_time_are_one_key()
    {
        var envelopes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () => await home.Protector().ProtectAsync(Place, "value", Token))));

        foreach (var envelope in envelopes)
        {
            (await home.Protector().UnprotectAsync(Place, envelope, Token)).ShouldBe("value");
        }
    }

    [Fact]
    public async Task A_passphrase_protects_in_every_process_that_knows_it()
    {
        var envelope = await WithPassphrase("correct horse").ProtectAsync(Place, "value", Token);

        (await WithPassphrase("correct horse").UnprotectAsync(Place, envelope, Token)).ShouldBe("value");
        envelope.ShouldStartWith("syncline:1:passphrase-");
        home.EveryByte().ShouldNotContain("correct horse");
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_as_such()
    {
        await WithPassphrase("correct horse").ProtectAsync(Place, "value", Token);

        var error = (await Should.ThrowAsync<ConfigurationException>(
            async () => await WithPassphrase("battery staple").ProtectAsync(Place, "value", Token))).Error;

        error.Id.ShouldBe("CN1101");
        error.Message.ShouldBe("The passphrase in SYNCLINE_PASSPHRASE is not the one that this library is protected with.");
    }

    [Fact]
    public async Task A_secret_of_another_key_says_how_to_get_at_it()
    {
        var byPassphrase = await WithPassphrase("correct horse").ProtectAsync(Place, "value", Token);
        var byFile = await home.Protector().ProtectAsync(Place, "value", Token);

        var missing = (await Should.ThrowAsync<ConfigurationException>(async () => await home.Protector().UnprotectAsync(Place, byPassphrase, Token))).Error;
        var surplus = (await Should.ThrowAsync<ConfigurationException>(
            async () => await WithPassphrase("correct horse").UnprotectAsync(Place, byFile, Token))).Error;

        missing.Id.ShouldBe("CN1102");
        missing.Advice.ShouldStartWith("Set SYNCLINE_PASSPHRASE");
        surplus.Advice.ShouldStartWith("Unset SYNCLINE_PASSPHRASE");
    }

    [Theory]
    [InlineData(true, UnixFileMode.GroupRead, "chmod 600")]
    [InlineData(true, UnixFileMode.OtherWrite, "chmod 600")]
    [InlineData(false, UnixFileMode.OtherExecute, "chmod 700")]
    public async Task A_key_that_others_can_open_is_not_used(bool file, UnixFileMode extra, string advice)
    {
        var envelope = await home.Protector().ProtectAsync(Place, "value", Token);
        var path = file ? KeyFilePath : home.KeyFolder;
        if (OperatingSystem.IsWindows())
        {
            // No file modes there: what the profile folder grants holds, and nothing counts as open.
            PrivateFolder.IsOpenToOthers(path).ShouldBeFalse();
            return;
        }

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | extra);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await home.Protector().UnprotectAsync(Place, envelope, Token))).Error;

        error.Id.ShouldBe("CN1103");
        error.Advice.ShouldBe($"Run: {advice} '{path}'");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"format": 1, "store": "file", "current": "a", "keys": {}}""")]
    [InlineData("""{"format": 1, "store": "file", "current": "a", "keys": {"a": "AAAA"}}""")]
    [InlineData("""{"format": 1, "store": "keychain", "current": "a", "keys": {"a": "AAAA"}}""")]
    public async Task A_damaged_key_file_is_never_replaced_by_a_new_key(string content)
    {
        await home.Protector().ProtectAsync(Place, "value", Token);
        await File.WriteAllTextAsync(KeyFilePath, content, Token);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await home.Protector().ProtectAsync(Place, "value", Token))).Error;

        error.Id.ShouldBe("CN1104");
        (await File.ReadAllTextAsync(KeyFilePath, Token)).ShouldBe(content);
    }

    private ISecretProtector WithPassphrase(string passphrase) =>
        SecretProtection.Choose(home.Path, name => name == "SYNCLINE_PASSPHRASE" ? passphrase : null);
}
