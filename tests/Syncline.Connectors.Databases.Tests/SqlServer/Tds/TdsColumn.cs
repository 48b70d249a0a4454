namespace Syncline.Connectors.Databases.Tests.SqlServer.Tds;

/// <summary>A column as TDS describes it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">One of the types in <see cref="Info"/>.</param>
/// <param name="Size">Most characters or bytes where the type has such.</param>
/// <param name="IsRequired">Whether it takes no NULL.</param>
internal sealed record TdsColumn(string Name, string Type, int Size = 0, bool IsRequired = false)
{
    /// <summary>SQL_Latin1_General_CP1_CI_AS, which has the sort id 52 (2.2.5.1.2).</summary>
    public static readonly byte[] Collation = [0x09, 0x04, 0xd0, 0x00, 0x34];

    /// <summary>Whether it holds text, which has a collation.</summary>
    public bool IsText => Type == "nvarchar";

    /// <summary>TYPE_INFO (2.2.5.6).</summary>
    public byte[] Info => Type switch
    {
        "int" => [0x26, 4],
        "bigint" => [0x26, 8],
        "bit" => [0x68, 1],
        "float" => [0x6d, 8],
        "uniqueidentifier" => [0x24, 16],
        "decimal" => [0x6a, 17, 38, 4],
        "date" => [0x28],
        "time" => [0x29, 6],
        "datetime2" => [0x2a, 6],
        "datetimeoffset" => [0x2b, 6],
        "nvarchar" => [0xe7, (byte)(Size * 2), (byte)((Size * 2) >> 8), .. Collation],
        "binary" => [0xad, (byte)Size, (byte)(Size >> 8)],
        "varbinary" => [0xa5, (byte)Size, (byte)(Size >> 8)],
        _ => throw new InvalidOperationException($"{Type} is not among the types."),
    };
}
