using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Dataverse.Tests.Transports;

/// <summary>
/// Over the Organization Service a table is read by QueryExpression, and what a filter chooses by FetchXML. With a filter that lets every row through, both give the
/// same rows.
/// </summary>
public sealed class QueryFormsTests(UndisturbedSite sandbox) : IClassFixture<UndisturbedSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_is_the_same_in_both_forms()
    {
        await using var connection = await ConnectAsync();
        var tables = await connection.ListTablesAsync(TableFilter.All, Cancellation).ToListAsync(Cancellation);
        var rows = 0;
        foreach (var table in tables.Where(table => !table.Name.StartsWith('@')))
        {
            rows += await CompareAsync(connection, new ReadRequest { Table = table.Name, MaxRows = 60, BatchSize = 7 });
        }

        rows.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("account", "name")]
    [InlineData("account", "numberofemployees")]
    [InlineData("account", "revenue")]
    [InlineData("account", "donotemail")]
    [InlineData("account", "industrycode")]
    [InlineData("account", "createdon")]
    [InlineData("contact", "parentcustomerid")]
    [InlineData("contact", "birthdate")]
    [InlineData("contact", "emailaddress1", "lastname")]
    [InlineData("contact", "parentcustomerid", "statecode", "createdon")]
    [InlineData("contact", "contactid")]
    public async Task Rows_are_found_by_keys_of_each_kind_in_both_forms(string table, params string[] keys)
    {
        await using var connection = await ConnectAsync();
        var some = await connection.ReadRowsAsync(new ReadRequest { Table = table, Columns = keys, MaxRows = 400 });
        var values = some.Where(row => row.All(value => value is not null)).Select(row => row.OfType<object>().ToArray()).Take(130).ToList();
        values.ShouldNotBeEmpty();

        var found = await CompareAsync(connection, new ReadRequest { Table = table, Columns = [.. keys.Append(table + "id").Distinct()], Keys = new KeyFilter(keys, values), BatchSize = 50 });

        found.ShouldBeGreaterThanOrEqualTo(values.Select(value => string.Join('|', value)).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static async Task<int> CompareAsync(IConnection connection, ReadRequest request)
    {
        var primary = (await connection.DescribeTableAsync(request.Table, Cancellation)).Keys.First(key => key.IsPrimary).Columns[0];
        var everyRow = new NativeFilter("fetchxml", $"<filter><condition attribute='{primary}' operator='not-null'/></filter>");

        var byExpression = await connection.ReadRowsAsync(request);
        var byFetchXml = await connection.ReadRowsAsync(request with { Filter = everyRow });

        byExpression.Select(Text).ShouldBe(byFetchXml.Select(Text), request.Table);
        return byExpression.Count;
    }

    private static string Text(object?[] row) => System.Text.Json.JsonSerializer.Serialize(row);

    private async Task<IConnection> ConnectAsync()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var settings = sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString()), ("transport", DataverseOptions.TransportOrganizationService)) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
        return await new DataverseConnector().ConnectAsync(settings, sandbox.Services(), Cancellation);
    }
}
