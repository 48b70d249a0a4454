using System.Text;
using CsCheck;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Core.Tests;

public sealed class RowBatchTests
{
    private static readonly IReadOnlyList<ColumnSchema> EveryKind =
        [.. Enum.GetValues<ColumnKind>().Select(kind => new ColumnSchema { Name = kind.ToString(), Type = ColumnType.Of(kind) })];

    private static readonly Gen<object?[]> Rows = Gen.Select(
        Values(Gen.String, Gen.Long, Gen.Decimal[-1_000_000_000m, 1_000_000_000m].Select(d => decimal.Round(d, 12)), Gen.Double, Gen.Bool),
        Gen.DateTime[new DateTime(1753, 1, 1), new DateTime(9999, 12, 30)].Select(d => new DateTime(d.Ticks / 10 * 10)),
        Gen.Guid,
        Gen.Int,
        Gen.Byte.Array,
        (first, time, id, number, bytes) =>
        {
            var row = new object?[EveryKind.Count];
            foreach (var (column, index) in EveryKind.Select((column, index) => (column, index)))
            {
                row[index] = column.Type.Kind switch
                {
                    ColumnKind.Text or ColumnKind.Choices => first[0],
                    ColumnKind.Integer => first[1],
                    ColumnKind.Decimal or ColumnKind.Money => first[2],
                    ColumnKind.Double => first[3],
                    ColumnKind.Boolean => first[4],
                    ColumnKind.DateTime => DateTime.SpecifyKind(time, DateTimeKind.Utc),
                    ColumnKind.LocalDateTime => time,
                    ColumnKind.Date => DateOnly.FromDateTime(time),
                    ColumnKind.Time => TimeOnly.FromDateTime(time),
                    ColumnKind.Guid or ColumnKind.Lookup => id,
                    ColumnKind.Choice => number,
                    ColumnKind.Binary => bytes,
                    _ => throw new InvalidOperationException(column.Name),
                };
                if ((number >> index & 3) == 3)
                {
                    row[index] = null;
                }
            }

            return row;
        });

    [Fact]
    public void A_batch_gives_back_every_value_of_every_kind_and_every_null()
    {
        Rows.Array[0, 40].Sample(rows =>
        {
            var builder = new RowBatchBuilder(EveryKind);
            foreach (var row in rows)
            {
                builder.AppendRow(row);
            }

            using var batch = builder.Build();
            batch.RowCount.ShouldBe(rows.Length);
            for (var r = 0; r < rows.Length; r++)
            {
                for (var c = 0; c < EveryKind.Count; c++)
                {
                    batch.GetValue(c, r).ShouldBe(rows[r][c], EveryKind[c].Name);
                }
            }
        });
    }

    [Fact]
    public void A_batch_keeps_its_values_while_later_batches_are_filled()
    {
        ColumnSchema[] columns =
        [
            new() { Name = "text", Type = ColumnType.Of(ColumnKind.Text) },
            new() { Name = "number", Type = ColumnType.Of(ColumnKind.Integer) },
            new() { Name = "flag", Type = ColumnType.Of(ColumnKind.Boolean) },
        ];
        var batches = Enumerable.Range(0, 3).Select(turn =>
        {
            var builder = new RowBatchBuilder(columns);
            for (var row = 0; row < 5_000; row++)
            {
                builder.AppendRow(Row(turn, row));
            }

            return builder.Build();
        }).ToList();

        foreach (var (turn, batch) in batches.Index())
        {
            for (var row = 0; row < 5_000; row++)
            {
                object?[] values = [batch.GetValue(0, row), batch.GetValue(1, row), batch.GetValue(2, row)];
                values.ShouldBe(Row(turn, row));
            }

            batch.Dispose();
        }

        static object?[] Row(int turn, int row) =>
            row % 7 == turn ? [null, null, null] : [$"{turn}/{row} Köln", (long)row * turn, (row + turn) % 3 == 0];
    }

