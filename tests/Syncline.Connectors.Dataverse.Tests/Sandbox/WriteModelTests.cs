using System.Collections;
using CsCheck;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>
/// Whatever is written through the connector, in whatever order, what is read back equals a simple model in memory, and every outcome is the one that
/// the model expects. A failure prints the seed that repeats it.
/// </summary>
public abstract class WriteModelTests(SandboxSite sandbox)
{
    private const int Slots = 12;

    private static readonly string[] Columns = ["externaluseridentifier", "lastname", "description", "creditlimit", "donotemail", "birthdate", "gendercode", "numberofchildren", "statecode"];

    private static readonly Gen<object?[]> Cells =
        from last in OneOf("Ärger", "O'Neil", "x\"y", "<b>", "a&b")
        from description in OneOf(null, "one\ntwo", "漢字 😀", "tab\there")
        from credit in OneOf(null, 0.01m, 1200.5m, 99999.99m)
        from email in OneOf(true, false)
        from birth in OneOf(null, new DateOnly(1980, 2, 29), new DateOnly(1753, 1, 1))
        from gender in OneOf(null, 1, 2, 7777)
        from children in OneOf(null, 0L, 3L)
        select new[] { last, description, credit, email, birth, gender, children };

    private static readonly Gen<Step> Steps =
        from kind in Gen.Enum<WriteKind>()
        from byKey in Gen.Bool
        from rows in Gen.Select(Gen.Int[0, Slots - 1], Cells, Gen.Int[1, 127], Gen.Enum<Expectation>()).Array[1, 8]
        select new Step(kind, byKey, [.. rows.DistinctBy(row => row.Item1).Select(row => new Change(row.Item1, row.Item2, row.Item3, row.Item4))]);

    private enum Expectation
    {
        None,
        RightVersion,
        WrongVersion,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IConnection Connection => sandbox.Connection;

    [Fact]
    public async Task Any_sequence_of_writes_read_back_equals_a_model() =>
        await Steps.Array[1, 10].SampleAsync(
            async steps =>
            {
                var ids = Enumerable.Range(0, Slots).Select(_ => Guid.NewGuid()).ToArray();
                var keys = ids.Select(id => $"WM-{id:N}").ToArray();
                var model = new Dictionary<int, object?[]>();
                foreach (var any in steps)
                {
                    // A row made by an upsert by alternate key gets its id from the server, which the model does not know: only rows that are there go that way.
                    var step = any is { ByKey: true, Kind: WriteKind.Upsert } ? any with { Changes = [.. any.Changes.Where(change => model.ContainsKey(change.Slot))] } : any;
                    if (step.Changes.Count == 0)
                    {
                        continue;
                    }

                    var before = await ReadAsync(ids);
                    var outcomes = await WriteAsync(step, ids, keys, before);
                    for (var i = 0; i < step.Changes.Count; i++)
                    {
                        outcomes[i].ShouldBe(Apply(model, step, step.Changes[i], ids, keys), $"{step.Kind} by {(step.ByKey ? "key" : "id")}, row {step.Changes[i]}");
                    }

                    var after = await ReadAsync(ids);
                    after.Keys.Order().ShouldBe(model.Keys.Order());
                    foreach (var (slot, row) in after)
                    {
                        row.Values.ShouldBe(model[slot]);
                    }
                }

                await RemoveAsync(ids);
            },
            iter: 30, threads: 1);

    /// <summary>What the change does to the model, and the outcome that it should have.</summary>
    private static RowStatus Apply(Dictionary<int, object?[]> model, Step step, Change change, Guid[] ids, string[] keys)
    {
        var isThere = model.TryGetValue(change.Slot, out var row);
        var expects = Expects(step, change, isThere);
        if (expects == Expectation.WrongVersion)
        {
            return RowStatus.Conflict;
        }

        if (step.Kind == WriteKind.Delete)
        {
            model.Remove(change.Slot);
            return RowStatus.Done;
        }

        if ((step.Kind, isThere) is (WriteKind.Insert, true) or (WriteKind.Update, false) || (IsSent(step, change, 5, isThere) && change.Cells[5] is 7777))
        {
            return RowStatus.Failed;
        }

        row = isThere ? [.. row!] : [keys[change.Slot], null, null, null, false, null, null, null, 0];
        for (var cell = 0; cell < change.Cells.Length; cell++)
        {
            if (IsSent(step, change, cell, isThere))
            {
                row[cell + 1] = change.Cells[cell];
            }
        }

        model[change.Slot] = row;
        return RowStatus.Done;
    }

