namespace Syncline.Core.Reading;

/// <summary>What to read of one table.</summary>
public sealed record ReadRequest
{
    /// <summary>
    /// Name of the extra Text column that carries each row's version (Dataverse's ETag) when it is asked for among <see cref="Columns"/>
    /// and the connection's capabilities say <c>RowVersions</c>.
    /// </summary>
    public const string RowVersionColumn = "@version";

    /// <summary>
    /// Name of the extra Integer column that carries the line of the file on which each row begins, from 1, when it is asked for among
    /// <see cref="Columns"/> and the connection's capabilities say <c>LineNumbers</c>.
    /// </summary>
    public const string LineColumn = "@line";

    /// <summary>Table name.</summary>
    public required string Table { get; init; }

    /// <summary>Columns in the order wanted; null reads every readable column but those with <see cref="Tables.ColumnSchema.IsOnRequest"/>. Only these are asked of the server.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Filter in a language of the system; null reads every row.</summary>
    public NativeFilter? Filter { get; init; }

    /// <summary>Only the rows with these keys; null for no such condition. Together with <see cref="Filter"/> both hold.</summary>
    public KeyFilter? Keys { get; init; }

    /// <summary>At most so many rows, asked of the server as such where it can; null reads all.</summary>
    public int? MaxRows { get; init; }

    /// <summary>
    /// Whether rows that nobody changes come in the same order every time. False lets a connection read several parts of a large table beside each other;
    /// the rows are the same.
    /// </summary>
    public bool InOrder { get; init; }

    /// <summary>Rows per batch wished for; the system's own page size when null.</summary>
    public int? BatchSize { get; init; }
}
