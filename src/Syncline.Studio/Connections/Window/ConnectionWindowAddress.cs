using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Syncline.Studio.Connections;

/// <summary>
/// The connection window is part of the address (<c>?connection=DRAFT</c>), beside whatever page is open: a reload, a second tab and the browser's
/// Back know it. What was typed stays on the server, in the draft.
/// </summary>
internal static class ConnectionWindowAddress
{
    /// <summary>Name of the query parameter.</summary>
    public const string Parameter = "connection";

    private const string ForNew = "new";
    private const string ForEdit = "edit:";
    private const string ForSignIn = "sign-in:";
    private const string ForKind = "kind:";

    /// <summary>Opens the window for a new connection.</summary>
    public static string New(NavigationManager navigation) => navigation.GetUriWithQueryParameter(Parameter, ForNew);

    /// <summary>Opens the window for a new connection of a kind.</summary>
    public static string NewOf(NavigationManager navigation, string connector) => navigation.GetUriWithQueryParameter(Parameter, ForKind + connector);

    /// <summary>Opens the window for a saved connection.</summary>
    public static string Edit(NavigationManager navigation, string name, bool signIn) =>
        navigation.GetUriWithQueryParameter(Parameter, (signIn ? ForSignIn : ForEdit) + name);

    /// <summary>Opens the window with a draft.</summary>
    public static string Of(NavigationManager navigation, ConnectionDraft draft) => navigation.GetUriWithQueryParameter(Parameter, draft.Id);

    /// <summary>Closes the window.</summary>
    public static string Closed(NavigationManager navigation) => navigation.GetUriWithQueryParameter(Parameter, (string?)null);

    /// <summary>What the address asks for; null when the window is closed.</summary>
    public static WindowWish? Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        if (!query.TryGetValue(Parameter, out var values) || values.ToString() is not { Length: > 0 } value)
        {
            return null;
        }

        return value == ForNew ? new WindowWish()
            : value.StartsWith(ForKind, StringComparison.Ordinal) ? new WindowWish { Connector = value[ForKind.Length..] }
            : value.StartsWith(ForEdit, StringComparison.Ordinal) ? new WindowWish { Saved = value[ForEdit.Length..] }
            : value.StartsWith(ForSignIn, StringComparison.Ordinal) ? new WindowWish { Saved = value[ForSignIn.Length..], SignsIn = true }
            : new WindowWish { Draft = value };
    }
}
