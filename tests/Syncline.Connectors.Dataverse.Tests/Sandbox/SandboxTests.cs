using System.Collections;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>The connector as its users have it, against the sandbox over real HTTP.</summary>
public abstract class SandboxTests(SandboxSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IConnection Connection => sandbox.Connection;

    [Fact]
    public void Signing_in_says_who_signed_in_to_what()
    {
        var identity = sandbox.SignedIn;

        identity.SystemId.ShouldBe(sandbox.Server.Options.Directory.OrganizationId.ToString());
        identity.User.ShouldBe("Ada Winter");
        identity.System.ShouldNotBeNullOrEmpty();
        identity.Version!.ShouldStartWith("9.2.");
        identity.Facts.ShouldContain(new KeyValuePair<string, string>("Site", sandbox.Server.Addresses.Site));
    }

    [Fact]
    public async Task An_app_signs_in_as_itself_with_its_secret()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var settings = sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString())) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
        await using var connection = await new DataverseConnector().ConnectAsync(settings, sandbox.Services(), Cancellation);

        (await connection.IdentifyAsync(Cancellation)).SystemId.ShouldBe(sandbox.Server.Options.Directory.OrganizationId.ToString());
    }

    [Fact]
    public async Task A_connection_that_nobody_signed_in_to_says_so()
    {
        await using var connection = await new DataverseConnector().ConnectAsync(sandbox.Settings(), sandbox.Services(), Cancellation);

        var error = (await Should.ThrowAsync<SignInException>(async () => await connection.IdentifyAsync(Cancellation))).Error;

        error.Recovery.ShouldBe(Recovery.SignInAgain);
    }

    [Fact]
    public async Task Tables_are_listed_and_every_one_can_be_described_and_read()
    {
        var tables = await Connection.ListTablesAsync(TableFilter.All, Cancellation).ToListAsync(Cancellation);

        tables.Select(table => table.Name).ShouldBeSubsetOf(tables.Select(table => table.Name).Order(StringComparer.Ordinal));
        new[] { "account", "contact", "lead", "opportunity", "product", "systemuser", "task", "team", "transactioncurrency" }.ShouldBeSubsetOf(tables.Select(table => table.Name));
        foreach (var table in tables)
        {
            var schema = await Connection.DescribeTableAsync(table.Name, Cancellation);
            schema.PrimaryKey.ShouldNotBeNull();
            var batches = await Connection.ReadAsync(new ReadRequest { Table = table.Name, MaxRows = 20 }, Cancellation).ToListAsync(Cancellation);
            foreach (var batch in batches)
            {
                batch.Columns.Count.ShouldBe(schema.Columns.Count(column => column is { CanRead: true, IsOnRequest: false }));
                batch.Dispose();
            }
        }
    }

    [Fact]
    public async Task The_contact_table_is_described_as_Dynamics_has_it()
    {
        var contact = await Connection.DescribeTableAsync("contact", Cancellation);

        contact.Summary.EntitySetName.ShouldBe("contacts");
        contact.NameColumn.ShouldBe("fullname");
        contact.Keys.Select(key => string.Join(',', key.Columns)).ShouldBe(["contactid", "externaluseridentifier"]);
        (contact.Find("lastname")!.Type is { Kind: ColumnKind.Text, MaxLength: 50 }).ShouldBeTrue();
        contact.Find("parentcustomerid")!.Type.LookupTargets.ShouldBe(["account", "contact"]);
        contact.Find("birthdate")!.Type.Kind.ShouldBe(ColumnKind.Date);
        contact.Find("createdon")!.Type.Kind.ShouldBe(ColumnKind.DateTime);
        contact.Find("gendercode")!.Type.Choices.Select(choice => choice.Label).ShouldBe(["Male", "Female"]);
        contact.Find("statuscode")!.Type.Choices.ShouldContain(choice => choice.State == 1);
        contact.Find("gendercodename").ShouldBeNull();
    }

    [Fact]
    public async Task Every_row_is_read_once_over_all_pages()
    {
        var rows = new HashSet<Guid>();
        var batches = 0;
        await foreach (var batch in Connection.ReadAsync(new ReadRequest { Table = "contact", Columns = ["contactid", "lastname"] }, Cancellation))
        {
            using (batch)
            {
                batches++;
                for (var row = 0; row < batch.RowCount; row++)
                {
                    rows.Add(batch.GetGuid(0, row)).ShouldBeTrue();
                }
            }
        }

        rows.Count.ShouldBeGreaterThanOrEqualTo(SandboxSite.SeedRows);
        batches.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task What_is_written_is_read_back_the_same()
    {
        var account = (await InsertAsync("account", ["name", "accountnumber"], ["Kettle & Sons", "T-1001"]))[0].Id!;
        var contact = (await InsertAsync("contact",
            ["lastname", "description", "creditlimit", "address1_latitude", "donotemail", "birthdate", "lastonholdtime", "gendercode", "parentcustomerid", "parentcustomerid.table"],
            ["Öztürk \"the first\"", "line 1\r\nline 2", 1200.5m, 48.13743, true, new DateOnly(1980, 2, 29), new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc), 2, Guid.Parse(account), "account"]))[0].Id!;

        using var read = await ReadOneAsync("contact", contact, "lastname", "description", "creditlimit", "address1_latitude", "donotemail", "birthdate", "lastonholdtime",
            "gendercode", "gendercode.label", "parentcustomerid", "parentcustomerid.name", "parentcustomerid.table", "ownerid.name", "ownerid.table");

        Row(read, 0).ShouldBe(
        [
            "Öztürk \"the first\"", "line 1\r\nline 2", 1200.5m, 48.13743, true, new DateOnly(1980, 2, 29), new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc),
            2, "Female", Guid.Parse(account), "Kettle & Sons", "account", "Ada Winter", "systemuser",
        ]);
    }

    [Fact]
    public async Task Null_clears_a_value_and_a_lookup_and_what_is_not_sent_stays()
    {
        var account = (await InsertAsync("account", ["name"], ["Cleared Ltd"]))[0].Id!;
        var id = (await InsertAsync("contact", ["lastname", "jobtitle", "description", "parentcustomerid", "parentcustomerid.table"], ["A", "Clerk", "stays", Guid.Parse(account), "account"]))[0].Id!;
        var batch = await BatchAsync("contact", WriteKind.Update, ["contactid"], ["contactid", "jobtitle", "description", "parentcustomerid"], [Guid.Parse(id), null, "not sent", null]);

        var result = await Connection.Writer!.WriteAsync(batch with { Sent = [new BitArray(new[] { false, true, false, true })] }, Cancellation);

        result.Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        using var read = await ReadOneAsync("contact", id, "jobtitle", "description", "parentcustomerid", "parentcustomerid.name");
        Row(read, 0).ShouldBe([null, "stays", null, null]);
    }

    [Fact]
    public async Task A_bad_row_in_a_bulk_request_fails_alone()
    {
        var names = Enumerable.Range(0, 60).Select(number => number == 41 ? new string('x', 161) : $"Bisect {number:d2}").ToList();

        var outcomes = await InsertAsync("account", ["name"], [.. names.Select(name => new object?[] { name })]);

        outcomes.Count(outcome => outcome.Status == RowStatus.Done && outcome.Id is not null).ShouldBe(59);
        (outcomes[41].Status, outcomes[41].Error!.Id, outcomes[41].Error!.Column).ShouldBe((RowStatus.Failed, "DV3002", "name"));
        var filter = new NativeFilter("odata", "startswith(name,'Bisect ')");
        var read = await Connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Filter = filter }, Cancellation).ToListAsync(Cancellation);
        read.Sum(batch => batch.RowCount).ShouldBe(59);
    }

    [Fact]
    public async Task Upsert_by_alternate_key_adds_and_then_changes_the_same_row()
    {
        var key = new[] { "accountnumber" };
        var first = await WriteAsync(await BatchAsync("account", WriteKind.Upsert, key, ["accountnumber", "name"], ["UP-1", "Before"]));
        var second = await WriteAsync(await BatchAsync("account", WriteKind.Upsert, key, ["accountnumber", "name"], ["UP-1", "After"]));
        var together = await WriteAsync(await BatchAsync("account", WriteKind.Upsert, key, ["accountnumber", "name"], ["UP-1", "Last"], ["UP-2", "New"]));

        (first[0].Inserted, second[0].Inserted).ShouldBe((true, false));
        second[0].Id.ShouldBe(first[0].Id);
        together.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        using var read = await ReadOneAsync("account", first[0].Id!, "name", "accountnumber");
        Row(read, 0).ShouldBe(["Last", "UP-1"]);
    }

    [Fact]
    public async Task A_row_that_changed_since_it_was_read_is_a_conflict_and_stays_as_it_is()
    {
        var id = (await InsertAsync("account", ["name"], ["Version 1"]))[0].Id!;
        using var before = await ReadOneAsync("account", id, "@version");
        var version = before.GetText(0, 0);
        var update = await BatchAsync("account", WriteKind.Update, ["accountid"], ["accountid", "name"], [Guid.Parse(id), "Version 2"]);

        var first = await WriteAsync(update with { ExpectedVersions = [version] });
        var second = await WriteAsync(update with { ExpectedVersions = [version] });
        var delete = await WriteAsync((await BatchAsync("account", WriteKind.Delete, ["accountid"], ["accountid"], [Guid.Parse(id)])) with { ExpectedVersions = [version] });

        (first[0].Status, second[0].Status, delete[0].Status).ShouldBe((RowStatus.Done, RowStatus.Conflict, RowStatus.Conflict));
        using var after = await ReadOneAsync("account", id, "name");
        after.GetText(0, 0).ShouldBe("Version 2");
    }

    [Fact]
    public async Task Updating_a_missing_row_fails_and_makes_none_and_deleting_it_is_done()
    {
        var id = Guid.NewGuid();

        var update = await WriteAsync(await BatchAsync("account", WriteKind.Update, ["accountid"], ["accountid", "name"], [id, "Ghost"], [Guid.NewGuid(), "Ghost"]));
        var delete = await WriteAsync(await BatchAsync("account", WriteKind.Delete, ["accountid"], ["accountid"], [id]));

        update.ShouldAllBe(outcome => outcome.Status == RowStatus.Failed && outcome.Error!.Id == "DV3007");
        delete[0].Status.ShouldBe(RowStatus.Done);
        var ghosts = new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("odata", "name eq 'Ghost'") };
        (await Connection.ReadAsync(ghosts, Cancellation).ToListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_can_be_given_its_id_and_a_second_one_with_it_is_a_duplicate()
    {
        var id = Guid.NewGuid();

        var first = await InsertAsync("account", ["accountid", "name"], [id, "Own id"]);
        var again = await InsertAsync("account", ["accountid", "name"], [id, "Own id"], [Guid.NewGuid(), "Other id"]);

        first[0].Id.ShouldBe(id.ToString());
        (again[0].Status, again[0].Error!.Id, again[1].Status).ShouldBe((RowStatus.Failed, "DV3005", RowStatus.Done));
    }

    [Fact]
    public async Task A_lookup_to_a_row_that_is_not_there_is_told_from_the_row_itself()
    {
        var outcomes = await InsertAsync("contact", ["lastname", "parentcustomerid", "parentcustomerid.table"], ["Orphan", Guid.NewGuid(), "account"]);

        (outcomes[0].Status, outcomes[0].Error!.Id).ShouldBe((RowStatus.Failed, "DV3010"));
    }

    [Fact]
    public async Task Rows_are_read_by_primary_and_by_alternate_key_and_a_key_without_a_row_gives_none()
    {
        var numbers = Enumerable.Range(0, 230).Select(number => $"KEY-{number:d3}").ToList();
        var written = await InsertAsync("account", ["name", "accountnumber"], [.. numbers.Select(number => new object?[] { "Read by key", number })]);
        object[] ids = [.. written.Select(outcome => (object)Guid.Parse(outcome.Id!)), Guid.NewGuid()];
        object[] keys = [.. numbers.Select(number => (object)number), "key-001", "KEY-999"];

        var everyColumn = await ReadKeysAsync(null, "accountid", ids);
        var byId = await ReadKeysAsync(["accountid"], "accountid", ids);
        var byKey = await ReadKeysAsync(["accountid"], "accountnumber", keys);

        everyColumn.Sum(batch => batch.RowCount).ShouldBe(230);
        byId.SelectMany(Ids).ShouldBe(written.Select(outcome => Guid.Parse(outcome.Id!)), ignoreOrder: true);
        byKey.SelectMany(Ids).ShouldBe(written.Select(outcome => Guid.Parse(outcome.Id!)), ignoreOrder: true);
    }

    [Fact]
    public async Task Rows_are_read_by_keys_of_every_kind_together_with_a_filter()
    {
        var account = Guid.Parse((await InsertAsync("account", ["name"], ["Keys of all kinds"]))[0].Id!);
        object?[] values = ["O'Brien & 漢 %20+", 1200.5m, 48.13743, true, new DateOnly(1980, 2, 29), new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc), 2, account];
        string[] columns = ["lastname", "creditlimit", "address1_latitude", "donotemail", "birthdate", "lastonholdtime", "gendercode", "parentcustomerid"];
        var id = Guid.Parse((await InsertAsync("contact", [.. columns, "parentcustomerid.table"], [.. values, "account"]))[0].Id!);
        var request = new ReadRequest { Table = "contact", Columns = ["contactid"], Keys = new KeyFilter(columns, [[.. values.OfType<object>()]]) };

        var found = await Connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation);
        var filtered = await Connection.ReadAsync(request with { Filter = new NativeFilter("odata", "statecode eq 1") }, Cancellation).ToListAsync(Cancellation);

        found.SelectMany(Ids).ShouldBe([id]);
        filtered.SelectMany(Ids).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_filter_is_refused_with_the_servers_words()
    {
        var request = new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("odata", "nosuchcolumn eq 1") };

        var error = (await Should.ThrowAsync<ReadException>(async () => await Connection.ReadAsync(request, Cancellation).ToListAsync(Cancellation))).Error;

        error.Id.ShouldBe("DV2104");
        error.ServerText!.ShouldContain("nosuchcolumn");
    }

    private async Task<IReadOnlyList<RowOutcome>> InsertAsync(string table, string[] columns, params object?[][] rows) =>
        await WriteAsync(await BatchAsync(table, WriteKind.Insert, [], columns, rows));

    private async Task<IReadOnlyList<RowOutcome>> WriteAsync(WriteBatch batch) => (await Connection.Writer!.WriteAsync(batch, Cancellation)).Outcomes;

    private async Task<WriteBatch> BatchAsync(string table, WriteKind kind, string[] keys, string[] columns, params object?[][] rows)
    {
        var schema = await Connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        return new WriteBatch { Table = table, Kind = kind, Rows = builder.Build(), KeyColumns = keys };
    }

    private async Task<RowBatch> ReadOneAsync(string table, string id, params string[] columns)
    {
        var filter = new NativeFilter("odata", $"{table}id eq {id}");
        return (await Connection.ReadAsync(new ReadRequest { Table = table, Columns = columns, Filter = filter }, Cancellation).ToListAsync(Cancellation)).Single();
    }

    private async Task<List<RowBatch>> ReadKeysAsync(string[]? columns, string keyColumn, object[] keys) =>
        await Connection.ReadAsync(
            new ReadRequest { Table = "account", Columns = columns, Keys = new KeyFilter([keyColumn], [.. keys.Select(key => new[] { key })]) }, Cancellation).ToListAsync(Cancellation);

    private static IEnumerable<Guid> Ids(RowBatch rows) => Enumerable.Range(0, rows.RowCount).Select(row => rows.GetGuid(0, row));

    private static object?[] Row(RowBatch rows, int row) => [.. Enumerable.Range(0, rows.Columns.Count).Select(column => rows.GetValue(column, row))];
}
