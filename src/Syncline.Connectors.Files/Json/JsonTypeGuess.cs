using System.Text.Json;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Json;

/// <summary>Which type fits every value met at one place of JSON objects. Not safe for concurrent use.</summary>
internal sealed class JsonTypeGuess
{
    private ColumnKind? kind;

    /// <summary>The type; Text when nothing was met, and where values of several kinds were.</summary>
    public ColumnType Type => ColumnType.Of(kind ?? ColumnKind.Text);

    /// <summary>Takes a value into account; null says nothing.</summary>
    public void Meet(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var met = value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => ColumnKind.Boolean,
            JsonValueKind.Number => NumberOf(value),
            _ => ColumnKind.Text,
        };
        kind = kind is null || kind == met ? met
            : IsNumber(kind.Value) && IsNumber(met) ? (ColumnKind)Math.Max((int)kind.Value, (int)met)
            : ColumnKind.Text;
    }

    // The order of these kinds (Integer, Decimal, Double) is from narrow to wide.
    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double;

    private static ColumnKind NumberOf(JsonElement value) =>
        value.TryGetInt64(out _) ? ColumnKind.Integer
        : !value.GetRawText().AsSpan().ContainsAny('e', 'E') && value.TryGetDecimal(out var number) && CellText.FitsScale(number, ColumnType.DefaultScale) ? ColumnKind.Decimal
        : ColumnKind.Double;
}
