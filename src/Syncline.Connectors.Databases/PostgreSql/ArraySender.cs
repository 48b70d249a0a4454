using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>
/// Sends many rows as one statement over arrays, one for each column (<c>unnest … WITH ORDINALITY</c>); the statement tells which of them it wrote.
/// </summary>
internal sealed class ArraySender(PostgreSqlDatabase database, WriteOrder order) : IRowSender
{
    private readonly List<int> columns = [.. order.Values.Union(order.Keys)];

    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statement(), (NpgsqlConnection)connection, (NpgsqlTransaction)transaction);
        foreach (var column in columns)
        {
            command.Parameters.Add(PostgreSqlArrays.Of(order.Column(column).Kind, rows.Count, row => order.Value(column, rows[row])));
        }

        if (order.Versions is { } versions)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => versions[row]!).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        }

        // What is not told of was not written; an upsert that finds nothing to change has found its row.
        var effects = new RowEffect[rows.Count];
        Array.Fill(effects, new RowEffect(Written: order.Kind == WriteKind.Upsert, Inserted: false));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var isUpsert = order.Kind == WriteKind.Upsert;
            effects[reader.GetInt64(0) - 1] = new RowEffect(
                Written: true,
                Id: isUpsert && order.AsksId ? WriteOrder.IdText(reader.GetValue(2)) : null,
                Inserted: isUpsert ? reader.GetBoolean(1) : null);
        }

        return effects;
    }

    private string Statement()
    {
        var table = order.Table.Sql;
        var names = string.Join(", ", columns.Select(Name));
        var rows = $"unnest({string.Join(", ", Enumerable.Range(0, columns.Count + (order.Versions is null ? 0 : 1)).Select(database.Mark))}) WITH ORDINALITY AS s({names}{(order.Versions is null ? "" : ", version")}, row)";
        var found = string.Join(" AND ", order.Keys.Select(key => database.HasKey(order.Column(key), $"s.{Name(key)}")));
        var unchanged = order.Versions is null ? "" : $" AND {order.Table.VersionSql} = s.version";
        var updates = order.Values.Except(order.Keys).ToList();
        switch (order.Kind)
        {
            case WriteKind.Update:
                var sets = string.Join(", ", (updates.Count > 0 ? updates : [order.Keys[0]]).Select(column => $"{Target(column)} = {Value(column)}"));
                return $"UPDATE {table} AS t SET {sets} FROM {rows} WHERE {found}{unchanged} RETURNING s.row";
            case WriteKind.Delete:
                return $"DELETE FROM {table} AS t USING {rows} WHERE {found}{unchanged} RETURNING s.row";
            case WriteKind.Insert:
                return $"WITH s AS (SELECT * FROM {rows}), w AS (INSERT INTO {table} ({Targets()}){Overriding()} SELECT {Values()} FROM s) SELECT s.row FROM s";
            default:
                var action = updates.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", updates.Select(column => $"{Target(column)} = excluded.{Target(column)}"))}";
                var keys = string.Join(", ", order.Keys.Select(key => $"t.{Target(key)}"));
                var id = order.AsksId ? $", t.{database.Quote(order.Table.RowId!.Name)} AS id" : "";
                return $"""
                    WITH s AS (SELECT * FROM {rows}), w AS (INSERT INTO {table} AS t ({Targets()}){Overriding()} SELECT {Values()} FROM s
                        ON CONFLICT ({string.Join(", ", order.Keys.Select(Target))}) DO {action} RETURNING {keys}, (t.xmax = 0) AS inserted{id})
                    SELECT s.row, t.inserted{(id.Length > 0 ? ", t.id" : "")} FROM w AS t JOIN s ON {found}
                    """;
        }
    }

    private string Targets() => string.Join(", ", order.Values.Select(Target));

    private string Values() => string.Join(", ", order.Values.Select(Value));

    // Keys are given on purpose: an identity column that would number the row itself takes them then.
    private string Overriding() => order.Values.Any(column => order.Column(column).IsIdentity) ? " OVERRIDING SYSTEM VALUE" : "";

    private string Target(int column) => database.Quote(order.Column(column).Name);

    private string Value(int column) => PostgreSqlTypes.Cast(order.Column(column), $"s.{Name(column)}");

    private static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");
}
