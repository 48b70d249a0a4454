using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.FluentUI.AspNetCore.Components;
using Syncline.Core.Errors;
using Syncline.Studio.Connections;
using Syncline.Studio.Connections.SignIn;
using Syncline.Studio.Connections.Window;
using Syncline.Studio.Shell;
using Syncline.Workspace;

namespace Syncline.Studio.Tests.Connections;

public sealed class SignInWindowsTests : BunitContext
{
    private readonly ConnectionDrafts drafts = new(new SynclineWorkspace(new SynclineHome(Path.GetTempPath()), _ => null), TimeProvider.System);

    public SignInWindowsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddScoped<BrowserModule>();
        Services.AddSingleton(TimeProvider.System);
        Services.AddFluentUIComponents();
    }

    [Fact]
    public async Task A_device_code_is_shown_with_the_page_to_type_it_on_and_nothing_is_to_be_pasted()
    {
        var clock = new FakeTimeProvider();
        using var signIn = new BrowserSignIn(clock, () => { });
        await signIn.ShowDeviceCodeAsync("KX7-2QP", new Uri("https://microsoft.com/devicelogin"), TimeSpan.FromMinutes(15), Xunit.TestContext.Current.CancellationToken);
        var window = Render<WaitingWindow>(parameters => parameters.Add(one => one.Waiting, signIn));
        window.Find("h2").TextContent.ShouldBe("Waiting for the code to be typed");
        window.Find(".code").TextContent.ShouldBe("KX7-2QP");
        window.Find("#sign-in-link").GetAttribute("value").ShouldBe("https://microsoft.com/devicelogin");
        window.Find(".small.faint").TextContent.ShouldStartWith("15:00 left of 15 min.");
        clock.Advance(TimeSpan.FromSeconds(61));
        window.Render();
        window.Find(".small.faint").TextContent.ShouldStartWith("13:59 left of 15 min.");
        window.FindAll("#pasted").ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_organisation_is_asked_about_and_the_answer_goes_to_the_sign_in()
    {
        using var signIn = new BrowserSignIn(TimeProvider.System, () => { });
        var change = new ErrorDetail { Id = "DV1210", Phase = ErrorPhase.SignIn, Message = "Fabrikam answers where Contoso did." };
        var asked = signIn.AcceptOtherSystemAsync(change, Xunit.TestContext.Current.CancellationToken).AsTask();
        signIn.OtherSystem.ShouldBe(change);
        asked.IsCompleted.ShouldBeFalse();
        signIn.Answer(accepted: false);
        (await asked).ShouldBeFalse();
        signIn.OtherSystem.ShouldBeNull();
    }

    [Theory]
    [InlineData("Leave it as it is", false)]
    [InlineData("It belongs to the new one", true)]
    public async Task The_window_about_another_organisation_says_which_answers_now_and_each_button_is_its_answer(string button, bool accepted)
    {
        using var signIn = new BrowserSignIn(TimeProvider.System, () => { });
        var asked = signIn.AcceptOtherSystemAsync(
            new ErrorDetail { Id = "DV1210", Phase = ErrorPhase.SignIn, Message = "Fabrikam (b2) answers where Contoso (a1) did." }, Xunit.TestContext.Current.CancellationToken).AsTask();
        var window = Render<OtherSystemWindow>(parameters => parameters.Add(one => one.Asking, signIn));
        window.Find("dialog h2").TextContent.ShouldBe("Another organisation answers");
        window.Find(".body p").TextContent.ShouldBe("Fabrikam (b2) answers where Contoso (a1) did.");
        window.FindAll("[aria-label='Close']").ShouldBeEmpty();
        await window.InvokeAsync(() => window.FindAll("fluent-button").Single(one => one.TextContent.Trim() == button).ClickAsync(new()));
        (await asked).ShouldBe(accepted);
    }

    [Fact]
    public async Task Esc_in_the_window_about_another_organisation_leaves_the_connection_as_it_is()
    {
        using var signIn = new BrowserSignIn(TimeProvider.System, () => { });
        var asked = signIn.AcceptOtherSystemAsync(new ErrorDetail { Id = "DV1210", Phase = ErrorPhase.SignIn, Message = "Fabrikam answers where Contoso did." }, Xunit.TestContext.Current.CancellationToken).AsTask();
        var window = Render<OtherSystemWindow>(parameters => parameters.Add(one => one.Asking, signIn));
        await window.Find("dialog").TriggerEventAsync("oncancel", EventArgs.Empty);
        (await asked).ShouldBeFalse();
    }

    [Theory]
    [InlineData("custom-oauth-application", "authorization_code", "client-id client-secret authorization-url token-url redirect-url", "token-command")]
    [InlineData("custom-oauth-application", "device_code", "client-id token-url", "authorization-url redirect-url")]
    [InlineData("quick-start", "authorization_code", "authorization-url token-url", "client-id client-secret redirect-url")]
    [InlineData("certificate", "authorization_code", "client-id certificate certificate-password certificate-thumbprint", "client-secret token-command")]
    [InlineData("managed-identity", "authorization_code", "url authentication-method", "client-id client-secret grant-type token-url authorization-url")]
    [InlineData("azure-cli", "authorization_code", "tenant", "client-id client-secret grant-type token-url")]
    [InlineData("token-command", "authorization_code", "token-command", "client-id client-secret grant-type token-url tenant")]
    public void Each_way_to_sign_in_shows_the_fields_that_it_needs_and_no_others(string method, string grant, string shown, string hidden)
    {
        var draft = drafts.Begin("dynamics-365");
        draft.Set("grant-type", grant);
        draft.Set("authentication-method", method);
        var form = Render<SettingsForm>(parameters => parameters.Add(one => one.Draft, draft));
        foreach (var option in shown.Split(' '))
        {
            form.FindAll($"#option-{option}").Count.ShouldBe(1, option);
        }

        foreach (var option in hidden.Split(' '))
        {
            form.FindAll($"#option-{option}").ShouldBeEmpty(option);
        }
    }

    [Fact]
    public void The_password_of_a_certificate_is_write_only_and_its_file_is_plain_text()
    {
        var draft = drafts.Begin("dynamics-365");
        draft.Set("authentication-method", "certificate");
        draft.Set("certificate", "syncline.pfx");
        draft.SetSecret("certificate-password", "p4ss~word");
        var form = Render<SettingsForm>(parameters => parameters.Add(one => one.Draft, draft));
        form.Find("#option-certificate").GetAttribute("value").ShouldBe("syncline.pfx");
        form.Markup.ShouldNotContain("p4ss~word");
        form.Markup.ShouldContain("Replace");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            drafts.Dispose();
        }

        base.Dispose(disposing);
    }
}
