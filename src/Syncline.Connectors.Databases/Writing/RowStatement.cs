namespace Syncline.Connectors.Databases.Writing;

/// <summary>A statement that writes one row.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Columns">Indexes of the batch's columns whose values are its parameters, in order.</param>
internal sealed record RowStatement(string Sql, IReadOnlyList<int> Columns)
{
    /// <summary>Whether one more parameter is the version that the row must have.</summary>
    public bool HasVersion { get; init; }

    /// <summary>Whether it returns the new row's key.</summary>
    public bool ReturnsId { get; init; }

    /// <summary>The new row's key as the connection knows it afterwards; null when it is not asked for.</summary>
    public Func<System.Data.Common.DbCommand, string?>? LastId { get; init; }

    /// <summary>What a number of affected rows says of an upsert; null for nothing.</summary>
    public Func<int, bool?> TellsInserted { get; init; } = static _ => null;

    /// <summary>The statement of an order in the SQL that databases share: <c>UPDATE</c>, <c>DELETE</c> and <c>INSERT</c> of one row.</summary>
    /// <param name="database">Quotes and marks.</param>
    /// <param name="order">The order; an upsert is not among what databases share.</param>
    /// <param name="afterInsert">What to add to an insert, e.g. a RETURNING clause.</param>
    public static RowStatement Of(Database database, WriteOrder order, string afterInsert = "")
    {
        var table = order.Table.Sql;
        switch (order.Kind)
        {
            case Core.Writing.WriteKind.Update:
                var values = order.Values.Count > 0 ? order.Values : [order.Keys[0]];
                var sets = string.Join(", ", values.Select((column, i) => $"{database.Quote(order.Column(column).Name)} = {database.Mark(i)}"));
                return new($"UPDATE {table} AS t SET {sets} WHERE {Found(database, order, values.Count)}", [.. values, .. order.Keys]) { HasVersion = order.Versions is not null };
            case Core.Writing.WriteKind.Delete:
                return new($"{database.DeleteFrom(table)} WHERE {Found(database, order, 0)}", order.Keys) { HasVersion = order.Versions is not null };
            case Core.Writing.WriteKind.Insert:
                return new($"INSERT INTO {table} {Into(database, order)}{afterInsert}", order.Values);
            default:
                throw new ArgumentOutOfRangeException(nameof(order), order.Kind, "Not among what databases share.");
        }
    }

    /// <summary>Columns and values of an insert.</summary>
    public static string Into(Database database, WriteOrder order) => order.Values.Count == 0
        ? database.NoValues
        : $"({string.Join(", ", order.Values.Select(column => database.Quote(order.Column(column).Name)))}) VALUES ({string.Join(", ", order.Values.Select((_, i) => database.Mark(i)))})";

    private static string Found(Database database, WriteOrder order, int first)
    {
        var keys = order.Keys.Select((key, i) => database.HasKey(order.Column(key), database.Mark(first + i)));
        return string.Join(" AND ", order.Versions is null ? keys : keys.Append($"{order.Table.VersionSql} = {database.Mark(first + order.Keys.Count)}"));
    }
}
