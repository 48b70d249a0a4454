using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The steps of connecting, as a person does them in the Studio's window.</summary>
internal sealed class ConnectionScene(StudioBrowser studio)
{
    public IPage Page => studio.Page;

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    public ILocator TreeItem(string name) => Page.GetByRole(AriaRole.Treeitem, new() { Name = name });

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    /// <summary>Opens the window for a new Dynamics 365 connection and fills in what a person has at hand.</summary>
    public async Task FillAsync(string app, string? secret = null)
    {
        await Button("Connect to your Dynamics 365 site").ClickAsync();
        await Field("URL").FillAsync($"{studio.SiteValue("site")}/main.aspx?appid=1");
        // The derived addresses move what stands below: a click meant for it must come after them.
        await Assertions.Expect(Page.GetByRole(AriaRole.Term).GetByText("Organization Service", new() { Exact = true })).ToBeVisibleAsync();
        await Field("Client ID").FillAsync(studio.SiteValue($"{app}.id"));
        if (secret is not null || app == "confidentialClient")
        {
            await GiveSecretAsync(secret ?? studio.SiteValue("confidentialClient.secret"));
        }

        await Button("Find the endpoints for me").ClickAsync();
        await Assertions.Expect(Field("Token URL")).ToHaveValueAsync(studio.SiteValue("tokenUrl"));
        await Assertions.Expect(Field("Authorization URL")).ToHaveValueAsync(studio.SiteValue("authorizationUrl"));
    }

    public async Task GiveSecretAsync(string secret)
    {
        await Field("Client Secret").FillAsync(secret);
        await Field("Client ID").FocusAsync();
        await Assertions.Expect(Page.GetByText("Replace", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Presses the button that opens the sign-in page.</summary>
    /// <returns>The new tab.</returns>
    public Task<IPage> AuthorizeAsync(string button = "Authorize Connection") => studio.Context.RunAndWaitForPageAsync(() => Button(button).ClickAsync());

    public Task WaitingAsync() => Assertions.Expect(Heading("Waiting for OAuth Authorization Code")).ToBeVisibleAsync();

    public static async Task ConsentAsync(IPage page, string person = "Bruno Keller", string button = "Accept")
    {
        await page.GetByRole(AriaRole.Button, new() { Name = person }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    public Task SignedInAsync(string person = "Bruno Keller") => Assertions.Expect(Heading($"Signed in as {person}")).ToBeVisibleAsync();

    public async Task SaveAsync(string name)
    {
        await Button("Connect & Create Library Connection").ClickAsync();
        await Field("Name").FillAsync(name);
        await Button("Save").ClickAsync();
        await Assertions.Expect(TreeItem(name)).ToBeVisibleAsync();
    }

    /// <summary>From Home to a saved, signed-in connection.</summary>
    public async Task ConnectAsync(string name)
    {
        await FillAsync("publicClient");
        await ConsentAsync(await AuthorizeAsync());
        await SignedInAsync();
        await SaveAsync(name);
    }

    /// <summary>Chooses from a connection's menu.</summary>
    public async Task ChooseAsync(string connection, string item)
    {
        await TreeItem(connection).ClickAsync(new() { Button = MouseButton.Right });
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
    }
}
