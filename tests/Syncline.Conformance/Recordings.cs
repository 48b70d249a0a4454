using System.Text.Json;
using System.Xml.Linq;
using Sylvan.Data.Csv;

namespace Syncline.Conformance;

/// <summary>
/// The recordings of real sites and Microsoft's published exchanges. They lie in <c>shared/reference/captures</c> beside the checkout, or where
/// the environment variable <c>SYNCLINE_CAPTURES</c> says; they are never part of the repository. A test that finds none is skipped and says so.
/// </summary>
internal static class Recordings
{
    private static readonly string? Override = Environment.GetEnvironmentVariable("SYNCLINE_CAPTURES");

    /// <summary>The folder with <c>Syncline.slnx</c>.</summary>
    public static string Checkout { get; } = FindCheckout();

    private static string Folder { get; } = string.IsNullOrEmpty(Override)
        ? Path.GetFullPath(Path.Combine(Checkout, "..", "shared", "reference", "captures"))
        : Override;

    /// <summary>Rows of a recorded table, each by its header's names.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        using var reader = CsvDataReader.Create(PathOf(file));
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString, StringComparer.Ordinal));
        }

        return rows;
    }

    /// <summary>Rows of a recorded table that belong to one Dataverse table.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> RowsOf(string file, string table) =>
        [.. Rows(file).Where(row => row["entity"] == table)];

    public static JsonElement Json(string file) => JsonElement.Parse(File.ReadAllText(PathOf(file)));

    /// <summary>A recorded document, byte for byte.</summary>
    public static byte[] Bytes(string file) => File.ReadAllBytes(PathOf(file));

    /// <summary>A recorded XML document.</summary>
    public static XElement Xml(string file) => XElement.Load(PathOf(file));

    private static string PathOf(string file)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"the recordings are not beside this checkout: {Folder} does not exist");
        return Path.Combine(Folder, file);
    }

    private static string FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Syncline.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Syncline.slnx.");
    }
}
