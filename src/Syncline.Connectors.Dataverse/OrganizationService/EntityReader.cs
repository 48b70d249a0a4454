using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.OrganizationService.Converters;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Reads rows, <c>Entity</c>, straight into columns. An attribute that a row leaves out has no value. Not safe for concurrent use; one reader reads all rows of a
/// query, one batch at a time.
/// </summary>
internal sealed class EntityReader
{
    /// <summary>Number of the row as a column, where a site does not tell a row's version apart from its columns.</summary>
    public const string VersionColumn = "versionnumber";

    private readonly string table;
    private readonly Dictionary<string, AttributeSlot> slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeSlot>.AlternateLookup<ReadOnlySpan<char>> find;
    private readonly int version = -1;
    private readonly bool wantsLabels;
    private readonly int[] filledBy;
    private int row;

    public EntityReader(RowQuery query)
    {
        table = query.Table.LogicalName;
        filledBy = new int[query.Columns.Count];
        for (var i = 0; i < query.Columns.Count; i++)
        {
            if (query.Columns[i].Definition is { } definition)
            {
                Place(definition, i);
            }
            else
            {
                version = i;
            }
        }

        wantsLabels = slots.Values.Any(slot => slot.Label >= 0 || slot.Name >= 0);
        find = slots.GetAlternateLookup<ReadOnlySpan<char>>();
        Builder = new RowBatchBuilder([.. query.Columns.Select(column => column.Column)]);
    }

    /// <summary>Where rows are added.</summary>
    public RowBatchBuilder Builder { get; private set; }

    /// <summary>Rows since the last batch.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows so far as a batch, or null when there are none; the next row begins another.</summary>
    public RowBatch? TakeBatch()
    {
        if (Rows == 0)
        {
            return null;
        }

        var batch = Builder.Build();
        Builder = new RowBatchBuilder(Builder.Columns);
        Rows = 0;
        return batch;
    }

    /// <summary>Adds the row whose element the cursor stands on; the cursor is then past.</summary>
    /// <exception cref="Core.Errors.ReadException">A value does not fit its column.</exception>
    /// <exception cref="XmlException">It is not a row.</exception>
    public void Read(XmlCursor cursor)
    {
        row++;
        Rows++;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Is("Attributes"))
                {
                    ReadPairs(cursor, isLabels: false);
                }
                else if (wantsLabels && cursor.Is("FormattedValues"))
                {
                    ReadPairs(cursor, isLabels: true);
                }
                else if (version >= 0 && filledBy[version] != row && cursor.Is("RowVersion") && !cursor.IsNil)
                {
                    AppendVersion(cursor.Value());
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        for (var column = 0; column < filledBy.Length; column++)
        {
            if (filledBy[column] != row)
            {
                Builder[column].AppendNull();
            }
        }
    }

    private void Place(ColumnDefinition definition, int index)
    {
        var name = FetchDocument.AttributeOf(definition);
        if (!slots.TryGetValue(name, out var slot))
        {
            slots.Add(name, slot = new AttributeSlot());
        }

        switch (definition.Companion)
        {
            case CompanionKind.Table: slot.Table = index; break;
            case CompanionKind.Name: slot.Name = index; break;
            case CompanionKind.Label: slot.Label = index; break;
            case CompanionKind.FileName:
                slot.Value = index;
                slot.Converter = TextConverter.Instance;
                break;
            default:
                slot.Value = index;
                slot.Converter = definition.IsLookup ? null : CellConverter.For(definition);
                break;
        }

        slot.IsLookup |= definition.IsLookup;
    }

    private void ReadPairs(XmlCursor cursor, bool isLabels)
    {
        if (!cursor.Enter())
        {
            return;
        }

        while (cursor.Next())
        {
            if (!cursor.Enter() || !cursor.Next() || !cursor.Is("key"))
            {
                throw new XmlException("A value has no name.");
            }

            var name = cursor.Value();
            var isVersion = !isLabels && version >= 0 && name is VersionColumn;
            find.TryGetValue(name, out var slot);
            if (!cursor.Next())
            {
                continue; // a name without a value has none
            }

            if (cursor.IsNil || (slot is null && !isVersion))
            {
                cursor.Skip();
            }
            else if (isVersion)
            {
                ReadVersion(cursor, slot);
            }
            else if (isLabels)
            {
                ReadLabel(cursor, slot!);
            }
            else
            {
                ReadValue(cursor, slot!);
            }

            while (cursor.Next())
            {
                cursor.Skip();
            }
        }
    }

    private void ReadValue(XmlCursor cursor, AttributeSlot slot)
    {
        var column = slot.Value >= 0 ? slot.Value : slot.Table >= 0 ? slot.Table : slot.Name;
        if (column < 0)
        {
            cursor.Skip(); // only its label is wanted
            return;
        }

        try
        {
            if (slot.IsLookup)
            {
                ReferenceReader.Read(cursor, Fill(slot.Value), Fill(slot.Table), slot.Name < 0 ? null : Builder[slot.Name], out var hasName);
                if (hasName)
                {
                    Fill(slot.Name);
                }
            }
            else
            {
                slot.Converter!.Read(cursor, Fill(slot.Value)!);
            }
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw ReadErrors.ValueUnreadable(table, Builder.Columns[column].Name, exception.Message, exception);
        }
    }

    /// <summary>Labels of choices; and names of lookups, where the reference does not tell them.</summary>
    private void ReadLabel(XmlCursor cursor, AttributeSlot slot)
    {
        var column = slot.Label >= 0 ? slot.Label : slot.Name;
        if (column < 0 || filledBy[column] == row)
        {
            cursor.Skip();
        }
        else
        {
            Fill(column)!.Append(cursor.Value());
        }
    }

    private void ReadVersion(XmlCursor cursor, AttributeSlot? slot)
    {
        var text = cursor.Value();
        AppendVersion(text);
        if (slot is { Value: >= 0 and var column })
        {
            Fill(column)!.Append(IntegerConverter.Parse(text));
        }
    }

    private void AppendVersion(ReadOnlySpan<char> rowVersion)
    {
        if (filledBy[version] != row)
        {
            Fill(version)!.Append(RowVersions.ToETag(rowVersion));
        }
    }

    /// <summary>The builder of a column that gets its value now; null when it is not wanted.</summary>
    /// <exception cref="XmlException">The row has a value for it already.</exception>
    private ColumnBuilder? Fill(int column)
    {
        if (column < 0)
        {
            return null;
        }

        if (filledBy[column] == row)
        {
            throw new XmlException("A row has two values of one name.");
        }

        filledBy[column] = row;
        return Builder[column];
    }
}
