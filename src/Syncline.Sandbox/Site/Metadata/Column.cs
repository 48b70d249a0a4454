using System.Text.Json.Serialization;

namespace Syncline.Sandbox.Site.Metadata;

/// <summary>A column, as its table's file in <c>Tables/</c> states it. What a file leaves out has the default given here.</summary>
internal sealed class Column
{
    /// <summary>Logical name: lower case, the key in payloads of every column that is no lookup.</summary>
    [JsonIgnore]
    public string Name { get; set; } = "";

    /// <summary>Position in <see cref="Table.Columns"/>.</summary>
    [JsonIgnore]
    public int Ordinal { get; set; }

    public required ColumnType Type { get; init; }

    public required string Schema { get; init; }

    public string? Label { get; init; }

    public string? Label1030 { get; init; }

    public Guid Id { get; set; }

    public int? No { get; init; }

    /// <summary>The column that this one belongs to, e.g. <c>gendercode</c> of <c>gendercodename</c>.</summary>
    public string? Of { get; init; }

    public bool Create { get; init; } = true;

    public bool Update { get; init; } = true;

    public bool Read { get; init; } = true;

    /// <summary><c>IsValidODataAttribute</c>: false for the derived name and type columns, which the Web API does not show.</summary>
    public bool OData { get; init; } = true;

    public string Required { get; init; } = "None";

    public bool Custom { get; init; }

    public bool Logical { get; init; }

    public int? MaxLength { get; init; }

    public int? DatabaseLength { get; init; }

    public string? Format { get; init; }

    public int? Precision { get; init; }

    public int? PrecisionSource { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    public string? Behavior { get; init; }

    public int? Default { get; init; }

    public int? Source { get; init; }

    /// <summary>The money column that this column restates in the base currency.</summary>
    public string? BaseOf { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    public Choice? Choice { get; init; }

    /// <summary>File and image columns: the most that they take, in KB.</summary>
    public int? MaxSize { get; init; }

    /// <summary>A calculated column: dividend and divisor.</summary>
    public IReadOnlyList<string> Quotient { get; init; } = [];

    /// <summary>A rollup column that counts the rows whose lookup column of this name leads to the row.</summary>
    public string? Counts { get; init; }

    /// <summary>Navigation properties of a lookup column, one for each table it can point to.</summary>
    [JsonIgnore]
    public IReadOnlyList<Navigation> Navigations { get; set; } = [];

    [JsonIgnore]
    public bool IsLookup => Type is ColumnType.Lookup or ColumnType.Customer or ColumnType.Owner;

    [JsonIgnore]
    /// <summary>Whether its moments are shown in the time zone of who looks (PROTOCOL 5.11).</summary>
    public bool IsUserLocal => Type == ColumnType.DateTime && Behavior == "UserLocal";

    public bool IsDateOnly => Type == ColumnType.DateTime && Behavior == "DateOnly";

    /// <summary>True when the Web API shows the column in rows.</summary>
    [JsonIgnore]
    public bool IsInRows => OData && Read && Type is not (ColumnType.Virtual or ColumnType.Image or ColumnType.PartyList);

    /// <summary>Name in rows of the Web API: <c>_primarycontactid_value</c> for a lookup column, else the logical name.</summary>
    [JsonIgnore]
    public string PropertyName => IsLookup ? $"_{Name}_value" : Name;

    /// <summary>Edm type in <c>$metadata</c> and in messages.</summary>
    [JsonIgnore]
    public string EdmType => Type switch
    {
        ColumnType.BigInt => "Edm.Int64",
        ColumnType.Boolean => "Edm.Boolean",
        ColumnType.DateTime => IsDateOnly ? "Edm.Date" : "Edm.DateTimeOffset",
        ColumnType.Decimal or ColumnType.Money => "Edm.Decimal",
        ColumnType.Double => "Edm.Double",
        ColumnType.Integer or ColumnType.Picklist or ColumnType.State or ColumnType.Status => "Edm.Int32",
        ColumnType.Uniqueidentifier or ColumnType.Lookup or ColumnType.Customer or ColumnType.Owner or ColumnType.File => "Edm.Guid",
        ColumnType.Image => "Edm.Binary",
        _ => "Edm.String",
    };
}
