using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Finds the files that the option <c>path</c> means. Looked up anew for each use: files come and go.</summary>
internal static class FileSearch
{
    /// <summary>The files by name, ordinal order.</summary>
    /// <exception cref="ConnectionException">The file or folder is not there or can't be read.</exception>
    public static IReadOnlyList<DataFile> Find(FileLocation location)
    {
        var full = location.FullPath;
        try
        {
            if (File.Exists(full))
            {
                return [new DataFile(Path.GetFileName(full), full, location.Path)];
            }

            if (Directory.Exists(full))
            {
                var found = Directory.EnumerateFiles(full, "*", new EnumerationOptions { RecurseSubdirectories = location.OneTable is not null, IgnoreInaccessible = false });
                return Sorted(found.Where(location.Kind.Takes), full, location.Path);
            }

            var pattern = Path.GetFileName(full);
            var folder = Path.GetDirectoryName(full) ?? full;
            var shown = Path.GetDirectoryName(location.Path) ?? "";
            if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
            {
                return Directory.Exists(folder) && location.Columns.Columns.Count > 0 ? [] : throw NotThere(location.Path, folder, pattern);
            }

            return Directory.Exists(folder)
                ? Sorted(Directory.EnumerateFiles(folder, pattern), folder, shown)
                : throw new ConnectionException(FileErrors.NotThere(shown, "folder", advice: null));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConnectionException(FileErrors.NoAccess(location.Path), exception);
        }
    }

    private static ConnectionException NotThere(string path, string folder, string name)
    {
        var isFolder = Directory.Exists(folder);
        var known = isFolder ? Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!) : [];
        return new ConnectionException(FileErrors.NotThere(path, "file or folder", NearestNames.Advice(name, known)));
    }

    private static List<DataFile> Sorted(IEnumerable<string> paths, string folder, string shownFolder) =>
    [
        .. paths
            .Where(path => !FileReplacement.IsUnfinished(path))
            .Select(path => Path.GetRelativePath(folder, path))
            .Select(path => new DataFile(path, Path.Combine(folder, path), Path.Combine(shownFolder, path)))
            .OrderBy(file => file.Table, StringComparer.Ordinal),
    ];
}
