namespace Syncline.Sandbox.Site.Access;

/// <summary>What a role allows on a table. Names are those in the server's messages, <c>prvReadAccount</c> and so on.</summary>
internal enum Privilege
{
    Create,
    Read,
    Write,
    Delete,
    Append,

    /// <summary>To have rows of others associated with it; here whoever reads a row may do so.</summary>
    AppendTo,
}
