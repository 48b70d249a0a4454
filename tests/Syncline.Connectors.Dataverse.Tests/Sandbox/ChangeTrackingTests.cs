using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Change tracking through the connector, against a sandbox of its own whose tokens expire when an administrator says so.</summary>
public abstract class ChangeTrackingTests(SandboxSite site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IConnection Connection => site.Connection;

    [Fact]
    public async Task A_first_read_gives_every_row_and_later_ones_only_what_was_added_changed_or_deleted()
    {
        var first = await ReadAsync("account", null);
        (first.IsFull, first.WhyFull, first.Deleted.Count).ShouldBe((true, null, 0));
        first.Rows.Count.ShouldBeGreaterThanOrEqualTo(SandboxSite.SeedRows);

        var (changed, deleted, added, fleeting) = (first.Rows.Keys.First(), first.Rows.Keys.Last(), Guid.NewGuid(), Guid.NewGuid());
        await WriteAsync("account", WriteKind.Update, ["accountid", "name"], ["accountid"], [[changed, "Once"]]);
        await WriteAsync("account", WriteKind.Update, ["accountid", "name"], ["accountid"], [[changed, "Twice"]]);
        await WriteAsync("account", WriteKind.Delete, ["accountid"], ["accountid"], [[deleted]]);
        await WriteAsync("account", WriteKind.Insert, ["accountid", "name"], [], [[added, "New"], [fleeting, "Gone again"]]);
        await WriteAsync("account", WriteKind.Delete, ["accountid"], ["accountid"], [[fleeting]]);

        var later = await ReadAsync("account", first.Token);
        (later.IsFull, later.WhyFull).ShouldBe((false, null));
        later.Rows.ShouldBe([KeyValuePair.Create(changed, "Twice"), KeyValuePair.Create(added, "New")], ignoreOrder: true);
        later.Deleted.ShouldContain(deleted);

        var last = await ReadAsync("account", later.Token);
        (last.IsFull, last.Rows.Count, last.Deleted.Count).ShouldBe((false, 0, 0));
    }

    [Fact]
    public async Task Many_changes_come_in_pages()
    {
        var first = await ReadAsync("account", null);
        var rows = Enumerable.Range(0, 5_200).Select(i => new object?[] { Guid.NewGuid(), $"Paged {i}" }).ToArray();
        foreach (var part in rows.Chunk(1_000))
        {
            await WriteAsync("account", WriteKind.Insert, ["accountid", "name"], [], part);
        }

        var later = await ReadAsync("account", first.Token);

        later.IsFull.ShouldBeFalse();
        later.Rows.Keys.ShouldBe(rows.Select(row => (Guid)row[0]!), ignoreOrder: true);
    }

    [Fact]
    public async Task Changed_party_lists_are_changes_of_their_activity()
    {
        var (quiet, loud) = (Guid.NewGuid(), Guid.NewGuid());
        await WriteAsync("email", WriteKind.Insert, ["activityid", "subject", "to"], [], [[quiet, "Quiet", "a@example.com"], [loud, "Loud", "a@example.com"]]);
        var first = await ReadAsync("email", null, "activityid", "to");
        (first.Rows[quiet], first.Rows[loud]).ShouldBe(("a@example.com", "a@example.com"));

        await WriteAsync("email", WriteKind.Update, ["activityid", "to"], ["activityid"], [[loud, "b@example.com"]]);

        (await ReadAsync("email", first.Token, "activityid", "to")).Rows.ShouldBe([KeyValuePair.Create(loud, "b@example.com")]);
    }

    [Fact]
    public async Task An_expired_token_leads_to_a_full_read_with_a_fresh_one()
    {
        var first = await ReadAsync("contact", null, "contactid", "lastname");
        var organization = (await Connection.IdentifyAsync(Cancellation)).SystemId!;
        await WriteAsync("organization", WriteKind.Update, ["organizationid", "expirechangetrackingindays"], ["organizationid"], [[Guid.Parse(organization), 0L]]);

        var again = await ReadAsync("contact", first.Token, "contactid", "lastname");
        await WriteAsync("organization", WriteKind.Update, ["organizationid", "expirechangetrackingindays"], ["organizationid"], [[Guid.Parse(organization), 7L]]);

        again.IsFull.ShouldBeTrue();
        again.WhyFull!.ShouldContain("tokens expire");
        again.Rows.Count.ShouldBe(first.Rows.Count);
        (await ReadAsync("contact", again.Token, "contactid", "lastname")).IsFull.ShouldBeFalse();
    }

    [Fact]
    public async Task A_table_without_tracking_is_read_in_full_each_time_and_it_is_said()
    {
        var read = await ReadAsync("new_sensordata", null, "new_sensordataid", "new_deviceid");

        (read.IsFull, read.Token).ShouldBe((true, null));
        read.WhyFull!.ShouldContain("Change tracking is off");
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused_rather_than_taken_for_no_changes() =>
        (await Should.ThrowAsync<ReadException>(() => ReadAsync("account", "nonsense"))).Error.ServerText!.ShouldContain("token");

    private async Task<Read> ReadAsync(string table, string? since, params string[] columns)
    {
        var all = new Read();
        var request = new ReadRequest { Table = table, Columns = columns is [] ? ["accountid", "name"] : columns };
        await foreach (var batch in Connection.Changes!.ReadAsync(request, since, Cancellation))
        {
            using (batch)
            {
                all.Add(batch);
            }
        }

        return all;
    }

    private async Task WriteAsync(string table, WriteKind kind, string[] columns, string[] keys, object?[][] rows)
    {
        var schema = await Connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        var result = await Connection.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = kind, Rows = batch, KeyColumns = keys }, Cancellation);
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }

    private sealed class Read
    {
        public Dictionary<Guid, string> Rows { get; } = [];

        public List<Guid> Deleted { get; } = [];

        public bool IsFull { get; private set; }

        public string? WhyFull { get; private set; }

        public string? Token { get; private set; }

        public void Add(ChangeBatch batch)
        {
            (IsFull, WhyFull, Token) = (batch.IsFull, batch.WhyFull, batch.Token);
            Deleted.AddRange(batch.DeletedKeys.Cast<Guid>());
            for (var row = 0; row < (batch.Rows?.RowCount ?? 0); row++)
            {
                Rows.Add(batch.Rows!.GetGuid(0, row), batch.Rows.IsNull(1, row) ? "" : batch.Rows.GetText(1, row));
            }
        }
    }
}
