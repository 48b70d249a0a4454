using System.Globalization;
using System.Text.Json;

namespace Syncline.Sync.Locking;

/// <summary>Who holds a lock.</summary>
/// <param name="User">Name of the user on the machine.</param>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Process">Id of the process there.</param>
/// <param name="Since">Since when, by the clock of that machine.</param>
/// <param name="Token">Tells this holding of the lock from every other.</param>
internal sealed record LockOwner(string User, string Machine, int Process, DateTimeOffset Since, Guid Token)
{
    /// <summary>Somebody who has not yet said who they are, or died before they did.</summary>
    public static LockOwner Unknown { get; } = new("", "", 0, default, Guid.Empty);

    /// <summary>Whether the owner is, or was, a process of this machine.</summary>
    public bool IsOnThisMachine => string.Equals(Machine, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    /// <summary>This process from now on.</summary>
    public static LockOwner Self(TimeProvider timeProvider) => new(Environment.UserName, Environment.MachineName, Environment.ProcessId, timeProvider.GetUtcNow(), Guid.NewGuid());

    /// <summary>The owner that stands in a file: null when there is no file, <see cref="Unknown"/> when it says nothing that can be read.</summary>
    public static LockOwner? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LockOwner>(File.ReadAllBytes(path), JsonSerializerOptions.Web) ?? Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The content of the file.</summary>
    public byte[] ToFile() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary><c>ada on BUILD-7, process 4711, since 2026-11-24 23:10 UTC</c>.</summary>
    public override string ToString() => this == Unknown
        ? "somebody who has not said who they are"
        : string.Create(CultureInfo.InvariantCulture, $"{User} on {Machine}, process {Process}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
