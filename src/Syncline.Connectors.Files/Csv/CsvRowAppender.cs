using System.Text;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Puts the values of CSV rows into batches. Not safe for concurrent use.</summary>
internal sealed class CsvRowAppender(DataFile file, CsvOptions options, ColumnChoice choice)
{
    private readonly bool[] isText = [.. choice.Columns.Select(column => column.Type.Kind == ColumnKind.Text)];

    private char[] decoded = new char[256];

    /// <summary>Adds the current row.</summary>
    /// <exception cref="ReadException">A value is not of its column's type.</exception>
    public void Append(RowBatchBuilder builder, CsvPlainRows rows)
    {
        for (var i = 0; i < choice.Ordinals.Length; i++)
        {
            var column = builder[i];
            if (choice.Ordinals[i] == ColumnChoice.Line)
            {
                column.Append(rows.Line);
                continue;
            }

            var value = rows.Value(choice.Ordinals[i], out var isQuoted);
            if (!isText[i])
            {
                AppendTyped(column, Decoded(value), rows.Line);
            }
            else if (value.IsEmpty && !isQuoted)
            {
                column.AppendNull();
            }
            else if (options.NeutralizesFormulas && value is [(byte)'\'', ..])
            {
                column.Append(Formulas.Restored(Decoded(value)));
            }
            else
            {
                column.Append(value);
            }
        }
    }

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
                AppendTyped(column, value, text.Line);
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

    private void AppendTyped(ColumnBuilder column, ReadOnlySpan<char> value, long line)
    {
        if (!CellText.TryAppend(column, value))
        {
            throw new ReadException(FileErrors.WrongType(file.Shown, line, column.Column.Name, CellText.NameOf(column.Column.Type.Kind)));
        }
    }

    private ReadOnlySpan<char> Decoded(ReadOnlySpan<byte> value)
    {
        if (decoded.Length < value.Length)
        {
            decoded = new char[value.Length * 2];
        }

        return decoded.AsSpan(0, Encoding.UTF8.GetChars(value, decoded));
    }
}
