using System.Reflection;

namespace Syncline.Cli.Demo;

/// <summary>The demo's CSV export and its two projects, carried in the program.</summary>
internal static class DemoFiles
{
    /// <summary>Project files in the order they run: companies before people, who refer to them.</summary>
    public static IReadOnlyList<string> Projects { get; } = ["accounts.syncline.yaml", "contacts.syncline.yaml"];

    /// <summary>Writes the files into a fresh folder.</summary>
    public static void WriteTo(string folder)
    {
        const string Prefix = "demo/";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var from = assembly.GetManifestResourceStream(name)!;
            using var to = File.Create(Path.Combine(folder, name[Prefix.Length..]));
            from.CopyTo(to);
        }
    }
}
