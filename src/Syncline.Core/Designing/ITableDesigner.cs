using Syncline.Core.Tables;

namespace Syncline.Core.Designing;

/// <summary>
/// Makes tables that can hold the rows of another system, and gives them columns that they lack. Never drops, renames or changes anything.
/// Safe for concurrent use.
/// </summary>
public interface ITableDesigner
{
    /// <summary>Works out what is to be done so that a table can take rows of some columns. Changes nothing.</summary>
    /// <param name="table">Name of the table, which may be there or not.</param>
    /// <param name="columns">The columns wanted; companions are taken as texts of their own.</param>
    /// <param name="keys">Keys of those columns, the primary one first; for a table that is there they are left out of account.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="Errors.ConfigurationException">The name is none, or a key has a column that is not among those wanted.</exception>
    ValueTask<TableDesign> DesignAsync(string table, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<TableKey> keys, CancellationToken cancellationToken);

    /// <summary>Does what a design says.</summary>
    /// <exception cref="Errors.WriteException">The server refused a statement; those before it are done where its database can't take them back.</exception>
    ValueTask CarryOutAsync(TableDesign design, CancellationToken cancellationToken);
}
