using Spectre.Console;
using Syncline.Sandbox;

namespace Syncline.Cli.Commands.Sandboxes;

/// <summary>What a person reads when the sandbox answers: where it is, with what to sign in, what to type next.</summary>
internal static class SandboxGreeting
{
    /// <summary>Prints it.</summary>
    public static void Print(IAnsiConsole console, SandboxServer sandbox)
    {
        var (addresses, directory, certificates) = (sandbox.Addresses, sandbox.Options.Directory, sandbox.Certificates);
        console.MarkupLine("[bold]The sandbox is running.[/] It is a stand-in for a Dynamics 365 site: nothing in it is real, and " + (sandbox.Options.Keep is { } folder
            ? $"its rows are kept in {Markup.Escape(folder)}."
            : "it forgets everything when it stops."));
        console.WriteLine();
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn().NoWrap());
        Fact("Site", addresses.Site);
        Fact("Web API", addresses.WebApi);
        Fact("Authorization URL", addresses.AuthorizationUrl);
        Fact("Token URL", addresses.TokenUrl);
        Fact("Client ID (public app)", directory.PublicClient.Id.ToString());
        Fact("Client ID (app with a secret)", directory.ConfidentialClient.Id.ToString());
        Fact("Client Secret", directory.ConfidentialClient.Secret ?? string.Empty);
        Fact("Client ID (app with a certificate)", directory.CertificateClient.Id.ToString());
        Fact("Certificate", $"{certificates.ClientPemPath} (or .pfx, password {certificates.ClientPfxPassword})");
        Fact("Redirect URL", directory.PublicClient.RedirectUri);
        Fact("People who can sign in", string.Join(", ", directory.Users.Select(user => user.UserName)));
        Fact("To try what goes wrong", $"{directory.TroubledUsers.Count} more people on the sign-in page; docs/reference/sandbox.md");
        console.Write(facts);
        console.WriteLine();
        if (certificates.AuthorityPath is { } authority)
        {
            console.WriteLine("Clients must trust its development authority, which can vouch for this machine's own addresses only:");
            console.WriteLine();
            console.WriteLine($"  {authority}");
            console.WriteLine();
            console.WriteLine(OperatingSystem.IsLinux()
                ? $"For the commands of one terminal: export SSL_CERT_FILE={authority}"
                : "Add that file to the trusted root certificates of your user account, and take it out again when you are done.");
            console.WriteLine();
        }

        console.WriteLine("From another terminal:");
        console.WriteLine();
        console.WriteLine($"  ./syncline connection add sandbox --connector dynamics-365 --set url={addresses.Site} --set client-id={directory.PublicClient.Id} \\");
        console.WriteLine($"    --set authorization-url={addresses.AuthorizationUrl} --set token-url={addresses.TokenUrl}");
        console.WriteLine("  ./syncline connection authorize sandbox");
        console.WriteLine("  ./syncline table list sandbox");
        console.WriteLine();
        console.WriteLine("Ctrl+C stops it.");

        void Fact(string label, string value) => facts.AddRow(new Text("  " + label, new Style(Color.Grey)), new Text(value));
    }
}
