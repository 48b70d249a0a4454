namespace Syncline.Core.Connectors;

/// <summary>Who is connected to what.</summary>
public sealed record ConnectionIdentity
{
    /// <summary>The system as a person names it, e.g. an organisation's name, a folder, <c>host/database</c>.</summary>
    public required string System { get; init; }

    /// <summary>Id of the system that tells it from every other (Dataverse: the organisation id); null when it has none.</summary>
    public string? SystemId { get; init; }

    /// <summary>What people who know the system call its id (Dataverse: Organisation id).</summary>
    public string SystemIdLabel { get; init; } = "System id";

    /// <summary>Signed-in user, as a person names it; null when there is none.</summary>
    public string? User { get; init; }

    /// <summary>Id of the user within the system; null when it has none. Limits that a system sets per user are shared by whoever signs in as this one.</summary>
    public string? UserId { get; init; }

    /// <summary>Version of the system; null when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>How long the sign-in lasts; null when there is none, or it does not say.</summary>
    public SignInSpan? SignIn { get; init; }

    /// <summary>Further facts to show, in order: label and value. No secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
}
