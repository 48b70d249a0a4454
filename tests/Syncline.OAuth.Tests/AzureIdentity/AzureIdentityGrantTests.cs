using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Syncline.Core.Errors;
using Syncline.OAuth.AzureIdentity;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.AzureIdentity;

/// <summary>
/// The real credentials of Azure.Identity: against an identity endpoint as App Service has it, and an <c>az</c> that is a script. Both are found by
/// environment variables of this process, which nothing else here looks at.
/// </summary>
public sealed class AzureIdentityGrantTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncline-az-");
    private readonly SharedState state = new();
    private readonly string? path = Environment.GetEnvironmentVariable("PATH");
    private readonly List<string> asked = [];
    private WebApplication endpoint = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        endpoint = builder.Build();
        endpoint.Run(async context =>
        {
            asked.Add(context.Request.QueryString.Value! + " " + context.Request.Headers["X-IDENTITY-HEADER"]);
            var knowsIt = context.Request.Query["client_id"].ToString() is "" or "known";
            context.Response.StatusCode = knowsIt ? 200 : 400;
            await context.Response.WriteAsJsonAsync(
                knowsIt
                    ? new { access_token = $"managed-{asked.Count}", expires_on = $"{TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}", token_type = "Bearer", resource = "x" }
                    : (object)new { error = "invalid_request", error_description = "Identity not found" },
                Cancel);
        });
        await endpoint.StartAsync(Cancel);
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", endpoint.Urls.Single() + "/msi/token");
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header-secret");
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        Environment.SetEnvironmentVariable("PATH", path);
        await endpoint.DisposeAsync();
        state.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_managed_identity_signs_in_without_a_person_and_its_token_is_kept_for_the_next_process()
    {
        (await Source(AzureIdentityKind.ManagedIdentity, "https://one.crm4.dynamics.com").GetAccessTokenAsync(Cancel)).ShouldBe("managed-1");
        (await Source(AzureIdentityKind.ManagedIdentity, "https://one.crm4.dynamics.com").GetAccessTokenAsync(Cancel)).ShouldBe("managed-1");

        asked.ShouldHaveSingleItem().ShouldContain("resource=https://one.crm4.dynamics.com");
    }

    [Fact]
    public async Task A_user_assigned_identity_is_named_by_its_client_id()
    {
        await Source(AzureIdentityKind.ManagedIdentity, "https://two.crm4.dynamics.com", clientId: "known").GetAccessTokenAsync(Cancel);

        asked.ShouldHaveSingleItem().ShouldContain("client_id=known");
    }

    [Fact]
    public async Task A_managed_identity_that_is_not_there_is_told()
    {
        var error = await FailAsync(Source(AzureIdentityKind.ManagedIdentity, "https://three.crm4.dynamics.com", clientId: "unknown"));

        error.Id.ShouldBeOneOf("OA1711", "OA1714");
        $"{error}".ShouldNotContain("header-secret");
        error.Message.ShouldStartWith("Connection contoso can't sign in.");
    }

    [Fact]
    public async Task The_azure_cli_is_asked_for_a_token_of_the_site_and_tenant()
    {
        Az("echo \"$@\" > asked; printf '{\"accessToken\":\"cli-1\",\"expires_on\":4102444800,\"tokenType\":\"Bearer\"}'");

        (await Source(AzureIdentityKind.AzureCli, "https://contoso.crm4.dynamics.com", tenant: "contoso.com").GetAccessTokenAsync(Cancel)).ShouldBe("cli-1");

        var arguments = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "asked"), Cancel);
        arguments.ShouldContain("account get-access-token");
        arguments.ShouldContain("https://contoso.crm4.dynamics.com");
        arguments.ShouldContain("contoso.com");
    }

    [Fact]
    public async Task Nobody_signed_in_to_the_azure_cli_is_told_with_the_command_that_helps()
    {
        Az("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");

        var error = await FailAsync(Source(AzureIdentityKind.AzureCli, "https://contoso.crm4.dynamics.com", tenant: "contoso.com"));

        error.Id.ShouldBe("OA1713");
        error.Advice.ShouldBe("Run: az login --allow-no-subscriptions --tenant contoso.com");
    }

    [Fact]
    public async Task An_azure_cli_that_is_not_there_is_told()
    {
        // What the shell says that Azure.Identity starts az with.
        Az("echo '/bin/sh: 1: az: not found' >&2; exit 127");

        (await FailAsync(Source(AzureIdentityKind.AzureCli, "https://contoso.crm4.dynamics.com"))).Id.ShouldBe("OA1712");
    }

    [Fact]
    public async Task What_the_azure_cli_says_of_a_refusal_is_kept()
    {
        Az("echo 'ERROR: AADSTS500011: The resource principal named https://contoso was not found in the tenant.' >&2; exit 1");

        var error = await FailAsync(Source(AzureIdentityKind.AzureCli, "https://contoso.crm4.dynamics.com"));

        error.Id.ShouldBe("OA1714");
        error.ServerText.ShouldNotBeNull().ShouldContain("AADSTS500011");
    }

    private static async Task<ErrorDetail> FailAsync(TokenSource source) =>
        (await Should.ThrowAsync<SignInException>(async () => await source.GetAccessTokenAsync(Cancel))).Error;

    private void Az(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script that stands for az is for Unix shells.");
        var file = Path.Combine(folder.FullName, "az");
        File.WriteAllText(file, $"#!/bin/sh\ncd '{folder.FullName}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", folder.FullName + Path.PathSeparator + path);
    }

    private TokenSource Source(AzureIdentityKind kind, string site, string? clientId = null, string? tenant = null) => new(
        new AzureIdentitySettings { ConnectionName = "contoso", Kind = kind, Scope = site + "/.default", ClientId = clientId, Tenant = tenant },
        state, TimeProvider.System);
}
