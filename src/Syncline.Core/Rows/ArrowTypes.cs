using Apache.Arrow;
using Apache.Arrow.Types;
using Syncline.Core.Tables;

namespace Syncline.Core.Rows;

/// <summary>The one mapping from kinds of columns to Arrow types. Documented at <see cref="ColumnKind"/>.</summary>
public static class ArrowTypes
{
    private static readonly TimestampType Instant = new(TimeUnit.Microsecond, "UTC");
    private static readonly TimestampType Local = new(TimeUnit.Microsecond, timezone: (string?)null);
    private static readonly FixedSizeBinaryType Uuid = new(16);

    /// <summary>Arrow type of a column's values.</summary>
    public static IArrowType Of(ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            ColumnKind.Text or ColumnKind.Choices => StringType.Default,
            ColumnKind.Integer => Int64Type.Default,
            ColumnKind.Decimal or ColumnKind.Money => new Decimal128Type(38, type.ArrowScale),
            ColumnKind.Double => DoubleType.Default,
            ColumnKind.Boolean => BooleanType.Default,
            ColumnKind.DateTime => Instant,
            ColumnKind.LocalDateTime => Local,
            ColumnKind.Date => Date32Type.Default,
            ColumnKind.Time => Time64Type.Microsecond,
            ColumnKind.Guid or ColumnKind.Lookup => Uuid,
            ColumnKind.Choice => Int32Type.Default,
            ColumnKind.Binary => BinaryType.Default,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "Unknown column kind."),
        };
    }

    /// <summary>Arrow schema of columns in this order; every field is nullable.</summary>
    public static Schema SchemaOf(IEnumerable<ColumnSchema> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var schema = new Schema.Builder();
        foreach (var column in columns)
        {
            schema.Field(new Field(column.Name, Of(column.Type), nullable: true));
        }

        return schema.Build();
    }
}
