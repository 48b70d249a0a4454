using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Certificates;

namespace Syncline.OAuth.Tests.Certificates;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncline-certificate-");
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 made;

    public ClientCertificateTests()
    {
        var request = new CertificateRequest("CN=Syncline test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        made = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    public void Dispose()
    {
        made.Dispose();
        key.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("pfx", null)]
    [InlineData("pfx", "opens it")]
    [InlineData("pem", null)]
    [InlineData("pem", "opens it")]
    public void A_file_of_certificate_and_key_is_loaded(string kind, string? password)
    {
        using var loaded = ClientCertificate.FromFile(Write(kind, password), password is null ? null : new Secret(password));

        loaded.Thumbprint.ShouldBe(made.Thumbprint);
        using var loadedKey = loaded.GetRSAPrivateKey();
        key.VerifyData("x"u8, loadedKey!.SignData("x"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), HashAlgorithmName.SHA256, RSASignaturePadding.Pss).ShouldBeTrue();
    }

    [Fact]
    public void A_pem_without_key_is_loaded_and_left_to_the_check_of_the_settings()
    {
        using var loaded = ClientCertificate.FromFile(At("only.pem", made.ExportCertificatePem()), password: null);

        loaded.HasPrivateKey.ShouldBeFalse();
    }

    [Theory]
    [InlineData("pfx", null, "protected by a password")]
    [InlineData("pfx", "wrong", "does not open")]
    [InlineData("pem", null, "protected by a password")]
    [InlineData("pem", "wrong", "does not open")]
    public void A_missing_or_wrong_password_is_told_beside_its_option(string kind, string? password, string words)
    {
        var error = Fail(Write(kind, "right"), password);

        (error.Id, error.Option).ShouldBe(("OA1016", "certificate-password"));
        error.Message.ShouldContain(words);
        $"{error}".ShouldNotContain("wrong");
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_told()
    {
        Fail(At("notes.txt", "remember the milk"), null).Id.ShouldBe("OA1015");
        Fail(At("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), null).Id.ShouldBe("OA1015");
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Fail(Path.Combine(folder.FullName, "none.pfx"), null).Id.ShouldBe("OA1014");

    [Fact]
    public void A_thumbprint_is_for_windows()
    {
        var error = Should.Throw<ConfigurationException>(() => ClientCertificate.FromStore("A909502DD82AE41433E6F83886B00D4277A32A7B")).Error;

        error.Id.ShouldBe(OperatingSystem.IsWindows() ? "OA1017" : "OA1018");
    }

    private static ErrorDetail Fail(string path, string? password) =>
        Should.Throw<ConfigurationException>(() => ClientCertificate.FromFile(path, password is null ? null : new Secret(password))).Error;

    private string At(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Write(string kind, string? password)
    {
        var path = Path.Combine(folder.FullName, "app." + kind);
        if (kind == "pfx")
        {
            File.WriteAllBytes(path, made.Export(X509ContentType.Pfx, password));
        }
        else
        {
            var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
            File.WriteAllText(path, (password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, parameters)) + "\n" + made.ExportCertificatePem());
        }

        return path;
    }
}
