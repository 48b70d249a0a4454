using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.Core.Errors;

namespace Syncline.Workspace.Settings;

/// <summary>Reads and writes the user's settings. The file is read each time: an editor or another process may have changed it. Safe for concurrent use.</summary>
/// <param name="home">The user's folders.</param>
public sealed class SettingsFile(SynclineHome home)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Full path of the file; it need not be there.</summary>
    public string Path => System.IO.Path.Combine(home.Root, "settings.json");

    /// <summary>The settings; the defaults when there is no file.</summary>
    /// <exception cref="ConfigurationException">WS1701: the file can't be read; WS1702: its memory limit is too small.</exception>
    public async ValueTask<UserSettings> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(Path, cancellationToken);
            return Require(JsonSerializer.Deserialize<UserSettings>(text, Json) ?? new UserSettings());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new UserSettings();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                new ErrorDetail
                {
                    Id = "WS1701",
                    Phase = ErrorPhase.Configuration,
                    Message = $"The settings in {Path} can't be read: {exception.Message.TrimEnd('.')}.",
                    Advice = "Correct the file, or remove it to have every default back.",
                    Location = new SourceLocation(Path),
                },
                exception);
        }
    }

    /// <summary>Writes the settings; the file comes up whole or not at all.</summary>
    /// <exception cref="ConfigurationException">WS1702: the memory limit is too small; WS1703: the file can't be written. Nothing was written then.</exception>
    public async ValueTask SaveAsync(UserSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Require(settings);
        try
        {
            Directory.CreateDirectory(home.Root);
            var temporary = $"{Path}.{System.IO.Path.GetRandomFileName()}.tmp";
            try
            {
                await File.WriteAllTextAsync(temporary, JsonSerializer.Serialize(settings, Json) + "\n", cancellationToken);
                File.Move(temporary, Path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                new ErrorDetail
                {
                    Id = "WS1703",
                    Phase = ErrorPhase.Configuration,
                    Message = $"The settings can't be written to {Path}: {exception.Message.TrimEnd('.')}.",
                    Advice = "Check the folder's rights and the space on its disk.",
                },
                exception);
        }
    }

    private static UserSettings Require(UserSettings settings) => settings.MemoryLimitMegabytes is < UserSettings.LeastMegabytes
        ? throw new ConfigurationException(new ErrorDetail
        {
            Id = "WS1702",
            Phase = ErrorPhase.Configuration,
            Message = $"A memory limit of {settings.MemoryLimitMegabytes} MB is too small for a compare.",
            Advice = $"Give {UserSettings.LeastMegabytes} MB or more, or none for a quarter of the machine's.",
        })
        : settings;
}