    /// <summary>New rows get all cells, so that the server's own defaults don't matter.</summary>
    private static bool IsSent(Step step, Change change, int cell, bool isThere) => step.Kind != WriteKind.Update || !isThere || (change.Sent & (1 << cell)) != 0;

    /// <summary>A row that is refused anyway demands no version: which refusal the server tells first is its own affair.</summary>
    private static Expectation Expects(Step step, Change change, bool isThere) =>
        isThere && step is { Kind: WriteKind.Update or WriteKind.Delete } && change.Cells[5] is not 7777 ? change.Expectation : Expectation.None;

    private static Gen<object?> OneOf(params object?[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private async Task<IReadOnlyList<RowStatus>> WriteAsync(Step step, Guid[] ids, string[] keys, Dictionary<int, Known> before)
    {
        var schema = await Connection.DescribeTableAsync("contact", Cancellation);
        var byKey = step.ByKey && step.Kind != WriteKind.Insert;
        string[] names = byKey ? ["externaluseridentifier"] : step.Kind == WriteKind.Delete ? ["contactid"] : ["contactid", "externaluseridentifier"];
        string[] written = step.Kind == WriteKind.Delete ? [] : Columns[1..^1];
        var builder = new RowBatchBuilder([.. names.Concat(written).Select(name => schema.Find(name)!)]);
        var sent = new List<BitArray>();
        foreach (var change in step.Changes)
        {
            object?[] key = byKey ? [keys[change.Slot]] : names.Length == 1 ? [ids[change.Slot]] : [ids[change.Slot], keys[change.Slot]];
            builder.AppendRow([.. key, .. change.Cells.Take(written.Length)]);
            sent.Add(new BitArray([.. names.Select(name => name != "externaluseridentifier" || step.Kind != WriteKind.Update),
                .. Enumerable.Range(0, written.Length).Select(cell => IsSent(step, change, cell, before.ContainsKey(change.Slot)))]));
        }

        using var rows = builder.Build();
        var result = await Connection.Writer!.WriteAsync(
            new WriteBatch
            {
                Table = "contact",
                Kind = step.Kind,
                Rows = rows,
                KeyColumns = step.Kind == WriteKind.Insert ? [] : byKey ? ["externaluseridentifier"] : ["contactid"],
                Sent = sent,
                ExpectedVersions =
                [
                    .. step.Changes.Select(change => Expects(step, change, before.ContainsKey(change.Slot)) switch
                    {
                        Expectation.RightVersion => before[change.Slot].Version,
                        Expectation.WrongVersion => "W/\"1\"",
                        _ => null,
                    }),
                ],
            },
            Cancellation);
        return [.. result.Outcomes.Select(outcome => outcome.Status)];
    }

    private async Task<Dictionary<int, Known>> ReadAsync(Guid[] ids)
    {
        var found = new Dictionary<int, Known>();
        var request = new ReadRequest
        {
            Table = "contact",
            Columns = ["contactid", ReadRequest.RowVersionColumn, .. Columns],
            Keys = new KeyFilter(["contactid"], [.. ids.Select(id => new object[] { id })]),
        };
        await foreach (var batch in Connection.ReadAsync(request, Cancellation))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    found.Add(Array.IndexOf(ids, batch.GetGuid(0, row)), new Known(batch.GetText(1, row), [.. Enumerable.Range(2, Columns.Length).Select(column => batch.GetValue(column, row))]));
                }
            }
        }

        return found;
    }

    private async Task RemoveAsync(Guid[] ids)
    {
        var schema = await Connection.DescribeTableAsync("contact", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("contactid")!]);
        foreach (var id in ids)
        {
            builder.AppendRow(id);
        }

        using var rows = builder.Build();
        var result = await Connection.Writer!.WriteAsync(new WriteBatch { Table = "contact", Kind = WriteKind.Delete, Rows = rows, KeyColumns = ["contactid"] }, Cancellation);
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }

    private sealed record Known(string Version, object?[] Values);

    private sealed record Change(int Slot, object?[] Cells, int Sent, Expectation Expectation);

    private sealed record Step(WriteKind Kind, bool ByKey, IReadOnlyList<Change> Changes);
}
