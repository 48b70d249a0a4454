using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Tables;

/// <summary>One column of a database table: as everybody sees it, and what its own database calls it.</summary>
internal sealed record DatabaseColumn
{
    /// <summary>As everybody sees it.</summary>
    public required ColumnSchema Schema { get; init; }

    /// <summary>The database's own type without length or scale, in the form in which a cast names it.</summary>
    public required string NativeType { get; init; }

    /// <summary>Whether its values travel as text, because no kind of ours fits the type; casts do the rest on the server.</summary>
    public bool TravelsAsText { get; init; }

    /// <summary>Whether the database numbers new rows by it.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>Name.</summary>
    public string Name => Schema.Name;

    /// <summary>Kind of its values.</summary>
    public ColumnKind Kind => Schema.Type.Kind;
}