    [Theory]
    [InlineData(1, "a")]
    [InlineData(5_000, "a")]
    [InlineData(5_000, "é")]
    [InlineData(5_000, "€")]
    [InlineData(2_500, "🙂")]
    public void Text_of_any_length_is_stored_as_UTF_8(int times, string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, times));
        var builder = new RowBatchBuilder([new ColumnSchema { Name = "text", Type = ColumnType.Of(ColumnKind.Text) }]);
        builder[0].Append("before");
        builder[0].Append(text.AsSpan());
        builder[0].Append(Encoding.UTF8.GetBytes(text).AsSpan());
        builder[0].Append("");
        using var batch = builder.Build();
        string[] read = [batch.GetText(0, 0), batch.GetText(0, 1), batch.GetText(0, 2), batch.GetText(0, 3)];
        read.ShouldBe(["before", text, text, ""]);
    }

    [Theory]
    [InlineData('\u007f')]
    [InlineData('\u0080')]
    [InlineData('\uff61')]
    public void Short_text_is_stored_as_UTF_8_wherever_a_character_beyond_ASCII_stands(char odd)
    {
        var builder = new RowBatchBuilder([new ColumnSchema { Name = "text", Type = ColumnType.Of(ColumnKind.Text) }]);
        var texts = new List<string>();
        for (var length = 1; length <= 40; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var characters = Enumerable.Range(0, length).Select(i => (char)('A' + i)).ToArray();
                characters[at] = odd;
                texts.Add(new string(characters));
                builder[0].Append(texts[^1]);
            }
        }

        using var batch = builder.Build();
        Enumerable.Range(0, texts.Count).Select(row => batch.GetText(0, row)).ShouldBe(texts);
    }

    [Fact]
    public void A_surrogate_without_its_other_half_becomes_the_replacement_character()
    {
        var builder = new RowBatchBuilder([new ColumnSchema { Name = "text", Type = ColumnType.Of(ColumnKind.Text) }]);
        builder[0].Append("ab\ud83d");
        builder[0].Append("\ude42cd");
        using var batch = builder.Build();
        batch.GetText(0, 0).ShouldBe("ab\ufffd");
        batch.GetText(0, 1).ShouldBe("\ufffdcd");
    }

    [Fact]
    public void A_decimal_with_more_digits_than_the_scale_is_refused_and_not_rounded()
    {
        var column = new ColumnSchema { Name = "price", Type = new() { Kind = ColumnKind.Money, Scale = 2 } };
        var builder = new RowBatchBuilder([column]);
        builder[0].Append(1.50m);
        builder[0].Append(1.500m);
        Should.Throw<OverflowException>(() => builder[0].Append(1.505m)).Message.ShouldContain("price");
    }

    [Fact]
    public void The_largest_decimals_pass_unchanged()
    {
        var column = new ColumnSchema { Name = "n", Type = new() { Kind = ColumnKind.Decimal, Scale = 0 } };
        var builder = new RowBatchBuilder([column]);
        builder.AppendRow(decimal.MaxValue);
        builder.AppendRow(decimal.MinValue);
        using var batch = builder.Build();
        batch.GetDecimal(0, 0).ShouldBe(decimal.MaxValue);
        batch.GetDecimal(0, 1).ShouldBe(decimal.MinValue);
    }

    [Fact]
    public void Columns_of_uneven_length_are_no_batch()
    {
        var builder = new RowBatchBuilder(EveryKind);
        builder[0].Append("alone");
        Should.Throw<InvalidOperationException>(() => builder.Build());
    }

    [Fact]
    public void An_append_of_another_kind_is_refused()
    {
        var builder = new RowBatchBuilder(EveryKind);
        Should.Throw<InvalidOperationException>(() => builder[0].Append(1.0)).Message.ShouldContain("Text");
    }

    private static Gen<object[]> Values(Gen<string> text, Gen<long> whole, Gen<decimal> exact, Gen<double> real, Gen<bool> flag) =>
        Gen.Select(text, whole, exact, real, flag, (a, b, c, d, e) => new object[] { a.Replace('\ud800', 'x'), b, c, d, e })
            .Where(values => IsWellFormed((string)values[0]));

    // A lone surrogate has no UTF-8 form; no system that Syncline reads delivers one.
    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);
}
