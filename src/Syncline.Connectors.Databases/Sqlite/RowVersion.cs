using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>
/// The version of a row in a database that keeps none: a hash of its stored values, computed inside the database, so that looking and
/// writing are one statement.
/// </summary>
internal static class RowVersion
{
    /// <summary>Name of the SQL function.</summary>
    public const string FunctionName = "syncline_version";

    private const int MostArguments = 100; // SQLite takes 127 in its default build

    /// <summary>SQL for the version of a row with these values.</summary>
    public static string Sql(IReadOnlyList<string> values) => values.Count <= MostArguments
        ? $"{FunctionName}({string.Join(", ", values)})"
        : Sql([.. values.Chunk(MostArguments).Select(chunk => Sql(chunk))]);

    /// <summary>Hash of stored values: 32 hexadecimal digits.</summary>
    public static string Of(IReadOnlyList<object?> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[9];
        foreach (var value in values)
        {
            var (type, bytes, number) = value switch
            {
                null or DBNull => (0, [], 0L),
                long whole => (1, [], whole),
                double real => (2, [], BitConverter.DoubleToInt64Bits(real)),
                string text => (3, Encoding.UTF8.GetBytes(text), 0L),
                byte[] blob => (4, blob, 0L),
                _ => throw new ArgumentException($"SQLite stores no {value.GetType().Name}.", nameof(values)),
            };
            head[0] = (byte)type;
            BinaryPrimitives.WriteInt64LittleEndian(head[1..], type >= 3 ? bytes.Length : number);
            hash.AppendData(head);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
