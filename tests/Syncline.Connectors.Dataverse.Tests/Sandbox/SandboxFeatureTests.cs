using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>What Dynamics 365 has beyond plain tables, through the connector against the sandbox.</summary>
public abstract class SandboxFeatureTests(SandboxSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IConnection Connection => sandbox.Connection;

    [Fact]
    public async Task Pairs_of_an_n_to_n_relationship_are_added_read_and_deleted()
    {
        var contacts = await IdsAsync("contact", "contactid", 2);
        var leads = await IdsAsync("lead", "leadid", 2);
        object?[][] pairs = [[contacts[0], leads[0]], [contacts[1], leads[1]]];
        await WriteAsync("contactleads", WriteKind.Delete, ["contactid", "leadid"], ["contactid", "leadid"], pairs);

        (await WriteAsync("contactleads", WriteKind.Insert, ["contactid", "leadid"], [], pairs)).Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        (await WriteAsync("contactleads", WriteKind.Insert, ["contactid", "leadid"], [], pairs[0])).Outcomes.Single().Error!.Id.ShouldBe("DV3005");
        (await PairsAsync()).Count.ShouldBe(2);

        (await WriteAsync("contactleads", WriteKind.Delete, ["contactid", "leadid"], ["contactid", "leadid"], pairs)).Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        (await WriteAsync("contactleads", WriteKind.Delete, ["contactid", "leadid"], ["contactid", "leadid"], pairs)).Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        (await PairsAsync()).ShouldBeEmpty();

        async Task<IReadOnlyList<object?[]>> PairsAsync() => await ReadAsync(new ReadRequest
        {
            Table = "contactleads",
            Columns = ["contactid", "leadid"],
            Keys = new KeyFilter(["contactid", "leadid"], [.. pairs.Select(pair => pair.OfType<object>().ToArray())]),
        });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    public async Task FetchXml_and_odata_choose_the_same_rows(int pageSize)
    {
        var odata = await ReadAsync(new ReadRequest { Table = "contact", Columns = ["contactid", "parentcustomerid.name", "gendercode.label"], BatchSize = pageSize, Filter = new NativeFilter("odata", "gendercode eq 2 and startswith(externaluseridentifier,'C-10')") });
        var fetch = await ReadAsync(new ReadRequest
        {
            Table = "contact",
            Columns = ["contactid", "parentcustomerid.name", "gendercode.label"],
            BatchSize = pageSize,
            Filter = new NativeFilter("fetchxml", "<filter><condition attribute='gendercode' operator='eq' value='2'/><condition attribute='externaluseridentifier' operator='like' value='C-10%'/></filter>"),
        });

        odata.Count.ShouldBeGreaterThan(5);
        Lines(fetch).ShouldBe(Lines(odata));
    }

    [Fact]
    public async Task A_saved_view_is_a_source()
    {
        var views = await ReadAsync(new ReadRequest { Table = "@views", Columns = ["table", "source"] });
        views.ShouldNotBeEmpty();
        foreach (var view in views)
        {
            var key = (await Connection.DescribeTableAsync((string)view[0]!, Cancellation)).PrimaryKey!.Columns[0];
            await ReadAsync(new ReadRequest { Table = (string)view[1]!, Columns = [key] });
        }
    }

    [Fact]
    public async Task Tables_about_tables_tell_of_every_table()
    {
        var tables = await Connection.ListTablesAsync(TableFilter.All, Cancellation).Select(table => table.Name).ToListAsync(Cancellation);
        (await ReadAsync(new ReadRequest { Table = "@columns", Columns = ["table"] })).Select(row => (string)row[0]!).Distinct().ShouldBe(tables, ignoreOrder: true);
        (await ReadAsync(new ReadRequest { Table = "@relationships", Columns = ["kind"] })).Select(row => row[0]).Distinct().Order().ShouldBe(["N:1", "N:N"]);
        (await ReadAsync(new ReadRequest { Table = "contact/choices", Columns = ["column"] })).ShouldNotBeEmpty();
        (await Connection.EstimateRowsAsync("contact", Cancellation))!.Value.ShouldBeGreaterThanOrEqualTo(SandboxSite.SeedRows);
    }

    [Fact]
    public async Task An_elastic_table_tells_of_each_row_of_a_bulk_request()
    {
        var schema = await Connection.DescribeTableAsync("new_sensordata", Cancellation);
        var text = schema.Columns.First(column => column is { CanInsert: true, CanUpdate: true, Type: { Kind: Core.Tables.ColumnKind.Text, MaxLength: > 0 and < 4000 } } && column.Name != "partitionid");
        var ids = Enumerable.Range(0, 250).Select(_ => Guid.NewGuid()).ToList();
        var rows = ids.Select((id, row) => new object?[] { id, row == 130 ? new string('x', text.Type.MaxLength!.Value + 1) : $"value {row}" }).ToArray();

        var result = await WriteAsync("new_sensordata", WriteKind.Insert, ["new_sensordataid", text.Name], [], rows);

        var failed = Enumerable.Range(0, rows.Length).Where(row => result.Outcomes[row].Status != RowStatus.Done).ToList();
        failed.Count.ShouldBe(1, result.Outcomes[failed[0]].Error!.Message);
        (failed[0], result.Outcomes[130].Status).ShouldBe((130, RowStatus.Failed));
        (await WriteAsync("new_sensordata", WriteKind.Delete, ["new_sensordataid"], ["new_sensordataid"], [.. ids.Select(id => new object?[] { id })]))
            .Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
    }

    [Fact]
    public async Task An_upsert_on_an_elastic_table_leaves_alone_what_it_does_not_send()
    {
        Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        await WriteAsync("new_sensordata", WriteKind.Insert, ["new_sensordataid", "new_deviceid", "new_value"], [], [ids[0], "kept", 1L], [ids[1], "kept too", 2L]);

        var result = await WriteAsync("new_sensordata", WriteKind.Upsert, ["new_sensordataid", "new_value"], ["new_sensordataid"],
            [ids[0], 10L], [ids[1], 20L], [ids[2], 30L], [ids[3], 5_000_000_000L]);

        result.Outcomes.Select(outcome => (outcome.Status, outcome.Inserted)).ShouldBe([(RowStatus.Done, false), (RowStatus.Done, false), (RowStatus.Done, true), (RowStatus.Failed, null)]);
        var rows = await ReadAsync(new ReadRequest { Table = "new_sensordata", Columns = ["new_value", "new_deviceid"], Keys = new KeyFilter(["new_sensordataid"], [.. ids.Select(id => new object[] { id })]) });
        rows.OrderBy(row => (long)row[0]!).ShouldBe([[10L, "kept"], [20L, "kept too"], [30L, null]]);
        await WriteAsync("new_sensordata", WriteKind.Delete, ["new_sensordataid"], ["new_sensordataid"], [.. ids.Select(id => new object?[] { id })]);
    }

    [Fact]
    public async Task Setting_the_inactive_values_deactivates_a_row()
    {
        var schema = await Connection.DescribeTableAsync("account", Cancellation);
        var id = Guid.NewGuid();
        await WriteAsync("account", WriteKind.Insert, ["accountid", "name"], [], [[id, "To be closed"]]);

        var names = schema.InactiveValues.Select(value => value.Key).ToArray();
        var result = await WriteAsync("account", WriteKind.Update, ["accountid", .. names], ["accountid"], [[id, .. schema.InactiveValues.Select(value => value.Value)]]);

        result.Outcomes.Single().Status.ShouldBe(RowStatus.Done);
        (await ReadAsync(new ReadRequest { Table = "account", Columns = ["statecode.label", "statuscode.label"], Keys = new KeyFilter(["accountid"], [[id]]) })).Single().ShouldBe(["Inactive", "Inactive"]);
        await WriteAsync("account", WriteKind.Delete, ["accountid"], ["accountid"], [[id]]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(9_000_000)]
    public async Task A_file_goes_up_in_chunks_and_comes_back_as_it_was(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var id = Guid.NewGuid();
        await WriteAsync("new_project", WriteKind.Insert, ["new_projectid", "new_name"], [], [[id, "With a contract"]]);

        var result = await WriteAsync("new_project", WriteKind.Update, ["new_projectid", "new_contract", "new_contract.name"], ["new_projectid"], [[id, content, "Vertrag ä.pdf"]]);

        result.Outcomes.Single().Error?.Message.ShouldBeNull();
        var request = new ReadRequest { Table = "new_project", Columns = ["new_contract", "new_name"], Keys = new KeyFilter(["new_projectid"], [[id]]) };
        var read = (await ReadAsync(request)).Single();
        ((byte[]?)read[0] ?? []).AsSpan().SequenceEqual(content).ShouldBeTrue();
        read[1].ShouldBe("With a contract");

        await WriteAsync("new_project", WriteKind.Update, ["new_projectid", "new_contract"], ["new_projectid"], [[id, null]]);
        (await ReadAsync(request)).Single()[0].ShouldBeNull();
        await WriteAsync("new_project", WriteKind.Delete, ["new_projectid"], ["new_projectid"], [[id]]);
    }

    private static IEnumerable<string> Lines(IReadOnlyList<object?[]> rows) => rows.Select(row => string.Join('|', row)).Order(StringComparer.Ordinal);

    private async Task<IReadOnlyList<Guid>> IdsAsync(string table, string column, int count) =>
        [.. (await ReadAsync(new ReadRequest { Table = table, Columns = [column], MaxRows = count })).Select(row => (Guid)row[0]!)];

    private async Task<WriteResult> WriteAsync(string table, WriteKind kind, string[] columns, string[] keys, params object?[][] rows)
    {
        var schema = await Connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return await Connection.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = kind, Rows = batch, KeyColumns = keys }, Cancellation);
    }

    private async Task<IReadOnlyList<object?[]>> ReadAsync(ReadRequest request)
    {
        var rows = new List<object?[]>();
        await foreach (var batch in Connection.ReadAsync(request, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row)).ToArray()));
            }
        }

        return rows;
    }
}
