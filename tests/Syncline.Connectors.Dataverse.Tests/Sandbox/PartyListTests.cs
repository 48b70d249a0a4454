using System.Collections;
using System.Net;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Party lists of activities as columns, through the connector against the sandbox.</summary>
public abstract class PartyListTests(SandboxSite sandbox) : IAsyncLifetime
{
    private static readonly string[] Lists = ["activityid", "from", "to", "cc", "bcc"];

    private readonly Guid email = Guid.NewGuid();
    private Guid contact;
    private Guid other;
    private Guid user;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IConnection Connection => sandbox.Connection;

    public async ValueTask InitializeAsync()
    {
        var contacts = await ReadAsync(new ReadRequest { Table = "contact", Columns = ["contactid"], MaxRows = 2 });
        (contact, other) = ((Guid)contacts[0][0]!, (Guid)contacts[1][0]!);
        user = sandbox.Server.Options.Directory.Users[1].Id;
        await DoneAsync("email", WriteKind.Insert, ["activityid", "subject", .. Lists[1..]], [], [email, "Hello", $"systemuser:{user}", $"contact:{contact}; someone@example.com", $"contact:{other}", null]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DoneAsync("email", WriteKind.Delete, ["activityid"], ["activityid"], [email]);
    }

    [Fact]
    public async Task Parties_come_back_as_they_were_written_and_with_their_names()
    {
        var row = (await ReadAsync(Of("email", email, "subject", "to", "from", "cc", "bcc", "to.name", "from.name"))).Single();

        row[..5].ShouldBe(["Hello", $"contact:{contact}; someone@example.com", $"systemuser:{user}", $"contact:{other}", null]);
        var names = ((string)row[5]!).Split("; ");
        names.Length.ShouldBe(2);
        names[1].ShouldBe("someone@example.com");
        names[0].ShouldBe((await ReadAsync(Of("contact", contact, "fullname"))).Single()[0]);
        row[6].ShouldBe(sandbox.Server.Options.Directory.Users[1].Name);
    }

    [Fact]
    public async Task A_list_that_is_sent_takes_the_place_of_its_own_role_and_leaves_the_others()
    {
        await DoneAsync("email", WriteKind.Update, ["activityid", "to"], ["activityid"], [email, $"systemuser:{user};contact:{other}\nlead@example.com"]);
        (await ListsAsync()).ShouldBe([$"systemuser:{user}", PartiesOf($"contact:{other}", $"systemuser:{user}", "lead@example.com"), $"contact:{other}", null]);

        await DoneAsync("email", WriteKind.Update, ["activityid", "cc"], ["activityid"], [email, null]);
        (await ListsAsync())[2].ShouldBeNull();

        await DoneAsync("email", WriteKind.Upsert, ["activityid", "bcc"], ["activityid"], [email, $"contact:{contact}"]);
        (await ListsAsync()).ShouldBe([$"systemuser:{user}", PartiesOf($"contact:{other}", $"systemuser:{user}", "lead@example.com"), null, $"contact:{contact}"]);
    }

    [Fact]
    public async Task A_row_without_a_list_of_its_own_keeps_all_its_parties()
    {
        var before = await ListsAsync();

        await DoneAsync("email", WriteKind.Update, ["activityid", "subject"], ["activityid"], [email, "Other words"]);
        var schema = await Connection.DescribeTableAsync("email", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("activityid")!, schema.Find("subject")!, schema.Find("to")!]);
        builder.AppendRow(email, "Third words", "this is not sent");
        using var batch = builder.Build();
        var result = await Connection.Writer!.WriteAsync(
            new WriteBatch { Table = "email", Kind = WriteKind.Update, Rows = batch, KeyColumns = ["activityid"], Sent = [new BitArray(new[] { true, true, false })] }, Cancellation);

        result.Outcomes.Single().Status.ShouldBe(RowStatus.Done);
        (await ListsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_row_changed_since_keeps_its_parties()
    {
        var old = (string)(await ReadAsync(Of("email", email, ReadRequest.RowVersionColumn))).Single()[0]!;
        await DoneAsync("email", WriteKind.Update, ["activityid", "cc"], ["activityid"], [email, null]);
        var before = await ListsAsync();

        var result = await WriteAsync("email", WriteKind.Update, ["activityid", "to"], ["activityid"], [old], [email, $"contact:{other}"]);

        result.Outcomes.Single().Status.ShouldBe(RowStatus.Conflict);
        (await ListsAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("Ann Example", "party 1 of 1 is neither")]
    [InlineData("ann@example.com; contact:123", "party 2 of 2 is neither")]
    [InlineData("opportunity:0d7b2f10-81a4-ee11-be37-000d3a2b7c31", "table \"opportunity\" has no rows that can be parties")]
    public async Task A_list_that_is_none_is_told_without_its_text_and_nothing_is_sent(string list, string why)
    {
        var before = await ListsAsync();

        var outcome = (await WriteAsync("email", WriteKind.Update, ["activityid", "to"], ["activityid"], null, [email, list])).Outcomes.Single();

        (outcome.Status, outcome.Error!.Id, outcome.Error.Column, outcome.Error.Recovery).ShouldBe((RowStatus.Failed, "DV3017", "to", Recovery.SkipRow));
        outcome.Error.Message.ShouldContain(why);
        outcome.Error.Message.ShouldNotContain("Ann");
        (await ListsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_gone_makes_none()
    {
        var outcome = (await WriteAsync("email", WriteKind.Update, ["activityid", "to"], ["activityid"], null, [Guid.NewGuid(), $"contact:{contact}"])).Outcomes.Single();

        outcome.Error!.Id.ShouldBe("DV3007");
    }

    [Fact]
    public async Task Attendees_of_appointments_are_party_lists_too()
    {
        var id = Guid.NewGuid();
        await DoneAsync("appointment", WriteKind.Insert, ["activityid", "subject", "requiredattendees", "optionalattendees", "organizer"], [], [id, "Visit", $"contact:{contact}; contact:{other}", null, $"systemuser:{user}"]);

        await DoneAsync("appointment", WriteKind.Update, ["activityid", "optionalattendees"], ["activityid"], [id, $"contact:{other}"]);

        (await ReadAsync(Of("appointment", id, "requiredattendees", "optionalattendees", "organizer"))).Single().ShouldBe([PartiesOf($"contact:{contact}", $"contact:{other}"), $"contact:{other}", $"systemuser:{user}"]);
        await DoneAsync("appointment", WriteKind.Delete, ["activityid"], ["activityid"], [id]);
    }

    [Fact]
    public async Task Party_lists_of_many_rows_are_read_in_few_requests_and_each_row_has_its_own()
    {
        var ids = Enumerable.Range(0, 250).Select(_ => Guid.NewGuid()).ToList();
        await DoneAsync("email", WriteKind.Insert, ["activityid", "subject", "to"], [], [.. ids.Select((id, i) => new object?[] { id, "Many", $"number{i}@example.com" })]);

        var rows = await ReadAsync(new ReadRequest { Table = "email", Columns = ["to", "activityid"], Filter = new NativeFilter("odata", "subject eq 'Many'") });

        rows.ToDictionary(row => (Guid)row[1]!, row => row[0]).ShouldBe(ids.Select((id, i) => KeyValuePair.Create(id, (object?)$"number{i}@example.com")), ignoreOrder: true);
        await DoneAsync("email", WriteKind.Delete, ["activityid"], ["activityid"], [.. ids.Select(id => new object?[] { id })]);
    }

    [Fact]
    public async Task A_party_list_finds_no_rows()
    {
        var exception = await Should.ThrowAsync<SchemaException>(() => ReadAsync(new ReadRequest { Table = "email", Columns = ["subject"], Keys = new KeyFilter(["to"], [["x"]]) }));

        exception.Error.Id.ShouldBe("DV2007");
    }

    [Fact]
    public async Task A_row_that_changes_while_its_list_is_completed_is_a_conflict_and_loses_nothing()
    {
        await using var connection = await ConnectAsync(async () =>
        {
            await DoneAsync("email", WriteKind.Update, ["activityid", "cc"], ["activityid"], [email, "late@example.com"]);
            return null;
        });

        var outcome = (await WriteAsync(connection, "email", WriteKind.Update, ["activityid", "to"], ["activityid"], null, [email, $"contact:{other}"])).Outcomes.Single();

        outcome.Status.ShouldBe(RowStatus.Conflict);
        (await ListsAsync()).ShouldBe([$"systemuser:{user}", $"contact:{contact}; someone@example.com", "late@example.com", null]);
    }

    [Fact]
    public async Task Where_the_other_parties_can_not_be_read_the_row_fails_and_nothing_is_sent()
    {
        await using var connection = await ConnectAsync(() => Task.FromResult<HttpResponseMessage?>(
            sandbox.Refusal(HttpStatusCode.Forbidden, 0x80040220, "Principal user is missing prvReadActivity privilege.")));
        var before = await ListsAsync();

        var outcome = (await WriteAsync(connection, "email", WriteKind.Update, ["activityid", "to"], ["activityid"], null, [email, $"contact:{other}"])).Outcomes.Single();

        (outcome.Status, outcome.Error!.Phase).ShouldBe((RowStatus.Failed, ErrorPhase.Write));
        outcome.Error.Message.ShouldContain("activityparty");
        (await ListsAsync()).ShouldBe(before);
    }

    private static string PartiesOf(params string[] parties) => string.Join("; ", parties.Order(StringComparer.Ordinal));

    private static ReadRequest Of(string table, Guid id, params string[] columns) =>
        new() { Table = table, Columns = columns, Keys = new KeyFilter([table == "contact" ? "contactid" : "activityid"], [[id]]) };

    private async Task<object?[]> ListsAsync() => (await ReadAsync(Of("email", email, Lists[1..]))).Single();

    private async Task DoneAsync(string table, WriteKind kind, string[] columns, string[] keys, params object?[][] rows) =>
        (await WriteAsync(table, kind, columns, keys, null, rows)).Outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);

    /// <summary>A connection of an application user. After the first read of parties something happens, which may answer in the site's place.</summary>
    private async Task<IConnection> ConnectAsync(Func<Task<HttpResponseMessage?>> afterParties)
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var settings = sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString())) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
        return await new DataverseConnector().ConnectAsync(settings, sandbox.Services() with { HttpHandler = new AfterParties(afterParties) }, Cancellation);
    }

    private Task<WriteResult> WriteAsync(string table, WriteKind kind, string[] columns, string[] keys, string?[]? versions, params object?[][] rows) =>
        WriteAsync(Connection, table, kind, columns, keys, versions, rows);

    private static async Task<WriteResult> WriteAsync(IConnection connection, string table, WriteKind kind, string[] columns, string[] keys, string?[]? versions, params object?[][] rows)
    {
        var schema = await connection.DescribeTableAsync(table, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        return await connection.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = kind, Rows = batch, KeyColumns = keys, ExpectedVersions = versions }, Cancellation);
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

    private sealed class AfterParties(Func<Task<HttpResponseMessage?>> act) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        private bool isDone;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var isParties = request.RequestUri!.AbsolutePath.EndsWith("/activityparties", StringComparison.Ordinal)
                || (request.Content is { } content && IsQueryOfParties(await content.ReadAsStringAsync(cancellationToken)));
            if (isDone || !isParties)
            {
                return response;
            }

            isDone = true;
            return await act() ?? response;
        }

        private static bool IsQueryOfParties(string body) => body.Contains("entity name=\"activityparty\"", StringComparison.Ordinal)
            || (body.Contains("a:QueryExpression", StringComparison.Ordinal) && body.Contains("EntityName>activityparty<", StringComparison.Ordinal));
    }
}
