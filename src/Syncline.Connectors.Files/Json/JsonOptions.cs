using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Json;

/// <summary>Options of a JSON connection, checked.</summary>
internal sealed record JsonOptions
{
    private static readonly ConnectorOption PathOption = FileLocation.PathOption(
        "A JSON file, a folder whose .json, .jsonl and .ndjson files are the tables, or a pattern. Files that end in .gz or .zst as well are (de)compressed.", "exports/contacts.jsonl");

    private static readonly ConnectorOption RowsOption = new()
    {
        Name = "rows",
        Label = "Rows",
        Help = "Where in the file the list of rows stands: names joined by points. Such files can be read only. Leave it empty when the file is the list, or has one object per line.",
        Example = "value",
    };

    /// <summary>What is looked for.</summary>
    public static FileKind Kind { get; } = new("JSON file", [".json", ".jsonl", ".ndjson"]);

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations { get; } = [PathOption, RowsOption, FileLocation.KeyOption, FileLocation.OneTableOption, FileLocation.ColumnsOption];

    /// <summary>Which files.</summary>
    public required FileLocation Location { get; init; }

    /// <summary>Names on the way to the list of rows; empty when the file is the list.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static JsonOptions From(ConnectionSettings settings, string baseFolder) => new()
    {
        Location = FileLocation.From(settings, baseFolder, Kind, PathOption),
        Rows = settings.Get(RowsOption) is { } rows ? rows.Split('.') : [],
    };
}
