using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Connections.Http;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Http;

public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly X509Certificate2 authority = Authority("Company CA");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        home.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_with_the_way_to_trust_it()
    {
        using var certificate = Issue(authority, "localhost");
        await using var server = await TestServer.StartAsync((_, _) => Task.CompletedTask, certificate);

        var error = await HttpPipelineTests.FailAsync(server.Address, new HttpPipelineOptions());

        error.Id.ShouldBe("CN1204");
        error.Message.ShouldBe($"The certificate of localhost:{server.Address.Port} is not trusted: its authority is not known to this machine.");
        error.Advice.ShouldNotBeNull().ShouldContain("extra-root-certificate");
        server.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_of_an_extra_authority_is_trusted()
    {
        using var certificate = Issue(authority, "localhost");
        await using var server = await TestServer.StartAsync((_, _) => Task.CompletedTask, certificate);
        using var client = new HttpMessageInvoker(HttpPipeline.Create(Trusting(authority)));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);

        using var answer = await client.SendAsync(request, Token);

        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Theory]
    [InlineData("elsewhere.example", 0, "it is for another host name")]
    [InlineData("localhost", -40, "it has expired or is not valid yet (check the clock of this machine, too)")]
    public async Task An_extra_authority_makes_up_for_no_other_fault(string host, int days, string problem)
    {
        using var certificate = Issue(authority, host, days);
        await using var server = await TestServer.StartAsync((_, _) => Task.CompletedTask, certificate);

        var error = await HttpPipelineTests.FailAsync(server.Address, Trusting(authority));

        error.Id.ShouldBe("CN1204");
        error.Message.ShouldEndWith(problem + ".");
        server.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Another_authority_of_the_same_name_is_not_trusted()
    {
        using var impostor = Authority("Company CA");
        using var certificate = Issue(impostor, "localhost");
        await using var server = await TestServer.StartAsync((_, _) => Task.CompletedTask, certificate);

        var error = await HttpPipelineTests.FailAsync(server.Address, Trusting(authority));

        error.Id.ShouldBe("CN1204");
        server.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, "it is not there")]
    [InlineData("no certificate", "it holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "it can't be read")]
    public void A_file_that_holds_no_certificate_is_refused(string? content, string problem)
    {
        var path = Path.Combine(home.Path, "ca.pem");
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        var error = Should.Throw<ConfigurationException>(() => HttpPipeline.Create(new HttpPipelineOptions { ExtraRootCertificate = path })).Error;

        error.Id.ShouldBe("CN1310");
        error.Message.ShouldBe($"The extra root certificate {path} can't be used: {problem}.");
        error.Option.ShouldBe("extra-root-certificate");
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-100), now.AddDays(100));
    }

    /// <summary>A server certificate, valid for a month around a day so many days from now.</summary>
    private static X509Certificate2 Issue(X509Certificate2 authority, string host, int days = 0)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var middle = TimeProvider.System.GetUtcNow().AddDays(days);
        using var issued = request.Create(authority, middle.AddDays(-15), middle.AddDays(15), RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    private HttpPipelineOptions Trusting(X509Certificate2 root)
    {
        var path = Path.Combine(home.Path, "ca.pem");
        File.WriteAllText(path, root.ExportCertificatePem());
        return new HttpPipelineOptions { ExtraRootCertificate = path };
    }
}
