using Bunit;
using Syncline.Studio.Preview;

namespace Syncline.Studio.Tests.Preview;

public sealed class PreviewPageTests : StudioPageTest
{
    [Fact]
    public async Task The_columns_of_a_file_are_headed_and_its_rows_are_counted()
    {
        await SaveCsvAsync("files", "people.csv", "id,name\n1,Ada\n2,<b>Grace</b>\n");
        var page = Open("files", "people.csv");
        await page.WaitForAssertionAsync(() => page.Markup.ShouldContain("Read 2 rows"), Patience);
        page.Find("h1").TextContent.Trim().ShouldBe("people.csv");
        await page.WaitForAssertionAsync(() => page.FindAll("[role=columnheader]").Select(head => head.TextContent.Trim()).ShouldContain("name"), Patience);
        page.FindAll("td b, .grid-cell b").ShouldBeEmpty();
        page.Markup.ShouldContain("Columns, 2 of 2");
    }

    [Fact]
    public async Task A_connection_that_is_not_there_is_told_with_what_to_do()
    {
        var page = Open("nobody", "people.csv");
        await page.WaitForAssertionAsync(() => page.Find(".error-card").TextContent.ShouldContain("nobody"), Patience);
        page.Find(".error-card h3").TextContent.ShouldBe("The rows can't be read");
        page.FindAll("[role=grid]").ShouldBeEmpty();
    }

    private static TimeSpan Patience => TimeSpan.FromMinutes(1);

    private IRenderedComponent<PreviewPage> Open(string connection, string table) =>
        Render<PreviewPage>(parameters => parameters.Add(one => one.Connection, connection).Add(one => one.Table, table));
}
