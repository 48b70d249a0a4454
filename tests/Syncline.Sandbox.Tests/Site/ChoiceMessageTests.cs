using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Options that are made, renamed and removed while the site runs. Microsoft Learn: "Create and update global choices".</summary>
public sealed class ChoiceMessageTests : IAsyncLifetime
{
    private const string Label = """ "Label":{"LocalizedLabels":[{"Label":"Soon","LanguageCode":1033}]} """;

    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_option_of_a_global_choice_is_taken_by_its_columns_at_once()
    {
        (await _site.PostAsync("leads", """{"lastname":"Early","budgetstatus":100000000}""")).ErrorCode.ShouldBe("0x8004431a");

        var made = await _site.PostAsync("InsertOptionValue", $$"""{"OptionSetName":"budgetstatus",{{Label}}}""");

        made.Json.GetProperty("NewOptionValue").GetInt32().ShouldBe(100_000_000);
        (await _site.PostAsync("leads", """{"lastname":"Late","budgetstatus":100000000}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        var read = await _site.GetAsync("leads?$select=budgetstatus&$filter=lastname eq 'Late'", ("Prefer", "odata.include-annotations=\"*\""));
        read.Rows.Single().GetProperty("budgetstatus@OData.Community.Display.V1.FormattedValue").GetString().ShouldBe("Soon");
        (await OptionsAsync()).ShouldBe(["0 No Committed Budget", "1 May Buy", "2 Can Buy", "3 Will Buy", "100000000 Soon"]);
        (await _site.PostAsync("PublishXml", """{"ParameterXml":"<importexportxml><optionsets><optionset>budgetstatus</optionset></optionsets></importexportxml>"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_option_is_renamed_and_removed()
    {
        (await _site.PostAsync("UpdateOptionValue", $$"""{"OptionSetName":"budgetstatus","Value":1,{{Label}},"MergeLabels":true}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.PostAsync("DeleteOptionValue", """{"OptionSetName":"budgetstatus","Value":2}""")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await OptionsAsync()).ShouldBe(["0 No Committed Budget", "1 Soon", "3 Will Buy"]);
    }

    [Fact]
    public async Task A_choice_of_one_column_is_named_by_table_and_column()
    {
        await _site.PostAsync("InsertOptionValue", $$"""{"EntityLogicalName":"contact","AttributeLogicalName":"gendercode","Value":7,{{Label}}}""");

        (await _site.PostAsync("contacts", """{"lastname":"X","gendercode":7}""")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("""{"OptionSetName":"budgetstatus","Value":1,"Label":{"LocalizedLabels":[{"Label":"Again","LanguageCode":1033}]}}""")]
    [InlineData("""{"OptionSetName":"nosuchchoice","Label":{"LocalizedLabels":[{"Label":"X","LanguageCode":1033}]}}""")]
    [InlineData("""{"EntityLogicalName":"contact","AttributeLogicalName":"statecode","Label":{"LocalizedLabels":[{"Label":"X","LanguageCode":1033}]}}""")]
    [InlineData("""{"OptionSetName":"budgetstatus","Label":{"LocalizedLabels":[{"Label":"Snart","LanguageCode":1030}]}}""")]
    public async Task What_no_choice_can_take_is_refused(string body) =>
        (await _site.PostAsync("InsertOptionValue", body)).ErrorCode.ShouldBe("0x80048403");

    [Fact]
    public async Task Only_administrators_change_choices()
    {
        var salesperson = _site.Options.Directory.Users.First(user => user.Role == "Salesperson");

        var refused = await _site.PostAsync("InsertOptionValue", $$"""{"OptionSetName":"budgetstatus",{{Label}}}""", ("Authorization", "Bearer " + salesperson.UserName));

        (refused.Status, refused.ErrorCode).ShouldBe((HttpStatusCode.Forbidden, "0x80040220"));
    }

    [Fact]
    public async Task Another_site_has_the_choices_that_it_began_with()
    {
        await _site.PostAsync("InsertOptionValue", $$"""{"OptionSetName":"budgetstatus",{{Label}}}""");

        await using var other = await SiteHost.StartAsync();

        (await other.PostAsync("leads", """{"lastname":"X","budgetstatus":100000000}""")).ErrorCode.ShouldBe("0x8004431a");
    }

    [Fact]
    public async Task A_site_with_a_folder_keeps_its_options()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("syncline-choices-");
        try
        {
            await using (var first = await SiteHost.StartAsync(new SandboxOptions { Keep = folder.FullName }))
            {
                await first.PostAsync("InsertOptionValue", $$"""{"OptionSetName":"budgetstatus",{{Label}}}""");
            }

            await using var again = await SiteHost.StartAsync(new SandboxOptions { Keep = folder.FullName });

            (await again.PostAsync("leads", """{"lastname":"X","budgetstatus":100000000}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<List<string>> OptionsAsync()
    {
        var choice = await _site.GetAsync("GlobalOptionSetDefinitions(Name='budgetstatus')/Microsoft.Dynamics.CRM.OptionSetMetadata?$select=Options");
        return [.. choice.Json.GetProperty("Options").EnumerateArray().Select(option => $"{option.GetProperty("Value")} {option.GetProperty("Label").GetProperty("UserLocalizedLabel").GetProperty("Label").GetString()}")];
    }
}
