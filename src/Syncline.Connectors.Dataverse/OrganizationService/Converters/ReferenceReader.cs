using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService.Converters;

/// <summary>Reads lookups, <c>EntityReference</c>, into the columns that were asked for: the id, the table pointed to, the name of the row there.</summary>
internal static class ReferenceReader
{
    /// <param name="cursor">Stands on the element; is then past it.</param>
    /// <param name="id">Column for the id; null when it is not wanted.</param>
    /// <param name="table">Column for the table's logical name; null when it is not wanted.</param>
    /// <param name="name">Column for the name; null when it is not wanted.</param>
    /// <param name="hasName">Whether the reference tells the name; when it does not, nothing is added to its column.</param>
    /// <exception cref="FormatException">It is no reference.</exception>
    public static void Read(XmlCursor cursor, ColumnBuilder? id, ColumnBuilder? table, ColumnBuilder? name, out bool hasName)
    {
        hasName = false;
        var (hasId, hasTable) = (false, false);
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (!hasId && cursor.Is("Id"))
                {
                    hasId = true;
                    var value = Guid.TryParseExact(cursor.Value(), "D", out var guid) ? guid : throw new FormatException("it is not an id");
                    id?.Append(value);
                }
                else if (!hasTable && cursor.Is("LogicalName"))
                {
                    hasTable = true;
                    var value = cursor.Value();
                    table?.Append(value);
                }
                else if (!hasName && cursor.Is("Name") && !cursor.IsNil)
                {
                    hasName = true;
                    var value = cursor.Value();
                    name?.Append(value);
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        if (!hasId || !hasTable)
        {
            throw new FormatException("it points to no row");
        }
    }
}
