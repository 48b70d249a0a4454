using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Library;

public sealed class ProtectedStateTests : IDisposable
{
    private readonly TemporaryHome home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task An_update_gets_the_latest_value_whoever_wrote_it()
    {
        await home.Open().StateOf("contoso").UpdateAsync("token", (_, _) => new("first"), Token);

        var result = await home.Open().StateOf("CONTOSO").UpdateAsync("token", (value, _) => new(value + ", second"), Token);

        result.ShouldBe("first, second");
        (await home.Open().StateOf("contoso").ReadAsync("token", Token)).ShouldBe("first, second");
    }

    [Fact]
    public async Task An_update_that_throws_changes_nothing()
    {
        var state = home.Open().StateOf("contoso");
        await state.UpdateAsync("token", (_, _) => new("first"), Token);

        await Should.ThrowAsync<InvalidOperationException>(
            async () => await state.UpdateAsync("token", (_, _) => throw new InvalidOperationException(), Token));

        (await state.UpdateAsync("token", (value, _) => new(value), Token)).ShouldBe("first");
    }

    [Fact]
    public async Task Removing_the_last_value_removes_the_file()
    {
        var state = home.Open().StateOf("contoso");
        await state.UpdateAsync("token", (_, _) => new("first"), Token);

        await state.UpdateAsync("token", (_, _) => new((string?)null), Token);

        File.Exists(home.FileOf("contoso.state")).ShouldBeFalse();
        (await state.ReadAsync("token", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Updates_of_many_libraries_at_once_lose_nothing()
    {
        const int Writers = 8;
        const int Rounds = 25;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var state = home.Open().StateOf("contoso");
            for (var round = 0; round < Rounds; round++)
            {
                await state.UpdateAsync("count", (value, _) => new(Next(value)), Token);
            }
        })));

        (await home.Open().StateOf("contoso").ReadAsync("count", Token)).ShouldBe($"{Writers * Rounds}");
    }

    [Fact]
    public async Task Updates_of_two_processes_at_once_lose_nothing()
    {
        const int Rounds = 60;

        using var child = ChildProcess.Start(home.Path, Rounds);
        var state = home.Open().StateOf("contoso");
        for (var round = 0; round < Rounds; round++)
        {
            await state.UpdateAsync("count", (value, _) => new(Next(value)), Token);
        }

        await child.WaitAsync(Token);

        (await state.ReadAsync("count", Token)).ShouldBe($"{2 * Rounds}");
    }

    [Fact]
    public async Task A_damaged_state_asks_to_sign_in_again_and_signing_in_mends_it()
    {
        var state = home.Open().StateOf("contoso");
        await state.UpdateAsync("token", (_, _) => new("first"), Token);
        await File.WriteAllTextAsync(home.FileOf("contoso.state"), "{ \"format\": 1, \"val", Token);

        var error = (await Should.ThrowAsync<SignInException>(async () => await state.ReadAsync("token", Token))).Error;
        await state.UpdateAsync("token", (value, _) => new(value is null ? "second" : "unexpected"), Token);

        error.Recovery.ShouldBe(Recovery.SignInAgain);
        (await state.ReadAsync("token", Token)).ShouldBe("second");
    }

    private static string Next(string? value) => $"{int.Parse(value ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}";
}
