using Syncline.Core.Connectors;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Workspace.Designing;

/// <summary>Makes a table like one of another connection, so that its rows can be copied: <c>table create</c>.</summary>
public static class TableCopy
{
    /// <summary>Works out what is to be done so that a table can take rows of a source table. Changes nothing.</summary>
    /// <param name="target">Connection of the table to make or extend.</param>
    /// <param name="targetName">Name of that connection, for messages.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="source">The table that it is to be like.</param>
    /// <param name="columns">Names of the source's columns to take; empty for all that hold values of their own and are read without extra requests.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ConfigurationException">WS1003: tables can't be made through the target's connection.</exception>
    /// <exception cref="SchemaException">WS1001: the source has no such column.</exception>
    public static ValueTask<TableDesign> DesignAsync(
        IConnection target, string targetName, string table, TableSchema source, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(columns);
        var designer = target.Designer ?? throw new ConfigurationException(new()
        {
            Id = "WS1003",
            Phase = ErrorPhase.Configuration,
            Message = $"Tables can't be made through the connection {targetName}.",
            Advice = "Take a connection to a database, or to files that are not one table, that may be written to.",
        });
        List<ColumnSchema> chosen = columns.Count > 0
            ? [.. columns.Select(name => Find(source, name)).DistinctBy(column => column.Name, StringComparer.Ordinal)]
            : [.. source.Columns.Where(column => column is { CanRead: true, IsOnRequest: false, CompanionOf: null })];
        var names = chosen.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return designer.DesignAsync(table, chosen, [.. source.Keys.Where(key => key.Columns.All(names.Contains))], cancellationToken);
    }

    /// <summary>Does what a design says, after what the connection must know of the new table is saved with it.</summary>
    /// <param name="workspace">Where the connection is saved.</param>
    /// <param name="targetName">Name of the saved connection.</param>
    /// <param name="target">The same, open.</param>
    /// <param name="design">What <see cref="DesignAsync"/> worked out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="WriteException">The system refused; what was done before stays.</exception>
    public static async ValueTask CarryOutAsync(SynclineWorkspace workspace, string targetName, IConnection target, TableDesign design, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(design);
        if (design.Options.Count > 0)
        {
            var settings = await workspace.Library.FindAsync(targetName, cancellationToken);
            await workspace.SaveAsync(settings with { Options = settings.Options.Where(option => !design.Options.ContainsKey(option.Key)).Concat(design.Options).ToDictionary(StringComparer.Ordinal) }, replace: true, cancellationToken);
        }

        await target.Designer!.CarryOutAsync(design, cancellationToken);
    }

    private static ColumnSchema Find(TableSchema source, string name) => source.Find(name) ?? throw new SchemaException(new()
    {
        Id = "WS1001",
        Phase = ErrorPhase.Schema,
        Message = $"There is no column {name} in {source.Name}.",
        Advice = NearestNames.Advice(name, source.Columns.Select(column => column.Name)),
        Column = name,
    });
}
