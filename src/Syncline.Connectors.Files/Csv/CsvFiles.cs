using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Finds the files that the option <c>path</c> means. Looked up anew for each use: files come and go.</summary>
internal static class CsvFiles
{
    private static readonly string[] Extensions = [".csv", ".tsv"];

    /// <summary>The files by table name, ordinal order.</summary>
    /// <exception cref="ConnectionException">The file or folder is not there or can't be read.</exception>
    public static IReadOnlyList<CsvFile> Find(CsvOptions options)
    {
        var full = Path.GetFullPath(options.Path, options.BaseFolder);
        try
        {
            if (File.Exists(full))
            {
                return [new CsvFile(Path.GetFileName(full), full, options.Path)];
            }

            if (Directory.Exists(full))
            {
                return Sorted(Directory.EnumerateFiles(full).Where(HasExtension), options.Path);
            }

            var pattern = Path.GetFileName(full);
            var folder = Path.GetDirectoryName(full) ?? full;
            var shown = Path.GetDirectoryName(options.Path) ?? "";
            if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
            {
                throw NotThere(options.Path, folder, pattern);
            }

            return Directory.Exists(folder)
                ? Sorted(Directory.EnumerateFiles(folder, pattern), shown)
                : throw new ConnectionException(CsvErrors.NotThere(shown, "folder", advice: null));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConnectionException(CsvErrors.NoAccess(options.Path), exception);
        }
    }

    /// <summary>The file of a table; without regard to case when none has exactly that name.</summary>
    /// <exception cref="SchemaException">There is none; the advice names the nearest.</exception>
    public static CsvFile Find(CsvOptions options, string table)
    {
        var files = Find(options);
        return files.FirstOrDefault(file => file.Table == table)
            ?? files.FirstOrDefault(file => string.Equals(file.Table, table, StringComparison.OrdinalIgnoreCase))
            ?? throw new SchemaException(CsvErrors.NoSuchTable(table, [.. files.Select(file => file.Table)]));
    }

    private static ConnectionException NotThere(string path, string folder, string name)
    {
        var isFolder = Directory.Exists(folder);
        var known = isFolder ? Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!) : [];
        return new ConnectionException(CsvErrors.NotThere(path, "file or folder", NearestNames.Advice(name, known)));
    }

    private static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static List<CsvFile> Sorted(IEnumerable<string> paths, string shownFolder) =>
    [
        .. paths
            .Select(path => new CsvFile(Path.GetFileName(path), path, Path.Combine(shownFolder, Path.GetFileName(path))))
            .OrderBy(file => file.Table, StringComparer.Ordinal),
    ];
}
