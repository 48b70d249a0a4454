using System.Data.Common;
using System.Globalization;
using System.Text;
using Syncline.Connectors.Databases.Tables;

namespace Syncline.Connectors.Databases.Reading;

/// <summary>A condition that some keys fulfil, with the parameters that it names.</summary>
/// <param name="Sql">The condition, in brackets.</param>
/// <param name="Parameters">Its parameters, from index 0.</param>
internal sealed record KeyCondition(string Sql, IReadOnlyList<DbParameter> Parameters)
{
    /// <summary>Conditions that together find each of the keys once; a key that is there twice counts once.</summary>
    public static IEnumerable<KeyCondition> Of(Database database, IReadOnlyList<DatabaseColumn> columns, IReadOnlyList<IReadOnlyList<object>> keys)
    {
        var ignoreCase = database.Capabilities.KeysIgnoreCase;
        return keys
            .DistinctBy(key => Text(key), ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
            .Chunk(Math.Max(1, database.MaxKeysPerStatement / columns.Count))
            .Select(chunk => database.FindsKeys(columns, chunk) ?? AnyOf(database, columns, chunk));
    }

    private static KeyCondition AnyOf(Database database, IReadOnlyList<DatabaseColumn> columns, IReadOnlyList<IReadOnlyList<object>> keys)
    {
        var parameters = new List<DbParameter>();
        var sql = new StringBuilder("(");
        foreach (var key in keys)
        {
            sql.Append(parameters.Count == 0 ? "(" : " OR (");
            for (var i = 0; i < columns.Count; i++)
            {
                sql.Append(i == 0 ? "" : " AND ").Append(database.HasKey(columns[i], database.Mark(parameters.Count)));
                parameters.Add(database.Parameter(parameters.Count, columns[i], key[i]));
            }

            sql.Append(')');
        }

        return new(sql.Append(')').ToString(), parameters);
    }

    private static string Text(IReadOnlyList<object> key) =>
        string.Join('\u001f', key.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)));
}
