using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Puts the values of CSV rows into batches. Not safe for concurrent use.</summary>
internal sealed class CsvRowAppender(DataFile file, CsvOptions options, ColumnChoice choice)
{
    private readonly bool[] isText = [.. choice.Columns.Select(column => column.Type.Kind == ColumnKind.Text)];

    /// <summary>Adds the current row.</summary>
    /// <exception cref="ReadException">A value is not of its column's type.</exception>
    public void Append(RowBatchBuilder builder, CsvText text)
    {
        for (var i = 0; i < choice.Ordinals.Length; i++)
        {
            var column = builder[i];
            var ordinal = choice.Ordinals[i];
            if (ordinal == ColumnChoice.Line)
            {
                column.Append(text.Line);
                continue;
            }

            var value = text.Value(ordinal);
            if (!isText[i])
            {
                if (!CellText.TryAppend(column, value))
                {
                    throw new ReadException(FileErrors.WrongType(file.Shown, text.Line, column.Column.Name, CellText.NameOf(column.Column.Type.Kind)));
                }
            }
            else if (value.IsEmpty && !text.IsQuotedEmpty(ordinal))
            {
                column.AppendNull();
            }
            else
            {
                column.Append(options.NeutralizesFormulas ? Formulas.Restored(value) : value);
            }
        }
    }
}
