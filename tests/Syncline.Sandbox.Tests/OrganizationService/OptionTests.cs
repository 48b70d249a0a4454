using System.Net;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Options of choices, by the rules of the Web API's actions. Microsoft Learn: "InsertOptionValueRequest Class", "UpdateOptionValueRequest Class", "DeleteOptionValueRequest Class".</summary>
public sealed class OptionTests : IAsyncLifetime
{
    private static readonly string Choice = Pair("OptionSetName", "x:string", "budgetstatus");
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_option_is_made_renamed_removed_and_published()
    {
        var made = await _site.ExecuteAsync("InsertOptionValue", Choice + Label("Soon") + Pair("Value", "x:int", "77"));
        (await _site.CreateAsync("lead", Pair("lastname", "x:string", "Late") + Pair("budgetstatus", "b:OptionSetValue", "<b:Value>77</b:Value>"))).ShouldNotBe(Guid.Empty);
        var next = await _site.ExecuteAsync("InsertOptionValue", Choice + Label("Later"));
        (await _site.ExecuteAsync("UpdateOptionValue", Choice + Label("Renamed") + Pair("Value", "x:int", "77") + Pair("MergeLabels", "x:boolean", "false"))).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.ExecuteAsync("DeleteOptionValue", Choice + Pair("Value", "x:int", "1"))).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.ExecuteAsync("g:PublishXml", Pair("ParameterXml", "x:string", "&lt;importexportxml/&gt;"))).Status.ShouldBe(HttpStatusCode.OK);

        made.Results.Value("NewOptionValue")!.Value.ShouldBe("77");
        next.Results.Value("NewOptionValue")!.Value.ShouldBe("100000000");
        var options = (await _site.GetAsync("GlobalOptionSetDefinitions(Name='budgetstatus')")).Json.GetProperty("Options");
        options.EnumerateArray().Select(option => $"{option.GetProperty("Value").GetInt32()} {option.GetProperty("Label").GetProperty("UserLocalizedLabel").GetProperty("Label").GetString()}")
            .ShouldBe(["0 No Committed Budget", "2 Can Buy", "3 Will Buy", "77 Renamed", "100000000 Later"]);
    }

    [Theory]
    [InlineData("budgetstatus", "Again", 1033, 1)]
    [InlineData("nosuchchoice", "X", 1033, 9)]
    [InlineData("budgetstatus", "Snart", 1030, 9)]
    public async Task What_no_choice_can_take_is_refused(string choice, string label, int language, int value) =>
        (await _site.ExecuteAsync("InsertOptionValue", Pair("OptionSetName", "x:string", choice) + Label(label, language) + Pair("Value", "x:int", value.ToString(System.Globalization.CultureInfo.InvariantCulture))))
            .ErrorCode.ShouldBe(unchecked((int)0x80048403));

    [Fact]
    public async Task Only_administrators_change_choices() =>
        (await _site.CallAsync("Execute", Request("InsertOptionValue", Choice + Label("Soon")), "", ("Authorization", "Bearer gustav.holm@contoso.example"))).ErrorCode.ShouldBe(unchecked((int)0x80040220));

    private static string Label(string text, int language = 1033) => Pair(
        "Label", "b:Label", $"<b:LocalizedLabels><b:LocalizedLabel><b:Label>{text}</b:Label><b:LanguageCode>{language}</b:LanguageCode></b:LocalizedLabel></b:LocalizedLabels>");
}
