using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using Syncline.Sandbox;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Lookups that are written and read by an alternate key of the row they point to.</summary>
public sealed class LookupKeyTests(SandboxSite sandbox) : IAsyncLifetime
{
    private const string Company = "parentcustomerid.account.accountnumber";

    private readonly string mark = Guid.NewGuid().ToString("N");
    private IConnection connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var settings = sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString()), ("lookup-keys", "on")) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
        connection = await new DataverseConnector().ConnectAsync(settings, sandbox.Services(), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    [Fact]
    public async Task A_lookup_has_columns_for_the_keys_of_its_tables_only_when_asked_for()
    {
        var schema = await connection.DescribeTableAsync("contact", Cancellation);

        schema.Columns.Where(column => column.Name.StartsWith("parentcustomerid.", StringComparison.Ordinal)).Select(column => column.Name)
            .ShouldBe(["parentcustomerid.name", "parentcustomerid.table", "parentcustomerid.account.accountnumber", "parentcustomerid.contact.externaluseridentifier"]);
        schema.Find(Company)!.ShouldSatisfyAllConditions(
            column => column.IsOnRequest.ShouldBeTrue(),
            column => (column.CanInsert, column.CanUpdate, column.CompanionOf).ShouldBe((true, true, null)),
            column => (column.Type.Kind, column.Type.MaxLength).ShouldBe((Core.Tables.ColumnKind.Text, 20)));
        (await sandbox.Connection.DescribeTableAsync("contact", Cancellation)).Find(Company).ShouldBeNull();
    }

    [Theory]
    [InlineData(WriteKind.Insert)]
    [InlineData(WriteKind.Upsert)]
    [InlineData(WriteKind.Update)]
    public async Task A_lookup_written_by_key_points_to_the_row_that_has_it(WriteKind kind)
    {
        var (accounts, numbers) = await AccountsAsync("O'Neil & Söhne (1)", "plain");
        var ids = new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() };
        if (kind == WriteKind.Update)
        {
            await WriteAsync("contact", WriteKind.Insert, ["contactid", "lastname"], [.. ids.Select(id => new object?[] { id, "Before" })]);
        }

        var result = await WriteAsync("contact", kind, ["contactid", "lastname", Company],
            [[ids[0], "First", numbers[0]], [ids[1], "Second", numbers[1]], [ids[2], "None", null]]);

        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        var read = await ReadAsync("contact", ids, "lastname", "parentcustomerid", Company, "parentcustomerid.contact.externaluseridentifier");
        read.ShouldBe([["First", accounts[0], numbers[0], null], ["None", null, null, null], ["Second", accounts[1], numbers[1], null]]);
    }

    [Fact]
    public async Task A_key_that_no_row_has_fails_its_row_alone()
    {
        var (_, numbers) = await AccountsAsync("there");
        var ids = new[] { Guid.NewGuid(), Guid.NewGuid() };

        var result = await WriteAsync("contact", WriteKind.Insert, ["contactid", "lastname", Company], [[ids[0], "Good", numbers[0]], [ids[1], "Bad", "X-" + mark[..15]]]);

        result.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Failed]);
        (result.Outcomes[1].Error!.Id, result.Outcomes[1].Error!.Recovery).ShouldBe(("DV3010", Recovery.SkipRow));
        result.Outcomes[1].Error!.Message.ShouldNotContain(mark[..15]);
    }

    [Fact]
    public async Task An_update_found_by_key_tells_a_missing_lookup_from_a_missing_row()
    {
        var id = Guid.NewGuid();
        await WriteAsync("contact", WriteKind.Insert, ["contactid", "lastname", "externaluseridentifier"], [[id, "Here", "E-" + mark]]);

        var result = await WriteAsync("contact", WriteKind.Update, ["externaluseridentifier", Company], [["E-" + mark, "N-" + mark[..15]], ["F-" + mark, null]], "externaluseridentifier");

        result.Outcomes.Select(outcome => outcome.Error!.Id).ShouldBe(["DV3010", "DV3007"]);
    }

    [Fact]
    public async Task Changes_come_with_the_keys_too()
    {
        var (_, numbers) = await AccountsAsync("tracked");
        var request = new ReadRequest { Table = "contact", Columns = ["contactid", Company] };
        string? token = null;
        await foreach (var batch in connection.Changes!.ReadAsync(request, null, Cancellation))
        {
            batch.Rows?.Dispose();
            token = batch.Token ?? token;
        }

        var id = Guid.NewGuid();
        await WriteAsync("contact", WriteKind.Insert, ["contactid", "lastname", Company], [[id, "Tracked", numbers[0]]]);

        var found = new Dictionary<Guid, object?>();
        await foreach (var batch in connection.Changes!.ReadAsync(request, token, Cancellation))
        {
            for (var row = 0; row < (batch.Rows?.RowCount ?? 0); row++)
            {
                found[batch.Rows!.GetGuid(0, row)] = batch.Rows.GetValue(1, row);
            }

            batch.Rows?.Dispose();
        }

        found[id].ShouldBe(numbers[0]);
    }

    [Fact]
    public async Task A_lookup_is_set_in_one_way_only()
    {
        var error = (await Should.ThrowAsync<SchemaException>(() => WriteAsync("contact", WriteKind.Insert, ["lastname", "parentcustomerid", Company], [["Both", Guid.NewGuid(), "A-1"]]))).Error;

        (error.Id, error.Column).ShouldBe(("DV2011", "parentcustomerid"));
    }

    private async Task<(Guid[] Ids, string[] Numbers)> AccountsAsync(params string[] names)
    {
        Guid[] ids = [.. names.Select(_ => Guid.NewGuid())];
        string[] numbers = [.. names.Select(name => $"{mark[..4]}{name}"[..Math.Min(20, 4 + name.Length)])];
        var result = await WriteAsync("account", WriteKind.Insert, ["accountid", "name", "accountnumber"], [.. names.Index().Select(name => new object?[] { ids[name.Index], name.Item, numbers[name.Index] })]);
        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        return (ids, numbers);
    }

    private async Task<WriteResult> WriteAsync(string table, WriteKind kind, string[] columns, object?[][] rows, string? key = null)
    {
        var schema = await connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return await connection.Writer!.WriteAsync(
            new WriteBatch { Table = table, Kind = kind, Rows = batch, KeyColumns = kind == WriteKind.Insert ? [] : [key ?? table + "id"] }, Cancellation);
    }

    private async Task<List<object?[]>> ReadAsync(string table, Guid[] ids, params string[] columns)
    {
        var rows = new List<object?[]>();
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = table, Columns = columns, Keys = new KeyFilter([table + "id"], [.. ids.Select(id => new object[] { id })]) }, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => Enumerable.Range(0, columns.Length).Select(column => batch.GetValue(column, row)).ToArray()));
            }
        }

        return [.. rows.OrderBy(row => (string)row[0]!, StringComparer.Ordinal)];
    }
}
