using Npgsql;
using NpgsqlTypes;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>Values of one column as an array, which is how many rows travel in one statement.</summary>
internal static class PostgreSqlArrays
{
    /// <summary>A parameter with the values of some rows.</summary>
    /// <param name="kind">Kind of the values.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="value">Value of a row by number, as CLR value of the kind; null for NULL.</param>
    public static NpgsqlParameter Of(ColumnKind kind, int count, Func<int, object?> value)
    {
        Array values = kind switch
        {
            ColumnKind.Text or ColumnKind.Choices => Reference<string>(),
            ColumnKind.Binary => Reference<byte[]>(),
            ColumnKind.Integer or ColumnKind.Choice => Numbers(),
            ColumnKind.Decimal or ColumnKind.Money => Nullable<decimal>(),
            ColumnKind.Double => Nullable<double>(),
            ColumnKind.Boolean => Nullable<bool>(),
            ColumnKind.DateTime or ColumnKind.LocalDateTime => Nullable<DateTime>(),
            ColumnKind.Date => Nullable<DateOnly>(),
            ColumnKind.Time => Nullable<TimeOnly>(),
            ColumnKind.Guid or ColumnKind.Lookup => Nullable<Guid>(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown column kind."),
        };
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | PostgreSqlTypes.TravelsAs(kind) };

        T?[] Reference<T>()
            where T : class => Fill(new T?[count], row => (T?)value(row));

        T?[] Nullable<T>()
            where T : struct => Fill(new T?[count], row => (T?)value(row));

        long?[] Numbers() => Fill(new long?[count], row => value(row) is { } number ? Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    private static T[] Fill<T>(T[] array, Func<int, T> value)
    {
        for (var i = 0; i < array.Length; i++)
        {
            array[i] = value(i);
        }

        return array;
    }
}
