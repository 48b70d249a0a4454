using System.Text.Json.Serialization;

namespace Syncline.Workspace.Settings;

/// <summary>What a user chose for all projects, on the command line and in the Studio alike. Kept in <c>settings.json</c> in the home folder.</summary>
public sealed record UserSettings
{
    /// <summary>Smallest <see cref="MemoryLimitMegabytes"/>.</summary>
    public const int LeastMegabytes = 256;

    /// <summary>Memory in megabytes (2^20 bytes) that a compare may use before it spills to disk; null for a quarter of the machine's.</summary>
    [JsonPropertyName("memoryLimitMegabytes")]
    public int? MemoryLimitMegabytes { get; init; }

    /// <summary>The same in bytes.</summary>
    [JsonIgnore]
    public long? MemoryLimit => (long?)MemoryLimitMegabytes << 20;
}
