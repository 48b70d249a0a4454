using CsCheck;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Whatever fits a column comes back as it was written. A failure prints the seed that repeats it.</summary>
public abstract class RoundTripTests(SandboxSite sandbox)
{
    private static readonly string[] Columns =
        ["lastname", "description", "creditlimit", "address1_latitude", "donotemail", "birthdate", "lastonholdtime", "gendercode", "numberofchildren"];

    private static readonly Gen<string> Texts = Gen.String[Gen.Char["aZ09 äß€漢'\"\\/<>&%#?+;:,.{}[]()\t😀"], 1, 50]
        .Select(text => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFD)).Trim())
        .Where(text => text.Length > 0);

    private static readonly Gen<object?[]> Rows =
        from lastName in Texts
        from description in Maybe(Texts)
        from creditLimit in Maybe(Gen.Int[0, 1_000_000].Select(cents => cents / 100m))
        from latitude in Maybe(Gen.Int[-9_000_000, 9_000_000].Select(units => units / 100000d))
        from donotemail in Gen.Bool
        from birthdate in Maybe(Gen.Int[0, 90_000].Select(days => new DateOnly(1753, 1, 1).AddDays(days)))
        from onHold in Maybe(Gen.Int[0, int.MaxValue].Select(seconds => DateTime.UnixEpoch.AddSeconds(seconds)))
        from gender in Maybe(Gen.Int[1, 2])
        from children in Maybe(Gen.Long[0, 100])
        select new object?[] { lastName, description, creditLimit, latitude, donotemail, birthdate, onHold, gender, children };

    [Fact]
    public async Task Rows_written_and_read_back_are_the_same() =>
        await Rows.Array[1, 30].SampleAsync(
            async rows =>
            {
                var schema = await sandbox.Connection.DescribeTableAsync("contact", default);
                var builder = new RowBatchBuilder([schema.Find("contactid")!, .. Columns.Select(column => schema.Find(column)!)]);
                var ids = rows.Select(_ => Guid.NewGuid()).ToList();
                for (var row = 0; row < rows.Length; row++)
                {
                    builder.AppendRow([ids[row], .. rows[row]]);
                }

                using var batch = builder.Build();
                var result = await sandbox.Connection.Writer!.WriteAsync(new WriteBatch { Table = "contact", Kind = WriteKind.Insert, Rows = batch }, default);
                result.Outcomes.Select(outcome => (outcome.Status, outcome.Id)).ShouldBe(ids.Select(id => (RowStatus.Done, (string?)id.ToString())));

                var filter = new NativeFilter("odata", string.Join(" or ", ids.Select(id => $"contactid eq {id}")));
                var request = new ReadRequest { Table = "contact", Columns = ["contactid", .. Columns], Filter = filter, BatchSize = 7 };
                var read = new Dictionary<Guid, object?[]>();
                await foreach (var page in sandbox.Connection.ReadAsync(request, default))
                {
                    using (page)
                    {
                        for (var row = 0; row < page.RowCount; row++)
                        {
                            read.Add(page.GetGuid(0, row), [.. Enumerable.Range(1, Columns.Length).Select(column => page.GetValue(column, row))]);
                        }
                    }
                }

                for (var row = 0; row < rows.Length; row++)
                {
                    read[ids[row]].ShouldBe(rows[row]);
                }
            },
            iter: 40,
            threads: 1);

    private static Gen<object?> Maybe<T>(Gen<T> values) => Gen.Null(values.Select(value => (object)value!));
}
