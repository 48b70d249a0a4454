using System.Globalization;
using MySqlConnector;
using Syncline.Core.Connectors;

namespace Syncline.DatabaseServers;

/// <summary>A real MariaDB of these tests' own; where the machine has none, <see cref="Missing"/> says so and tests are skipped.</summary>
public sealed class MariaDbServer : IAsyncLifetime
{
    public const string User = "syncline";
    public const string Password = "sesame-öffne";

    private ServerProcess? process;
    private string? folder;

    /// <summary>Why there is no server; null when there is one.</summary>
    public string? Missing { get; private set; }

    public int Port { get; } = ServerProcess.FreePort();

    private static string Account => Environment.IsPrivilegedProcess ? "mysql" : Environment.UserName;

    public async ValueTask InitializeAsync()
    {
        if (Program("mariadbd") is not { } server || Program("mariadb-install-db") is not { } install)
        {
            Missing = "MariaDB's server is not on this machine. Install it with: sudo apt-get install mariadb-server   (macOS: brew install mariadb)";
            return;
        }

        folder = await ServerProcess.FolderAsync(Account);
        var (data, start) = (Path.Combine(folder, "data"), Path.Combine(folder, "start.sql"));
        await File.WriteAllTextAsync(start, $"CREATE USER '{User}'@'127.0.0.1' IDENTIFIED BY '{Password}';\nGRANT ALL ON *.* TO '{User}'@'127.0.0.1' WITH GRANT OPTION;\n");

        // A server that starts clears temporary tables out of its folder for them: it has to be its own.
        await ServerProcess.RunAsync(Account, install, "--no-defaults", $"--datadir={data}", $"--tmpdir={folder}", "--skip-test-db", "--auth-root-authentication-method=normal");
        process = await ServerProcess.StartAsync(
            Account, "ready for connections", server, "--no-defaults", $"--datadir={data}", $"--tmpdir={folder}", string.Create(CultureInfo.InvariantCulture, $"--port={Port}"), "--bind-address=127.0.0.1",
            $"--socket={folder}/socket", $"--pid-file={folder}/pid", $"--init-file={start}", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", "--skip-name-resolve", "--character-set-server=utf8mb4");
    }

    /// <summary>Makes a new database and runs statements in it.</summary>
    public async Task<string> CreateAsync(string statements)
    {
        var name = $"db{Guid.NewGuid():N}"[..12];
        await ExecuteAsync("", $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        await ExecuteAsync(name, statements);
        return name;
    }

    public async Task ExecuteAsync(string database, string statements)
    {
        await using var connection = new MySqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new MySqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string database, string query)
    {
        await using var connection = new MySqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new MySqlCommand(query, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Settings of a connection to a database of this server.</summary>
    public ConnectionSettings Settings(string database) => new()
    {
        Name = "mariadb",
        Connector = "mysql",
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["database"] = database,
            ["user"] = User,
        },
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = new(Password) },
    };

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

    private string ConnectionString(string database) => $"Server=127.0.0.1;Port={Port};Database={database};User ID={User};Password={Password};Pooling=false;SslMode=Disabled";

    private static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
