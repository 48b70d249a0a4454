using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The way from two tables to applied changes, without a mouse.</summary>
public sealed class ProjectKeyboardTests : IAsyncLifetime
{
    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    private IKeyboard Keyboard => Page.Keyboard;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Project_compare_and_apply_are_done_with_the_keyboard_alone()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("crm-export", "accounts.csv", "accountnumber,name\nK-1,First\nK-2,Second\nK-3,Third\n");
        await Page.GotoAsync(studio.Address.AbsoluteUri);
        await UseAsync("crm-export", "accounts.csv", "Use as source");
        await Expect(Page.Locator("[data-side=source]")).ToHaveTextAsync("crm-export / accounts.csv");
        await UseAsync("contoso", "account", "Use as target");
        await Expect(Page.Locator("[data-side=target]")).ToHaveTextAsync("contoso / account");
        await Expect(Page.GetByLabel("Source of Account Name")).ToHaveValueAsync("name");

        // The key is a switch of its row; a second press takes it back. Auto-map has chosen it already.
        const string Key = "Account Number is part of the key";
        await TabToAsync(Key);
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = Key })).ToHaveAttributeAsync("aria-pressed", "true");
        await Keyboard.PressAsync("Space");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = Key })).ToHaveAttributeAsync("aria-pressed", "false");
        await Keyboard.PressAsync("Space");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = Key })).ToHaveAttributeAsync("aria-pressed", "true");

        await TabToAsync("Compare", backwards: true);
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await Keyboard.PressAsync("Control+A");
        await Keyboard.TypeAsync("by-keys");
        await Keyboard.PressAsync("Enter");
        var add = Page.GetByRole(AriaRole.Tab, new() { Name = "Add 3" });
        await Expect(add).ToBeVisibleAsync();

        // Tabs by arrows; a row is left out by Space, seen in full by Enter.
        await TabToAsync("Add 3");
        await Keyboard.PressAsync("ArrowRight");
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Update 0" })).ToBeFocusedAsync();
        await Keyboard.PressAsync("ArrowLeft");
        await Expect(add).ToBeFocusedAsync();
        await Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "K-3" })).ToBeVisibleAsync();
        await TabToAsync("Add, rows of the plan");
        await Keyboard.PressAsync("ArrowDown");
        await Expect(Page.Locator("[data-row='1'] .grid-cell.active")).ToBeVisibleAsync();
        await Keyboard.PressAsync("Space");
        await Expect(Page.GetByText("2 of 3 changes ticked")).ToBeVisibleAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Complementary, new() { Name = "Change" })).ToBeVisibleAsync();
        await TabToAsync("Close the row");
        await Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Complementary, new() { Name = "Change" })).ToHaveCountAsync(0);
        await Expect(Page.GetByRole(AriaRole.Grid)).ToBeFocusedAsync();

        await TabToAsync("Apply 2 changes", backwards: true);
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Apply 2 changes to contoso?" })).ToBeVisibleAsync();
        await Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await TabToAsync("Apply 2 changes", orStay: true);
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await TabToAsync("Apply 2 changes");
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "by-keys is applied" })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>Chooses from a table's menu in the tree.</summary>
    private async Task UseAsync(string connection, string table, string verb)
    {
        var tree = Page.GetByRole(AriaRole.Tree);
        await Expect(Page.GetByRole(AriaRole.Treeitem, new() { Name = connection })).ToBeVisibleAsync();
        await TabToAsync("Connection tree", orStay: true);
        await ArrowToAsync($"[data-connection='{connection}']:not([data-table])");
        await Keyboard.PressAsync("ArrowRight");
        await Expect(Page.Locator($"[role=treeitem][data-connection='{connection}'][data-table='{table}']").First).ToBeVisibleAsync();
        await ArrowToAsync($"[data-connection='{connection}'][data-table='{table}']");
        await Keyboard.PressAsync("Shift+F10");
        var item = Page.GetByRole(AriaRole.Menuitem, new() { Name = verb });
        await Expect(Page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        var place = await Page.GetByRole(AriaRole.Menuitem).AllInnerTextsAsync();
        for (var i = 0; i < place.ToList().FindIndex(text => text.Trim() == verb); i++)
        {
            await Keyboard.PressAsync("ArrowDown");
        }

        await Expect(item).ToBeFocusedAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await Expect(tree).ToBeVisibleAsync();
    }

    /// <summary>Moves within the tree until the row is the active one.</summary>
    private async Task ArrowToAsync(string row)
    {
        await Keyboard.PressAsync("Home");
        await Expect(Page.Locator("[role=tree] .tree-row.active.level-1")).ToBeVisibleAsync();
        for (var i = 0; i < 60 && await Page.Locator($".tree-row.active{row}").CountAsync() == 0; i++)
        {
            var before = await Page.EvaluateAsync<string?>("() => document.querySelector('.tree-row.active')?.id ?? null");
            await Keyboard.PressAsync("ArrowDown");
            await Page.WaitForFunctionAsync("before => { const now = document.querySelector('.tree-row.active')?.id; return now && now !== before; }", before);
        }

        await Expect(Page.Locator($".tree-row.active{row}")).ToBeVisibleAsync();
    }

    /// <summary>Presses Tab until something of that name has the focus.</summary>
    private async Task TabToAsync(string name, bool backwards = false, bool orStay = false)
    {
        const string Focused = "() => { const at = document.activeElement; return (at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || '').replace(/^[+~−\\-=!]\\s*/, '').replace(/\\s+/g, ' ').trim(); }";
        if (orStay && await Page.EvaluateAsync<string>(Focused) == name)
        {
            return;
        }

        var met = new List<string>();
        for (var i = 0; i < 80; i++)
        {
            await Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            var now = await Page.EvaluateAsync<string>(Focused);
            if (now == name)
            {
                return;
            }

            met.Add(now);
        }

        throw new InvalidOperationException($"The Tab key never came to {name}, only to {string.Join(", ", met)}.");
    }
}
