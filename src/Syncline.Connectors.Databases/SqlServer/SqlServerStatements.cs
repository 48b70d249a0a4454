using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>Statements that write one row, in Transact-SQL.</summary>
internal static class SqlServerStatements
{
    /// <summary>The statement of an order.</summary>
    public static RowStatement Of(SqlServerDatabase database, WriteOrder order) => order.Kind switch
    {
        WriteKind.Insert => Insert(database, order),
        WriteKind.Upsert => Upsert(database, order),
        _ => RowStatement.Of(database, order),
    };

    // An identity is known without OUTPUT.
    private static RowStatement Insert(SqlServerDatabase database, WriteOrder order)
    {
        var statement = RowStatement.Of(database, order);
        var sql = Numbered(order, statement.Sql);
        return !order.AsksId ? statement with { Sql = sql }
            : order.Table.RowId!.IsIdentity ? statement with { Sql = $"{sql}; SELECT CAST(SCOPE_IDENTITY() AS bigint)", ReturnsId = true }
            : statement with { Sql = WithId(sql.Replace(" VALUES (", $" {Output(database, order)} VALUES (", StringComparison.Ordinal)), ReturnsId = true };
    }

    // HOLDLOCK keeps the place of a missing row, so that nobody adds it between the look and the insert
    // (https://learn.microsoft.com/sql/t-sql/statements/merge-transact-sql#concurrency-considerations-for-merge).
    private static RowStatement Upsert(SqlServerDatabase database, WriteOrder order)
    {
        var values = string.Join(", ", order.Values.Select((column, i) => $"{database.Mark(i)} AS {Name(column)}"));
        var found = string.Join(" AND ", order.Keys.Select(key => $"t.{Name(key)} = s.{Name(key)}"));
        var updates = order.Values.Except(order.Keys).Select(column => $"{Name(column)} = s.{Name(column)}").ToList();
        var sql = $"""
            MERGE INTO {order.Table.Sql} WITH (HOLDLOCK) AS t USING (SELECT {values}) AS s ON {found}
            {(updates.Count == 0 ? "" : $"WHEN MATCHED THEN UPDATE SET {string.Join(", ", updates)} ")}WHEN NOT MATCHED THEN INSERT ({string.Join(", ", order.Values.Select(Name))}) VALUES ({string.Join(", ", order.Values.Select(column => $"s.{Name(column)}"))}){(order.AsksId ? " " + Output(database, order) : "")};
            """;
        return order.AsksId ? new(WithId(Numbered(order, sql)), order.Values) { ReturnsId = true } : new(Numbered(order, sql), order.Values);

        string Name(int column) => database.Quote(order.Column(column).Name);
    }

    // OUTPUT alone is refused for tables with triggers; into a variable it is not. A sql_variant takes a key of any type.
    private static string Output(SqlServerDatabase database, WriteOrder order) => $"OUTPUT inserted.{database.Quote(order.Table.RowId!.Name)} INTO @written";

    private static string WithId(string sql) => $"DECLARE @written TABLE (id sql_variant); {sql.TrimEnd().TrimEnd(';')}; SELECT id FROM @written";

    /// <summary>A statement that gives a number which the table else gives itself.</summary>
    private static string Numbered(WriteOrder order, string sql) => order.Values.Any(column => order.Column(column).IsIdentity)
        ? $"SET IDENTITY_INSERT {order.Table.Sql} ON; {sql.TrimEnd().TrimEnd(';')}; SET IDENTITY_INSERT {order.Table.Sql} OFF"
        : sql;
}
