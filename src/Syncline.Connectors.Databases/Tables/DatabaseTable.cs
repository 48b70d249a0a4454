using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Connectors.Databases.Errors;

namespace Syncline.Connectors.Databases.Tables;

/// <summary>A table, a view, or a query in a table's place. Immutable.</summary>
internal sealed record DatabaseTable
{
    /// <summary>As everybody sees it.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>What stands after FROM: a quoted name, or a query in brackets.</summary>
    public required string Sql { get; init; }

    /// <summary>Columns in the order of <see cref="TableSchema.Columns"/>.</summary>
    public required IReadOnlyList<DatabaseColumn> Columns { get; init; }

    /// <summary>SQL expression for a row's version as text, over the alias <c>t</c>.</summary>
    public required string VersionSql { get; init; }

    /// <summary>Whether it is an ordinary table: bulk loads go to these only.</summary>
    public bool IsTable { get; init; }

    /// <summary>Whether what a transaction wrote to it can be rolled back. Where it can't, rows are sent one by one: what was sent may be written.</summary>
    public bool IsTransactional { get; init; } = true;

    /// <summary>Name.</summary>
    public string Name => Schema.Name;

    /// <summary>Name in messages.</summary>
    public string Shown => SqlFragment.Shown(Name);

    /// <summary>The primary key's only column; null when the table has no primary key, or one of several columns.</summary>
    public DatabaseColumn? RowId => Schema.PrimaryKey is { Columns: [var only] } ? Find(only) : null;

    /// <summary>A column by name without regard to case; null when there is none.</summary>
    public DatabaseColumn? Find(string name) => Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A column by name without regard to case.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public DatabaseColumn Get(string name) =>
        Find(name) ?? throw new SchemaException(TableErrors.NoSuchColumn(name, Shown, Columns.Select(column => column.Name)));
}
