namespace Syncline.Sandbox.Directory;

/// <summary>A person who can sign in to the sandbox, and the <c>systemuser</c> row that stands for them on the site.</summary>
/// <param name="Id">Key of the <c>systemuser</c> row.</param>
/// <param name="ObjectId">The <c>oid</c> claim: the directory's own id of the person.</param>
/// <param name="Name">Full name, e.g. <c>Ada Winter</c>.</param>
/// <param name="UserName">Sign-in name, e.g. <c>ada@contoso.example</c>.</param>
/// <param name="Role">
/// Security role on the site: <c>System Administrator</c>, <c>Salesperson</c> and <c>Read only</c>, which reach all rows of a table, <c>Sales Manager</c>, which reaches those
/// of the user's business unit, or <c>Basic User</c>, which reaches the user's own.
/// </param>
public sealed record SandboxUser(Guid Id, Guid ObjectId, string Name, string UserName, string Role = "System Administrator")
{
    /// <summary>Business unit; null for the root one.</summary>
    public Guid? BusinessUnitId { get; init; }

    /// <summary>What goes wrong with this person, on purpose; null for somebody with whom all goes well.</summary>
    public Trouble? Trouble { get; init; }
}
