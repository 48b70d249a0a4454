using System.Collections;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>Tables of which only some rows are seen; each is looked through when it is first asked for. For one request.</summary>
internal sealed class RestrictedTables(IReadOnlyList<TableRows> tables, Func<Table, Func<Row, bool>?> scopeOf) : IReadOnlyList<TableRows>
{
    private readonly TableRows?[] _seen = new TableRows?[tables.Count];

    public int Count => tables.Count;

    public TableRows this[int ordinal] => _seen[ordinal] ??= Restrict(tables[ordinal]);

    public IEnumerator<TableRows> GetEnumerator() => Enumerable.Range(0, Count).Select(ordinal => this[ordinal]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TableRows Restrict(TableRows rows) => scopeOf(rows.Table) is { } scope ? rows.Where(scope) : rows;
}
