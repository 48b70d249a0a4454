namespace Syncline.Sync.Tests.Connections;

/// <summary>One row of a <see cref="MemoryTable"/>.</summary>
internal sealed class MemoryRow(object?[] values, long version)
{
    /// <summary>Values in the order of the table's columns.</summary>
    public object?[] Values { get; } = values;

    /// <summary>Changes with every write, over the whole connection.</summary>
    public long Version { get; set; } = version;

    /// <summary>The version as readers see it.</summary>
    public string VersionText => $"W/\"{Version}\"";
}
