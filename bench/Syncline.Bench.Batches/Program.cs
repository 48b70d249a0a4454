using System.Diagnostics;
using System.Globalization;
using System.Text;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

// What Arrow costs on the read path: fills batches of 5,000 rows with 20 columns like those of contacts, from values that are already parsed, and
// beside it the same values into plain rows (object?[]). The read path's own time per row stands in bench/results/dataverse-read.md.
//   dotnet run -c Release --project bench/Syncline.Bench.Batches
const int Rows = 5_000;
const int Batches = 40;
ColumnKind[] kinds =
[
    .. Enumerable.Repeat(ColumnKind.Text, 11), ColumnKind.Choice, ColumnKind.Date, ColumnKind.Lookup, ColumnKind.Lookup, ColumnKind.Choice,
    ColumnKind.Choice, ColumnKind.DateTime, ColumnKind.DateTime, ColumnKind.Guid,
];
ColumnSchema[] columns = [.. kinds.Select((kind, i) => new ColumnSchema { Name = $"c{i}", Type = ColumnType.Of(kind) })];
var text = Encoding.UTF8.GetBytes("some text of usual length");
var id = Guid.CreateVersion7();
var moment = new DateTime(2026, 11, 23, 10, 14, 0, DateTimeKind.Utc);
var date = new DateOnly(1979, 8, 2);

for (var pass = 1; pass <= 4; pass++)
{
    Measure($"arrow, pass {pass}", Arrow);
    Measure($"object rows, pass {pass}", Objects);
}

void Arrow()
{
    var builder = new RowBatchBuilder(columns);
    for (var row = 0; row < Rows; row++)
    {
        for (var column = 0; column < columns.Length; column++)
        {
            switch (kinds[column])
            {
                case ColumnKind.Text: builder[column].Append(text); break;
                case ColumnKind.Choice: builder[column].Append(1L); break;
                case ColumnKind.Date: builder[column].Append(date); break;
                case ColumnKind.DateTime: builder[column].Append(moment); break;
                default: builder[column].Append(id); break;
            }
        }
    }

    using var batch = builder.Build();
    GC.KeepAlive(batch);
}

void Objects()
{
    var rows = new List<object?[]>(Rows);
    for (var row = 0; row < Rows; row++)
    {
        var values = new object?[columns.Length];
        for (var column = 0; column < columns.Length; column++)
        {
            values[column] = kinds[column] switch
            {
                ColumnKind.Text => Encoding.UTF8.GetString(text),
                ColumnKind.Choice => 1,
                ColumnKind.Date => date,
                ColumnKind.DateTime => moment,
                _ => id,
            };
        }

        rows.Add(values);
    }

    GC.KeepAlive(rows);
}

static void Measure(string name, Action batch)
{
    var allocated = GC.GetTotalAllocatedBytes(precise: true);
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < Batches; i++)
    {
        batch();
    }

    var rows = (double)Rows * Batches;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-22} {watch.Elapsed.TotalSeconds / rows * 1e6,6:N2} µs per row of 20 columns, {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / rows,6:N0} bytes"));
}
