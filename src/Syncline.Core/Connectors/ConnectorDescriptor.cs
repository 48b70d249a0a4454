namespace Syncline.Core.Connectors;

/// <summary>A connector as people see it.</summary>
public sealed record ConnectorDescriptor
{
    /// <summary>Name in commands and files, e.g. <c>dynamics-365</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name on screens, e.g. <c>Microsoft Dynamics 365</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One sentence on what it connects to.</summary>
    public required string Summary { get; init; }

    /// <summary>Group in the connection tree, e.g. <c>Microsoft Dynamics</c>, <c>Files</c>, <c>Databases</c>, <c>Web</c>.</summary>
    public required string Group { get; init; }

    /// <summary>Options in the order a form shows them.</summary>
    public required IReadOnlyList<ConnectorOption> Options { get; init; }

    /// <summary>Whether it sends through the HTTP stack that <see cref="ConnectorServices"/> lends: what is set for that stack is offered only then.</summary>
    public bool UsesHttp { get; init; } = true;

    /// <summary>Finds an option by name; null when there is none.</summary>
    public ConnectorOption? Find(string name) => Options.FirstOrDefault(option => option.Name == name);

    /// <summary>Whether an option is meaningful with these settings: forms show it, and only then it can be required.</summary>
    public bool IsVisible(ConnectorOption option, ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(option);
        ArgumentNullException.ThrowIfNull(settings);
        return option.VisibleWhen.All(condition =>
            Find(condition.Option) is not { } other
            || (settings.Get(other) is { } value && condition.Values.Contains(value, StringComparer.Ordinal) && IsVisible(other, settings)));
    }
}
