using System.Xml;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Carries the values of one kind of column between batches and value elements. Stateless, safe for concurrent use.</summary>
internal abstract class CellConverter
{
    /// <summary>The converter for a column that has values of its own: lookups and party lists have theirs.</summary>
    public static CellConverter For(ColumnDefinition column) => column.Column.Type.Kind switch
    {
        ColumnKind.Text => TextConverter.Instance,
        ColumnKind.Integer => column.Type == AttributeType.BigInt ? IntegerConverter.Long : IntegerConverter.Int,
        ColumnKind.Decimal => DecimalConverter.Instance,
        ColumnKind.Money => MoneyConverter.Instance,
        ColumnKind.Double => DoubleConverter.Instance,
        ColumnKind.Boolean => BooleanConverter.Instance,
        ColumnKind.Guid => GuidConverter.Instance,
        ColumnKind.Choice => ChoiceConverter.Instance,
        ColumnKind.Choices => ChoicesConverter.Instance,
        ColumnKind.DateTime => DateTimeConverter.Utc,
        ColumnKind.LocalDateTime => DateTimeConverter.Local,
        ColumnKind.Date => DateConverter.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Column.Type.Kind, "No value of the service is of this kind."),
    };

    /// <summary>Adds the value of the element that the cursor stands on, which has one; the cursor is then past.</summary>
    /// <exception cref="FormatException">It is not a value of the column's kind.</exception>
    /// <exception cref="OverflowException">It does not fit the column.</exception>
    public abstract void Read(XmlCursor cursor, ColumnBuilder builder);

    /// <summary>Writes a cell that is not null into a value element that was just begun.</summary>
    public abstract void Write(XmlWriter xml, RowBatch rows, int column, int row);

    protected static FormatException Wrong(string expected) => new($"it is not {expected}");
}
