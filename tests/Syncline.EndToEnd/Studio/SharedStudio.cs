using System.Net.Http.Json;

namespace Syncline.EndToEnd.Studio;

/// <summary>One Studio for the tests of a class, which run one after the other; each gets a fresh tab, and a sandbox that knows nobody.</summary>
public sealed class SharedStudio : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private StudioBrowser? studio;

    public async ValueTask InitializeAsync() => studio = StudioBrowser.Missing is null ? await StudioBrowser.StartAsync() : null;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (studio is not null)
        {
            await studio.DisposeAsync();
        }
    }

    /// <summary>A fresh tab at Home.</summary>
    internal async Task<(StudioBrowser Studio, ConnectionScene Scene)> OpenAsync()
    {
        Assert.SkipWhen(studio is null, StudioBrowser.Missing ?? string.Empty);
        await OrderAsync(new { forgetPeople = true });
        await studio!.FreshTabAsync();
        return (studio, new ConnectionScene(studio));
    }

    /// <summary>Makes trouble in the sandbox.</summary>
    internal async Task OrderAsync(object order)
    {
        using var answer = await http.PostAsJsonAsync($"{studio!.SiteValue("site")}/_sandbox/control", order, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
