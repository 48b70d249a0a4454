using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tables;

/// <summary>The options that all kinds of files have, checked: which files are meant, and what is known of their tables beforehand.</summary>
internal sealed record FileLocation
{
    /// <summary>Declares the option <c>one-table</c>.</summary>
    public static ConnectorOption OneTableOption { get; } = new()
    {
        Name = "one-table",
        Label = "One table",
        Help = "A name: all files of the folder or pattern are then one table of that name, which can be read. They must have the same columns.",
        Example = "orders",
    };

    /// <summary>Declares the option <c>key</c>.</summary>
    public static ConnectorOption KeyOption { get; } = new()
    {
        Name = "key",
        Label = "Key columns",
        Help = "Columns that tell rows apart, joined by commas. A new row whose key is there already is then refused.",
        Example = "id",
    };

    /// <summary>Declares the option <c>columns</c>.</summary>
    public static ConnectorOption ColumnsOption { get; } = new()
    {
        Name = "columns",
        Label = "Column types",
        Help = "Types of columns, as name:type joined by commas; those that are not named have the type found in the file. For a file that is "
            + "still to be made it says which columns it gets. Types: " + ColumnDeclarations.TypeNames + ".",
        Example = "amount:decimal, born:date",
    };

    /// <summary>File, folder or pattern, as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>Folder that <see cref="Path"/> is relative to.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>What is looked for.</summary>
    public required FileKind Kind { get; init; }

    /// <summary>Name of the one table that all files are; null when each is one.</summary>
    public string? OneTable { get; init; }

    /// <summary>Columns that tell rows apart; empty when none were named.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Types given for columns.</summary>
    public ColumnDeclarations Columns { get; init; } = ColumnDeclarations.None;

    /// <summary>Where it leads, absolute.</summary>
    public string FullPath => System.IO.Path.GetFullPath(Path, BaseFolder);

    /// <summary>Whether it names one file, there or not, rather than a folder or pattern.</summary>
    public bool IsOneFile => !Directory.Exists(FullPath) && System.IO.Path.GetFileName(FullPath).AsSpan().IndexOfAny('*', '?') < 0;

    /// <summary>The option <c>path</c> for a kind of files.</summary>
    public static ConnectorOption PathOption(string help, string example) => new()
    {
        Name = "path",
        Label = "Path",
        Help = help,
        IsRequired = true,
        IsPath = true,
        Example = example,
    };

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static FileLocation From(ConnectionSettings settings, string baseFolder, FileKind kind, ConnectorOption path) => new()
    {
        Path = settings.Get(path) ?? throw new ConfigurationException(FileErrors.PathMissing(kind)),
        BaseFolder = baseFolder,
        Kind = kind,
        OneTable = settings.Get(OneTableOption),
        Key = [.. (settings.Get(KeyOption) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        Columns = ColumnDeclarations.Parse(settings.Get(ColumnsOption)),
    };
}
