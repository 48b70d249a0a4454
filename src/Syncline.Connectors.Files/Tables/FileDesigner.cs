using System.IO.Enumeration;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Makes files that hold no row yet. A file that is there is never changed: it takes rows of the columns that it has.</summary>
internal sealed class FileDesigner(FileConnection connection, FileLocation location, ITableFormat format) : ITableDesigner
{
    /// <inheritdoc/>
    public async ValueTask<TableDesign> DesignAsync(string table, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<TableKey> keys, CancellationToken cancellationToken)
    {
        var path = PathOf(table);
        if (columns.FirstOrDefault(column => column.Name.AsSpan().IndexOfAny(',', ':') >= 0) is { } odd)
        {
            throw new ConfigurationException(FileDesignErrors.ColumnName(odd.Name));
        }

        if (File.Exists(path))
        {
            var known = (await connection.DescribeAsync(await connection.FindAsync(table, cancellationToken), cancellationToken)).Columns;
            string[] missing = [.. columns.Select(column => column.Name).Where(name => ColumnChoice.IndexOf(known, name) < 0)];
            return missing.Length == 0
                ? new TableDesign { Table = table, IsNew = false, Columns = [], Statements = [] }
                : throw new ConfigurationException(FileDesignErrors.ColumnsMissing(table, missing));
        }

        if (!location.IsOneFile && !format.KeepsColumns)
        {
            throw new ConfigurationException(FileDesignErrors.KeepsNoColumns(table, location.Kind));
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new ConnectionException(FileErrors.NotThere(Path.GetDirectoryName(path)!, "folder", "Make the folder, or correct the option 'path'."));
        }

        var declared = location.IsOneFile ? location.Columns.Columns : [];
        DesignedColumn[] made =
        [
            .. declared.Concat(columns.Where(column => ColumnChoice.IndexOf(declared, column.Name) < 0))
                .Select(column => new DesignedColumn(column.Name, ColumnDeclarations.NameOf(column.Type))),
        ];
        return new TableDesign
        {
            Table = table,
            IsNew = true,
            Columns = made,
            Statements = [$"Make {path} with the columns\n{string.Join(",\n", made.Select(column => $"  {column.Name}:{column.Type}"))}"],
            Remarks = location.IsOneFile || format.KeepsTypes ? [] : [$"{table} keeps no types of its columns; the option 'columns' of a connection to this file alone can say them."],
            Options = location.IsOneFile ? OptionsOf(made, keys) : new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    /// <inheritdoc/>
    public async ValueTask CarryOutAsync(TableDesign design, CancellationToken cancellationToken)
    {
        if (design.Statements.Count == 0)
        {
            return;
        }

        var file = new DataFile(design.Table, PathOf(design.Table), design.Table);
        var columns = ColumnDeclarations.Parse(Declared(design.Columns)).Columns;
        try
        {
            if (!await FileReplacement.WriteAsync(
                file.FullPath, stamp: null, (destination, token) => format.RewriteAsync(file, isNew: true, columns, new RowEdits(), destination, token), cancellationToken))
            {
                throw new WriteException(FileWriteErrors.ChangedMeanwhile(file.Shown));
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new WriteException(FileWriteErrors.NoWriteAccess(file.Shown), exception);
        }
        catch (UnsureReplacementException exception)
        {
            throw new WriteException(FileWriteErrors.NotSettled(file.Shown, exception.Message), exception);
        }
        catch (IOException exception)
        {
            throw new WriteException(FileWriteErrors.WriteFailed(file.Shown, exception.Message), exception);
        }
    }

    private static string Declared(IEnumerable<DesignedColumn> columns) => string.Join(", ", columns.Select(column => $"{column.Name}:{column.Type}"));

    private Dictionary<string, string> OptionsOf(IReadOnlyList<DesignedColumn> made, IReadOnlyList<TableKey> keys)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal) { [FileLocation.ColumnsOption.Name] = Declared(made) };
        if (location.Key.Count == 0 && keys.FirstOrDefault(key => key.IsPrimary) is { } key)
        {
            options[FileLocation.KeyOption.Name] = string.Join(", ", key.Columns);
        }

        return options;
    }

    /// <summary>Where the file of a table is, or is to be.</summary>
    private string PathOf(string table)
    {
        if (location.IsOneFile)
        {
            var only = Path.GetFileName(location.FullPath);
            return string.Equals(table, only, StringComparison.OrdinalIgnoreCase) ? location.FullPath : throw new ConfigurationException(FileDesignErrors.OtherFile(table, only));
        }

        var isFolder = Directory.Exists(location.FullPath);
        var isName = table.Length > 0 && Path.GetFileName(table) == table && table.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0;
        if (!isName || !(isFolder ? location.Kind.Takes(table) : FileSystemName.MatchesSimpleExpression(Path.GetFileName(location.FullPath), table)))
        {
            throw new ConfigurationException(FileDesignErrors.FileName(table, location.Kind, isFolder ? null : Path.GetFileName(location.Path)));
        }

        return Path.Combine(isFolder ? location.FullPath : Path.GetDirectoryName(location.FullPath)!, table);
    }
}
