using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>
/// Pages that wait long enough on a machine that has much else to do: Playwright's own five and thirty seconds are for idle ones. What goes well takes no longer.
/// </summary>
internal static class PatientBrowser
{
    private const float Milliseconds = 120_000;

    /// <summary>A browser's memory of its own, whose pages are patient.</summary>
    public static async Task<IBrowserContext> OpenContextAsync(this IBrowser browser)
    {
        Assertions.SetDefaultExpectTimeout(Milliseconds);
        var context = await browser.NewContextAsync();
        context.SetDefaultTimeout(Milliseconds);
        return context;
    }

    /// <summary>A page with a memory of its own.</summary>
    public static async Task<IPage> OpenPageAsync(this IBrowser browser) => await (await browser.OpenContextAsync()).NewPageAsync();
}
