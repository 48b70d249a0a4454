namespace Syncline.Bench.Databases;

/// <summary>The same ten values for a number, however often they are asked for.</summary>
internal sealed class SampleRows
{
    public const string Columns = "id bigint PRIMARY KEY, number varchar(20), name varchar(100), email text, amount numeric(19,4), score double precision, active boolean, born date, seen timestamptz, guid uuid";

    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static (long Id, string Number, string? Name, string Email, decimal Amount, double Score, bool Active, DateOnly Born, DateTime Seen, Guid Guid) Of(int row) =>
        (row, $"C-{row:D8}", row % 10 == 0 ? null : $"Contact number {row}", $"contact.{row}@contoso.example", row * 1.25m, row / 7.0, row % 3 == 0,
            new DateOnly(1960, 1, 1).AddDays(row % 20000), Start.AddSeconds(row), new Guid(row, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}
