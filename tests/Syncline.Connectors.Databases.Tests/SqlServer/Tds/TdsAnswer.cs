using System.Text;

namespace Syncline.Connectors.Databases.Tests.SqlServer.Tds;

/// <summary>Writes the token stream of an answer (MS-TDS 2.2.7).</summary>
internal sealed class TdsAnswer
{
    /// <summary>Columns of what <c>sp_tablecollations_100</c> gives.</summary>
    public static readonly IReadOnlyList<TdsColumn> CollationColumns = [new("colid", "int"), new("name", "nvarchar", 128), new("tds_collation", "binary", 5), new("collation", "nvarchar", 128)];

    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    /// <summary>Says that this server can't encrypt and has no multiple active result sets (2.2.6.5).</summary>
    public TdsAnswer PreLogin()
    {
        byte[] version = [16, 0, 0x0f, 0xa0, 0, 0];
        var at = (3 * 5) + 1;
        return Write([0, 0, (byte)at, 0, (byte)version.Length, 1, 0, (byte)(at + version.Length), 0, 1, 4, 0, (byte)(at + version.Length + 1), 0, 1, 0xff, .. version, 2, 0]);
    }

    /// <summary>LOGINACK: TDS 7.4, as SQL Server 2022.</summary>
    public TdsAnswer LoggedIn()
    {
        byte[] body = [1, 0x74, 0, 0, 4, .. Short("Microsoft SQL Server"), 16, 0, 0x0f, 0xa0];
        return Write([0xad, .. Two(body.Length), .. body]).Done();
    }

    /// <summary>ENVCHANGE of a transaction: 8 begun, 9 committed, 10 rolled back.</summary>
    public TdsAnswer Transaction(byte change)
    {
        byte[] number = [8, 1, 0, 0, 0, 0, 0, 0, 0];
        byte[] body = change == 8 ? [change, .. number, 0] : [change, 0, .. number];
        return Write([0xe3, .. Two(body.Length), .. body]);
    }

    public TdsAnswer Columns(IReadOnlyList<TdsColumn> columns)
    {
        Write([0x81, .. Two(columns.Count)]);
        foreach (var column in columns)
        {
            Write([0, 0, 0, 0, (byte)(column.IsRequired ? 8 : 9), 0, .. column.Info, .. Short(column.Name)]); // flags: NULL or not, may be written
        }

        return this;
    }

    public TdsAnswer Row(object?[] values, IReadOnlyList<TdsColumn> columns)
    {
        Write([0xd1]);
        foreach (var (value, column) in values.Zip(columns))
        {
            Write((value, column.Type) switch
            {
                (null, "nvarchar" or "binary" or "varbinary") => [0xff, 0xff],
                (null, _) => [0],
                (int number, "int") => [4, .. BitConverter.GetBytes(number)],
                (string text, _) => [.. Two(text.Length * 2), .. Encoding.Unicode.GetBytes(text)],
                (byte[] data, _) => [.. Two(data.Length), .. data],
                _ => throw new InvalidOperationException($"The listener does not write {value} as {column.Type}."),
            });
        }

        return this;
    }

    public TdsAnswer Collations(IReadOnlyList<TdsColumn> table)
    {
        foreach (var (i, column) in table.Index())
        {
            Row([i + 1, column.Name, column.IsText ? TdsColumn.Collation : null, column.IsText ? "SQL_Latin1_General_CP1_CI_AS" : null], CollationColumns);
        }

        return this;
    }

    public TdsAnswer Error(int number, string text)
    {
        byte[] body = [.. BitConverter.GetBytes(number), 1, 16, .. Two(text.Length), .. Encoding.Unicode.GetBytes(text), .. Short("listener"), 0, .. BitConverter.GetBytes(1)];
        return Write([0xaa, .. Two(body.Length), .. body]);
    }

    public TdsAnswer Done(bool more = false, bool isError = false, bool isAttention = false, long? count = null) =>
        Write([0xfd, (byte)((more ? 1 : 0) | (isError ? 2 : 0) | (isAttention ? 32 : 0) | (count is null ? 0 : 16)), 0, 0, 0, .. BitConverter.GetBytes(count ?? 0)]);

    private TdsAnswer Write(ReadOnlySpan<byte> data)
    {
        bytes.AddRange(data);
        return this;
    }

    private static byte[] Two(int number) => [(byte)number, (byte)(number >> 8)];

    private static byte[] Short(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];
}
