using System.Diagnostics;
using Syncline.ForeignClients.Npm;

[assembly: AssemblyFixture(typeof(NodePackages))]

namespace Syncline.ForeignClients.Npm;

/// <summary>
/// The npm packages of <c>node/package-lock.json</c>, installed into <c>artifacts/foreign-clients</c> when they are not there yet, with our scripts
/// beside them. Where node or npm is missing, tests that need them are skipped.
/// </summary>
public sealed class NodePackages : IAsyncLifetime
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "node");

    private string? missing;

    /// <summary>False where node or npm is missing.</summary>
    public bool AreThere => missing is null;

    /// <summary>Where scripts and packages lie.</summary>
    public string Folder { get; } = Path.Combine(Artifacts(), "foreign-clients");

    public async ValueTask InitializeAsync()
    {
        missing = Array.Find(["node", "npm"], command => !IsThere(command));
        if (missing is not null)
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        foreach (var script in Directory.GetFiles(Source))
        {
            File.Copy(script, Path.Combine(Folder, Path.GetFileName(script)), overwrite: true);
        }

        var marker = Path.Combine(Folder, "installed-lock.json");
        var lockFile = await File.ReadAllTextAsync(Path.Combine(Source, "package-lock.json"));
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker) == lockFile)
        {
            return;
        }

        using var npm = Process.Start(NodeProcess.StartInfo(Folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))!;
        npm.StandardInput.Close();
        var (output, error) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {Folder}:\n{await output}\n{await error}");
        }

        await File.WriteAllTextAsync(marker, lockFile);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Skips the running test where node is missing.</summary>
    public void Require() => Assert.SkipWhen(missing is not null, $"No '{missing}' on this machine; ./test.sh installs it where it can.");

    private static bool IsThere(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, command), Path.Combine(folder, command + ".exe"), Path.Combine(folder, command + ".cmd")])
        .Any(File.Exists);

    private static string Artifacts()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "artifacts")
            {
                return folder.FullName;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "artifacts");
    }
}
