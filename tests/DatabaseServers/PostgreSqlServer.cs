using System.Globalization;
using Npgsql;
using Syncline.Core.Connectors;

namespace Syncline.DatabaseServers;

/// <summary>A real PostgreSQL of these tests' own; where the machine has none, <see cref="Missing"/> says so and tests are skipped.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    static PostgreSqlServer()
    {
        // Npgsql reads its switches once in a process, and this server is its first user: as the product sets them.
        AppContext.SetSwitch("Npgsql.DisableDateTimeInfinityConversions", true);
        AppContext.SetSwitch("Npgsql.EnableSqlRewriting", false);
    }

    public const string User = "syncline";
    public const string Password = "sesame-öffne";
    private const string System = "postgres";

    private ServerProcess? process;
    private string? folder;

    /// <summary>Why there is no server; null when there is one.</summary>
    public string? Missing { get; private set; }

    public int Port { get; } = ServerProcess.FreePort();

    public static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    public async ValueTask InitializeAsync()
    {
        if (Binaries is null)
        {
            Missing = "PostgreSQL's server is not on this machine. Install it with: sudo apt-get install postgresql   (macOS: brew install postgresql)";
            return;
        }

        folder = await ServerProcess.FolderAsync(System);
        var (data, words) = (Path.Combine(folder, "data"), Path.Combine(folder, "password"));
        await File.WriteAllTextAsync(words, Password);
        await ServerProcess.RunAsync(System, Path.Combine(Binaries, "initdb"), "-D", data, "-U", User, "--pwfile", words, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync");
        process = await ServerProcess.StartAsync(
            System, "ready to accept connections", Path.Combine(Binaries, "postgres"), "-D", data, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "fsync=off", "-c", "logging_collector=off", "-c", "log_statement=none");
    }

    /// <summary>Makes a new database and runs statements in it, which a line with a semicolon at its end separates.</summary>
    public async Task<string> CreateAsync(string statements)
    {
        var name = $"db{Guid.NewGuid():N}"[..12];
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        await ExecuteAsync(name, statements);
        return name;
    }

    public async Task ExecuteAsync(string database, string statements)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database));
        await using var connection = await source.OpenConnectionAsync();
        foreach (var statement in statements.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = new NpgsqlCommand(statement.TrimEnd(';'), connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<object?> ScalarAsync(string database, string query)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database));
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Settings of a connection to a database of this server.</summary>
    public ConnectionSettings Settings(string database) => new()
    {
        Name = "postgres",
        Connector = "postgresql",
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["database"] = database,
            ["user"] = User,
        },
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = new(Password) },
    };

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={Password};Pooling=false";

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
