using System.Diagnostics;
using System.Globalization;
using Syncline.Connections.Library;
using Syncline.Connections.Secrets;

namespace Syncline.Connections.Tests;

/// <summary>This test program started once more as a writer to the same library, for what only two processes can show.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const string HomeVariable = "SYNCLINE_TEST_WRITER_HOME";
    private const string RoundsVariable = "SYNCLINE_TEST_WRITER_ROUNDS";

    private readonly Process process;

    private ChildProcess(Process process)
    {
        this.process = process;
    }

    /// <summary>Starts the writer: it adds 1 to the value <c>count</c> of connection <c>contoso</c>, so many times.</summary>
    public static ChildProcess Start(string home, int rounds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.Environment[HomeVariable] = home;
        start.Environment[RoundsVariable] = rounds.ToString(CultureInfo.InvariantCulture);
        return new ChildProcess(Process.Start(start)!);
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    /// <summary>In the child, does the writing and returns true; else false.</summary>
    public static async Task<bool> WriteWhenAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(HomeVariable) is not { } home)
        {
            return false;
        }

        await WriteAsync(home, int.Parse(Environment.GetEnvironmentVariable(RoundsVariable)!, CultureInfo.InvariantCulture));
        return true;
    }

    private static async Task WriteAsync(string home, int rounds)
    {
        var keys = new StoredKeySource(
            Path.Combine(home, "keys"), new OwnerOnlyFileStore(), TimeProvider.System);
        var state = new ConnectionLibrary(home, new AesSecretProtector(keys)).StateOf("contoso");
        for (var round = 0; round < rounds; round++)
        {
            await state.UpdateAsync(
                "count",
                (value, _) => new($"{int.Parse(value ?? "0", CultureInfo.InvariantCulture) + 1}"),
                CancellationToken.None);
        }
    }
}
