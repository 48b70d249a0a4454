using System.Globalization;
using System.Net;
using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Connecting;

/// <summary>Options of a connection to a database server, checked.</summary>
internal sealed record ServerOptions
{
    /// <summary>Host name or address, or the folder of a Unix socket.</summary>
    public required string Host { get; init; }

    /// <summary>Port; the product's own when not given.</summary>
    public required int Port { get; init; }

    /// <summary>Database.</summary>
    public required string Database { get; init; }

    /// <summary>User.</summary>
    public required string User { get; init; }

    /// <summary>Password; null when the server lets the user in without.</summary>
    public Secret? Password { get; init; }

    /// <summary>Protection on the way.</summary>
    public required TlsMode Tls { get; init; }

    /// <summary>Full path of a PEM file with authorities to trust; null for those of the system.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Whether <see cref="Host"/> is the folder of a Unix socket.</summary>
    public bool IsSocket => Host.StartsWith('/');

    /// <summary>Server and database as people name them.</summary>
    public string Shown => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Database}");

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations(int port, string exampleUser) =>
    [
        new()
        {
            Name = "host", Label = "Host", Help = "Name or address of the server, or on this machine the path of its Unix socket (PostgreSQL: of the socket's folder).", IsRequired = true, Example = "db.contoso.com",
        },
        new()
        {
            Name = "port", Label = "Port", Help = "Port of the server.", Default = port.ToString(CultureInfo.InvariantCulture),
        },
        new()
        {
            Name = "database", Label = "Database", Help = "Name of the database.", IsRequired = true, Example = "crm",
        },
        new()
        {
            Name = "user", Label = "User", Help = "Name that the server knows this connection by. For a source, one that may only read is enough.", IsRequired = true, Example = exampleUser,
        },
        new()
        {
            Name = "password", Label = "Password", Help = "The user's password; kept encrypted. Not needed where the server trusts this machine's user.", IsSecret = true,
        },
        new()
        {
            Name = "tls", Label = "Encryption", IsAdvanced = true,
            Help = "verify: encrypted, and certificate and host name are checked. encrypt: encrypted, but anybody could answer. off: in clear. When not given: verify, and off for a server on this machine.",
            Choices = [new("verify", "Encrypted and checked"), new("encrypt", "Encrypted, not checked"), new("off", "Off")],
        },
        new()
        {
            Name = "certificate-authority", Label = "Certificate authority", IsAdvanced = true, IsPath = true,
            Help = "A PEM file with the authority of the server's certificate, where the system does not know it.", Example = "company-ca.pem",
        },
    ];

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static ServerOptions From(ConnectorDescriptor descriptor, ConnectionSettings settings, string baseFolder)
    {
        var host = Required("host", "Set it to the server's name: --set host=db.contoso.com");
        return new()
        {
            Host = host.Contains(' ', StringComparison.Ordinal) || host.Contains("://", StringComparison.Ordinal)
                ? throw new ConfigurationException(ConnectingErrors.OptionValue("host", host, "Give the name alone, without scheme or port: db.contoso.com"))
                : host,
            Port = int.TryParse(Get("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                ? port
                : throw new ConfigurationException(ConnectingErrors.OptionValue("port", Get("port")!, "Give a number from 1 to 65535.")),
            Database = Required("database", "Set it to the database's name: --set database=crm"),
            User = Required("user", "Set it to the user's name: --set user=syncline"),
            Password = settings.Secrets.GetValueOrDefault("password"),
            Tls = Get("tls") switch
            {
                null => IsThisMachine(host) ? TlsMode.Off : TlsMode.Verify,
                "verify" => TlsMode.Verify,
                "encrypt" => TlsMode.Encrypt,
                "off" => TlsMode.Off,
                var other => throw new ConfigurationException(ConnectingErrors.OptionValue("tls", other, "Use verify, encrypt or off.")),
            },
            CertificateAuthority = Get("certificate-authority") is { } file ? Existing(Path.GetFullPath(Path.Combine(baseFolder, file)), file) : null,
        };

        string? Get(string name) => settings.Get(descriptor.Find(name)!);

        string Required(string name, string advice) => Get(name) ?? throw new ConfigurationException(ConnectingErrors.OptionMissing(name, advice));
    }

    private static string Existing(string path, string shown) => File.Exists(path)
        ? path
        : throw new ConfigurationException(ConnectingErrors.OptionValue("certificate-authority", shown, "There is no such file; name a PEM file."));

    private static bool IsThisMachine(string host) =>
        host.StartsWith('/') || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
