using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Sandbox.Certificates;

namespace Syncline.Sandbox.Tests.Certificates;

public sealed class CertificateFolderTests : IDisposable
{
    private readonly string _folder = Path.Combine(System.IO.Directory.CreateTempSubdirectory("syncline-certificates-").FullName, "sandbox");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => System.IO.Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task The_authority_is_made_once_and_kept_and_each_sandbox_gets_a_certificate_of_its_own()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        second.Certificates.Authority!.Thumbprint.ShouldBe(first.Certificates.Authority!.Thumbprint);
        var pem = await File.ReadAllTextAsync(first.Certificates.AuthorityPath!, Cancel);
        pem.ShouldBe(first.Certificates.Authority.ExportCertificatePem() + "\n");
        pem.ShouldNotContain("PRIVATE KEY");
        using var http = HttpsTests.ClientThatTrusts(X509Certificate2.CreateFromPem(pem));
        foreach (var sandbox in new[] { first, second })
        {
            (await http.GetStringAsync($"{sandbox.Addresses.Site}/common/discovery/keys", Cancel)).ShouldContain("x5c");
        }
    }

    [Fact]
    public async Task Nobody_but_the_owner_can_read_the_keys_and_nothing_half_written_is_left()
    {
        await using var sandbox = await StartAsync();
        System.IO.Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe(
            ["client-certificate.pem", "client-certificate.pfx", "development-authority.key.pem", "development-authority.pem"], ignoreOrder: true);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var file in System.IO.Directory.GetFiles(_folder))
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }

    [Fact]
    public async Task The_client_certificate_lies_there_as_PEM_and_as_PFX_and_stays_the_same()
    {
        await using var sandbox = await StartAsync();
        var certificates = sandbox.Certificates;
        using var pem = X509Certificate2.CreateFromPemFile(certificates.ClientPemPath!);
        using var pfx = X509CertificateLoader.LoadPkcs12FromFile(certificates.ClientPfxPath!, certificates.ClientPfxPassword);
        pem.Thumbprint.ShouldBe(certificates.Client.Thumbprint);
        pfx.Thumbprint.ShouldBe(certificates.Client.Thumbprint);
        pem.HasPrivateKey.ShouldBeTrue();
        pfx.HasPrivateKey.ShouldBeTrue();
        await using var again = await StartAsync();
        again.Certificates.Client.Thumbprint.ShouldBe(certificates.Client.Thumbprint);
    }

    [Fact]
    public async Task Sandboxes_that_start_at_the_same_moment_agree_on_one_authority()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(StartAsync)));
        started.Select(sandbox => sandbox.Certificates.Authority!.Thumbprint).Distinct().ShouldHaveSingleItem();
        started.Select(sandbox => sandbox.Certificates.Client.Thumbprint).Distinct().ShouldHaveSingleItem();
        foreach (var sandbox in started)
        {
            await sandbox.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("development-authority.key.pem")]
    [InlineData("client-certificate.pem")]
    public async Task A_file_that_holds_no_key_is_named_and_left_alone(string file)
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, file), "not a certificate", Cancel);
        var error = await Should.ThrowAsync<IOException>(StartAsync);
        error.Message.ShouldContain(Path.Combine(_folder, file));
        error.Message.ShouldContain("Delete it");
        (await File.ReadAllTextAsync(Path.Combine(_folder, file), Cancel)).ShouldBe("not a certificate");
    }

    [Fact]
    public async Task A_damaged_PFX_file_is_written_anew_from_the_PEM_file()
    {
        var path = Path.Combine(_folder, "client-certificate.pfx");
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(path, "damaged", Cancel);
        await using var sandbox = await StartAsync();
        using var pfx = X509CertificateLoader.LoadPkcs12FromFile(path, sandbox.Certificates.ClientPfxPassword);
        pfx.Thumbprint.ShouldBe(sandbox.Certificates.Client.Thumbprint);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("contoso.localhost", true)]
    [InlineData("login.microsoftonline.com", false)]
    public void The_authority_can_vouch_for_this_machine_alone(string host, bool isTrusted)
    {
        using var authority = DevelopmentAuthority.Open(folder: null);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(authority.Certificate, now.AddHours(-1), now.AddHours(1), [1, 2, 3]);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.Build(certificate).ShouldBe(isTrusted, string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
    }

    private Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(new SandboxOptions { Https = true, CertificateFolder = _folder }, Cancel);
}
