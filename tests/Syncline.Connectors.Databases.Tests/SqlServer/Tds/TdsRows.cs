using System.Collections;
using System.Text;

namespace Syncline.Connectors.Databases.Tests.SqlServer.Tds;

/// <summary>Reads the rows of a bulk load (MS-TDS 2.2.6.1), whose columns are some of a table's.</summary>
internal sealed class TdsRows(byte[] message, IReadOnlyList<TdsColumn> table) : IEnumerable<object?[]>
{
    private int at;

    public IEnumerator<object?[]> GetEnumerator()
    {
        at = 0;
        Expect(0x81);
        var columns = new List<TdsColumn>();
        for (var left = Number(2); left > 0; left--)
        {
            columns.Add(Column());
        }

        while (message[at] != 0xfd)
        {
            Expect(0xd1);
            yield return [.. columns.Select(Value)];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TdsColumn Column()
    {
        at += 6; // user type and flags
        var (start, type) = (at, message[at]);
        at += type switch { 0xe7 => 8, 0xa5 or 0xad => 3, 0x6a or 0x6c => 4, 0x28 or 0x38 => 1, _ => 2 };
        var name = Encoding.Unicode.GetString(Bytes(Number(1) * 2));

        // NUMERICN is DECIMALN by another name; a whole number that is required has no length, so it is told apart.
        var column = table.Single(column => column.Name == name);
        return column.Info[0] == type switch { 0x6c => 0x6a, 0x38 => 0x26, _ => type } ? column : throw new InvalidOperationException($"{name} is sent as type {message[start]:x2}, not as {column.Type}.");
    }

    private object? Value(TdsColumn column)
    {
        var length = column is { Type: "int", IsRequired: true } ? 4 : column.Type is "nvarchar" or "varbinary" or "binary" ? Number(2) : Number(1);
        if (length == (column.Type is "nvarchar" or "varbinary" or "binary" ? 0xffff : 0))
        {
            return null;
        }

        var data = Bytes(length);
        return column.Type switch
        {
            "int" => (long)BitConverter.ToInt32(data),
            "bigint" => BitConverter.ToInt64(data),
            "bit" => data[0] == 1,
            "float" => BitConverter.ToDouble(data),
            "uniqueidentifier" => new Guid(data),
            "decimal" => new System.Data.SqlTypes.SqlDecimal(38, 4, data[0] == 1, [.. Enumerable.Range(0, 4).Select(i => i * 4 < data.Length - 1 ? BitConverter.ToInt32(data, 1 + (i * 4)) : 0)]).Value,
            "date" => DateOnly.FromDayNumber(Days(data)),
            "time" => new TimeOnly(Fraction(data)),
            "datetime2" => DateOnly.FromDayNumber(Days(data[5..])).ToDateTime(new TimeOnly(Fraction(data[..5]))),
            "datetimeoffset" => DateTime.SpecifyKind(DateOnly.FromDayNumber(Days(data[5..8])).ToDateTime(new TimeOnly(Fraction(data[..5]))), DateTimeKind.Utc),
            "nvarchar" => Encoding.Unicode.GetString(data),
            _ => data,
        };
    }

    private static int Days(byte[] data) => data[0] | (data[1] << 8) | (data[2] << 16);

    // Microseconds since midnight, as the scale 6 of the columns says, in five bytes.
    private static long Fraction(byte[] data) => data.Reverse().Aggregate(0L, (number, part) => (number << 8) | part) * 10;

    private void Expect(byte token)
    {
        if (message[at] != token)
        {
            throw new InvalidOperationException($"Token {message[at]:x2} where {token:x2} is expected.");
        }

        at++;
    }

    private int Number(int size) => Bytes(size).Reverse().Aggregate(0, (number, part) => (number << 8) | part);

    private byte[] Bytes(int size)
    {
        at += size;
        return message[(at - size)..at];
    }
}
