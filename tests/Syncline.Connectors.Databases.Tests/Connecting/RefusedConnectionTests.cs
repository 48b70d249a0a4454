using System.Globalization;
using Syncline.Connectors.Databases.MySql;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Connectors.Databases.Sqlite;
using Syncline.Connectors.Databases.SqlServer;
using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.DatabaseServers;

namespace Syncline.Connectors.Databases.Tests.Connecting;

/// <summary>What a user reads when a connection can't be opened.</summary>
public sealed class RefusedConnectionTests(PostgreSqlServer postgres, MariaDbServer maria)
{
    public static TheoryData<string, string, string, string, string?> Wrong => new()
    {
        { "postgresql", "password=wrong", "DB1004", "PostgreSQL refused the user or the password.", "28P01" },
        { "postgresql", "user=nobody", "DB1004", "PostgreSQL refused the user or the password.", "28P01" },
        { "postgresql", "database=nowhere", "DB1005", "The PostgreSQL server has no such database, or the user may not see it.", "3D000" },
        { "postgresql", "tls=verify", "DB1006", "No encrypted connection to the PostgreSQL server could be made, or its certificate is not trusted.", null },
        { "postgresql", "port=free", "DB1003", "No PostgreSQL server answers at the address.", null },
        { "postgresql", "host=nowhere.invalid", "DB1003", "No PostgreSQL server answers at the address.", null },
        { "mysql", "password=wrong", "DB1004", "MySQL refused the user or the password.", "1045" },
        { "mysql", "user=nobody", "DB1004", "MySQL refused the user or the password.", "1045" },
        { "mysql", "database=nowhere", "DB1005", "The MySQL server has no such database, or the user may not see it.", "1049" },
        { "mysql", "tls=verify", "DB1006", "No encrypted connection to the MySQL server could be made, or its certificate is not trusted.", null },
        { "mysql", "port=free", "DB1003", "No MySQL server answers at the address.", null },
        { "mysql", "host=nowhere.invalid", "DB1003", "No MySQL server answers at the address.", null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_server_that_refuses_is_told_with_its_own_words(string connector, string change, string id, string message, string? code)
    {
        var isPostgres = connector == "postgresql";
        var missing = isPostgres ? postgres.Missing : maria.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        var settings = isPostgres ? postgres.Settings("postgres") : maria.Settings("mysql");
        var (option, value) = (change.Split('=')[0], change.Split('=')[1]);
        value = value == "free" ? ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture) : value;
        settings = option == "password"
            ? settings with { Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { [option] = new(value) } }
            : settings with { Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { [option] = value } };
        await using var bed = await DatabaseBed.OpenAsync(isPostgres ? new PostgreSqlConnector() : new MySqlDatabaseConnector(), settings);

        var error = (await Should.ThrowAsync<ConnectionException>(async () => await bed.Connection.IdentifyAsync(TestContext.Current.CancellationToken))).Error;

        error.Id.ShouldBe(id, error.ServerText);
        error.Message.ShouldBe(message);
        error.Advice.ShouldNotBeNullOrEmpty();
        error.ServerText.ShouldNotBeNullOrEmpty();
        error.ServerText.ShouldNotContain(PostgreSqlServer.Password);
        if (code is not null)
        {
            error.ServerCode.ShouldBe(code);
        }

        (await bed.ReadErrorAsync("any")).Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("nowhere.invalid")]
    public async Task A_SQL_Server_that_does_not_answer_is_told(string host)
    {
        Assert.SkipUnless(SqlServerConnector.HasCultures, "SQL Server's library needs ICU: install libicu.");
        var settings = new ConnectionSettings
        {
            Name = "sql-server",
            Connector = "sql-server",
            Options = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["host"] = host,
                ["port"] = ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture),
                ["database"] = "crm",
                ["user"] = "syncline",
                ["tls"] = "off",
            },
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = new("sesame") },
        };
        await using var bed = await DatabaseBed.OpenAsync(new SqlServerConnector(), settings);

        var error = (await Should.ThrowAsync<ConnectionException>(async () => await bed.Connection.IdentifyAsync(TestContext.Current.CancellationToken))).Error;

        error.Id.ShouldBe("DB1003", error.ServerText);
        error.Message.ShouldBe("No SQL Server answers at the address.");
        error.ServerText.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("host", "https://db.contoso.com", "'https://db.contoso.com' is not a value of the option 'host'.")]
    [InlineData("port", "0", "'0' is not a value of the option 'port'.")]
    [InlineData("port", "5432x", "'5432x' is not a value of the option 'port'.")]
    [InlineData("tls", "maybe", "'maybe' is not a value of the option 'tls'.")]
    [InlineData("certificate-authority", "none.pem", "'none.pem' is not a value of the option 'certificate-authority'.")]
    [InlineData("user", "", "The option 'user' is missing.")]
    public async Task A_wrong_option_is_named(string option, string value, string message)
    {
        var settings = postgres.Settings("postgres");
        settings = settings with { Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { [option] = value } };

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await (await DatabaseBed.OpenAsync(new PostgreSqlConnector(), settings)).DisposeAsync())).Error;

        error.Message.ShouldBe(message);
        error.Option.ShouldBe(option);
    }

    [Fact]
    public async Task An_SQLite_file_that_is_not_there_is_told_and_made_only_on_demand()
    {
        using var file = new SqliteFile();
        await using var bed = await DatabaseBed.OpenAsync(new SqliteConnector(), file.Settings());
        await using var making = await DatabaseBed.OpenAsync(new SqliteConnector(), file.Settings(("create", "true")));

        (await bed.ReadErrorAsync("any")).Message.ShouldBe($"There is no database file {file.Path}.");
        File.Exists(file.Path).ShouldBeFalse();
        (await making.ReadErrorAsync("any")).Id.ShouldBe("DB1101");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_no_database()
    {
        using var file = new SqliteFile();
        await File.WriteAllTextAsync(file.Path, new string('x', 4096), TestContext.Current.CancellationToken);
        await using var bed = await DatabaseBed.OpenAsync(new SqliteConnector(), file.Settings());

        var error = await bed.ReadErrorAsync("any");

        error.Id.ShouldBe("DB1010");
        error.Message.ShouldBe($"{file.Path} is not an SQLite database, or it is encrypted or damaged.");
    }
}
