using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>Options of an SQLite connection, checked.</summary>
internal sealed record SqliteOptions
{
    private static readonly ConnectorOption PathOption = new()
    {
        Name = "path",
        Label = "Path",
        Help = "The database file, e.g. crm.db.",
        IsRequired = true,
        IsPath = true,
        Example = "crm.db",
    };

    private static readonly ConnectorOption CreateOption = new()
    {
        Name = "create",
        Label = "Create the file",
        Help = "Whether a file that is not there is begun as an empty database.",
        Default = "false",
        Choices = [new OptionChoice("false", "No"), new OptionChoice("true", "Yes")],
        IsAdvanced = true,
    };

    /// <summary>The declarations, in the order of the form.</summary>
    public static IReadOnlyList<ConnectorOption> Declarations { get; } = [PathOption, CreateOption];

    /// <summary>The file as the user gave it.</summary>
    public required string Shown { get; init; }

    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether a missing file is made.</summary>
    public bool Creates { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">An option is missing or wrong.</exception>
    public static SqliteOptions From(ConnectionSettings settings, string baseFolder)
    {
        var path = settings.Get(PathOption) ?? throw new ConfigurationException(ConnectingErrors.OptionMissing("path", "Set it to the database file: --set path=crm.db"));
        if (path.Contains('\0', StringComparison.Ordinal) || path.Contains('*', StringComparison.Ordinal) || path.Contains('?', StringComparison.Ordinal))
        {
            throw new ConfigurationException(ConnectingErrors.OptionValue("path", path, "Name one file: --set path=crm.db"));
        }

        return new()
        {
            Shown = path,
            Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(baseFolder, path)),
            Creates = settings.Get(CreateOption) switch
            {
                "true" => true,
                "false" => false,
                var other => throw new ConfigurationException(ConnectingErrors.OptionValue("create", other!, "Use true or false.")),
            },
        };
    }
}
