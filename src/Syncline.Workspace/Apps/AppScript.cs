namespace Syncline.Workspace.Apps;

/// <summary>
/// A script of <c>az</c> commands (Azure CLI) that registers an app for Syncline as the guides do by hand, to be read and then run by whoever
/// may register apps. Syncline itself runs none of it.
/// </summary>
public static class AppScript
{
    /// <summary>App id of Dynamics CRM (Dataverse) in every tenant.</summary>
    public const string DynamicsResource = "00000007-0000-0000-c000-000000000000";

    /// <summary>Id of its delegated permission <c>user_impersonation</c>: access Dynamics 365 as the signed-in user.</summary>
    public const string UserImpersonation = "78ce3f0f-a1ce-49c2-8cde-64b5c0896db4";

    private const string SecretFile = "syncline-client-secret.txt";

    /// <summary>The script.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">A value does not belong into a script.</exception>
    public static string For(AppRegistration app, ScriptShell shell)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Validate();
        var script = new ShellWriter(shell).Begin();
        Introduce(script, app);
        Create(script, app);
        if (!app.IsApplicationUser)
        {
            Permit(script);
        }

        if (app.HasSecret || app.IsApplicationUser)
        {
            script.Say(
                shell == ScriptShell.Bash
                    ? "A client secret, good for one year. It goes into a file that only you can read, and is not shown."
                    : "A client secret, good for one year. It goes into a file and is not shown: run this in a folder of your own.",
                "--append leaves other secrets of the app as they are.")
                .KeepInFile(SecretFile, "az", "ad", "app", "credential", "reset", "--id", "$appId", "--append", "--display-name", "syncline", "--years", "1", "--query", "password", "--output", "tsv");
        }

        Finish(script, app);
        return script.ToString();
    }

    private static void Introduce(ShellWriter script, AppRegistration app)
    {
        script.Say(
            app.IsApplicationUser
                ? $"Registers the app \"{app.Name}\" in Microsoft Entra ID, which signs in to Dynamics 365 as itself (client_credentials)."
                : $"Registers the app \"{app.Name}\" in Microsoft Entra ID, with which people sign in to Dynamics 365 (authorization_code).",
            "Needs the Azure CLI (https://learn.microsoft.com/cli/azure/install-azure-cli) and an account that may register apps.",
            "Read it before you run it: it creates an app registration and nothing else.");
        if (app.Tenant is { } tenant)
        {
            script.Say("Sign in to the tenant; a subscription is not needed.").Run("az", "login", "--tenant", tenant, "--allow-no-subscriptions", "--output", "none");
        }
        else
        {
            script.Say("The tenant is that of: az login --allow-no-subscriptions");
        }

        script.Keep("tenantId", "az", "account", "show", "--query", "tenantId", "--output", "tsv");
    }

    private static void Create(ShellWriter script, AppRegistration app)
    {
        string[] create = ["az", "ad", "app", "create", "--display-name", app.Name, "--sign-in-audience", "AzureADMyOrg"];
        string[] output = ["--query", "appId", "--output", "tsv"];
        if (app.IsApplicationUser)
        {
            script.Say("The app, for this organisation only. It needs no redirect and no API permission: what it may do in an",
                "environment is decided by the security roles of its application user there.")
                .Keep("appId", [.. create, .. output]);
        }
        else if (app.HasSecret)
        {
            script.Say("The app, for this organisation only, with the redirect under the platform Web: an app with a secret redeems its code there.",
                "Entra ignores the port of http://localhost, so Syncline can listen on any free one.")
                .Keep("appId", [.. create, "--web-redirect-uris", app.RedirectUrl, .. output]);
        }
        else
        {
            script.Say("The app, for this organisation only: public (no secret), with the redirect under Mobile and desktop applications.",
                "Entra ignores the port of http://localhost, so Syncline can listen on any free one.",
                "--is-fallback-public-client is \"Allow public client flows\", which the device code needs.")
                .Keep("appId", [.. create, "--public-client-redirect-uris", app.RedirectUrl, "--is-fallback-public-client", "true", .. output]);
        }

        script.Say("Its service principal (enterprise application), by which your organisation assigns, limits and blocks it.")
            .Run("az", "ad", "sp", "create", "--id", "$appId", "--output", "none");
    }

    private static void Permit(ShellWriter script) => script
        .Say("The permission Dynamics CRM > user_impersonation: act in Dynamics 365 as the person who signed in, and not beyond that person's roles.")
        .Run("az", "ad", "app", "permission", "add", "--id", "$appId", "--api", DynamicsResource, "--api-permissions", UserImpersonation + "=Scope", "--output", "none")
        .Say(
            "Consent for everybody in the organisation. This needs an administrator. If you are none, remove the line: each person is then asked at the",
            "first sign-in, unless your organisation forbids that.")
        .Run("az", "ad", "app", "permission", "grant", "--id", "$appId", "--api", DynamicsResource, "--scope", "user_impersonation", "--output", "none");

    private static void Finish(ShellWriter script, AppRegistration app)
    {
        var url = app.SiteUrl ?? "https://contoso.crm4.dynamics.com";
        var secret = app.HasSecret || app.IsApplicationUser ? $" --secret client-secret=file:{SecretFile}" : string.Empty;
        var grant = app.IsApplicationUser ? " --set grant-type=client_credentials" : string.Empty;
        script.Say("What Syncline needs to know.")
            .Show("Client ID:", "$appId")
            .Show("Tenant:", "$tenantId");
        if (app.IsApplicationUser)
        {
            script.Say("Next, the application user with a security role: docs/guide/register-an-application-user.md, or with the Power Platform CLI:",
                $"  pac admin assign-user --environment {url} --user CLIENT-ID --role \"YOUR SECURITY ROLE\" --application-user");
        }

        script.Say(
            app.SiteUrl is null ? "Then, with the address of your site:" : "Then:",
            $"  syncline connection add {app.ConnectionName} --connector dynamics-365 --set url={url}{grant} --set client-id=CLIENT-ID --set tenant=TENANT{secret}",
            app.IsApplicationUser ? $"  syncline connection test {app.ConnectionName}" : $"  syncline connection authorize {app.ConnectionName}");
        if (secret.Length > 0)
        {
            script.Say($"And remove {SecretFile}: the connection keeps the secret encrypted.");
        }
    }
}
