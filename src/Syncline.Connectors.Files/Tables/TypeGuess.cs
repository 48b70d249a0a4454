using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Which type fits every text of a column. Texts that would come back changed (leading zeros, a plus sign, an exponent) keep the column a text.
/// Not safe for concurrent use.
/// </summary>
internal sealed class TypeGuess
{
    private static readonly ColumnType[] Kinds =
    [
        ColumnType.Of(ColumnKind.Integer), ColumnType.Of(ColumnKind.Decimal), ColumnType.Of(ColumnKind.Boolean), ColumnType.Of(ColumnKind.Date),
        ColumnType.Of(ColumnKind.LocalDateTime), ColumnType.Of(ColumnKind.DateTime), ColumnType.Of(ColumnKind.Guid),
    ];

    private readonly List<ColumnType> left = [.. Kinds];
    private bool hasMet;

    /// <summary>The type; Text when none fits or nothing was met.</summary>
    public ColumnType Type => hasMet && left.Count > 0 ? left[0] : ColumnType.Of(ColumnKind.Text);

    /// <summary>Takes a text into account; an empty one says nothing.</summary>
    public void Meet(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        hasMet = true;
        for (var i = left.Count - 1; i >= 0; i--)
        {
            if (!Fits(left[i], text))
            {
                left.RemoveAt(i);
            }
        }
    }

    private static bool Fits(ColumnType type, ReadOnlySpan<char> text) => type.Kind switch
    {
        ColumnKind.Integer or ColumnKind.Decimal => text is not (['+', ..] or ['0', >= '0' and <= '9', ..] or ['-', '0', >= '0' and <= '9', ..] or ['.', ..]) && CellText.TryParse(type, text, out _),
        ColumnKind.Boolean => text is "true" or "false",
        ColumnKind.LocalDateTime or ColumnKind.DateTime => text.Length > 10 && CellText.TryParse(type, text, out _),
        _ => CellText.TryParse(type, text, out _),
    };
}
