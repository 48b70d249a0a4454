using Syncline.Core.Connectors;

namespace Syncline.Workspace.Tests;

/// <summary>A user with an empty home and a folder of CSV files, removed at the end of the test.</summary>
internal sealed class UserHome : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-workspace-").FullName;

    public UserHome()
    {
        Workspace = new SynclineWorkspace(new SynclineHome(Path.Combine(root, "home")), _ => null);
    }

    public SynclineWorkspace Workspace { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string FileAt(string name) => Path.Combine(root, name);

    public string Write(string name, string text)
    {
        var path = FileAt(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Saves a CSV connection to a file or folder.</summary>
    public async Task<ConnectionSettings> SaveCsvAsync(string name, string path, bool replace = false, params (string Option, string Value)[] more) =>
        await Workspace.SaveAsync(Csv(name, [("path", path), .. more]), replace, Cancellation);

    public static ConnectionSettings Csv(string name, params (string Option, string Value)[] options) => new()
    {
        Name = name,
        Connector = "csv",
        Options = options.ToDictionary(pair => pair.Option, pair => pair.Value, StringComparer.Ordinal),
    };

    /// <summary>
    /// Two folders of one table each, the connections <c>crm</c> and <c>copy</c> to them, and a project that compares their keys: copy is a
    /// folder as one table, which can only be read.
    /// </summary>
    public async Task<string> TwoFoldersAsync(string more = "")
    {
        Write("crm/contacts.csv", "id,last_name,city\n1,Albrecht,Köln\n2,Petersen,Bonn\n3,Lindqvist,\n");
        Write("copy/people.csv", "number,name,town\n1,Albrecht,Köln\n2,Petersen,Berlin\n4,Gone,Ulm\n");
        await SaveCsvAsync("crm", FileAt("crm"));
        await SaveCsvAsync("copy", FileAt("copy"), more: ("one-table", "people.csv"));
        return Write("people.syncline.yaml", $$"""
            source: { connection: crm, table: contacts.csv }
            target: { connection: copy, table: people.csv }
            key: [number]
            columns:
              number: id
            {{more}}
            """);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
