using System.Xml.Linq;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>State and status reason (PROTOCOL 5.11).</summary>
internal static class StateRules
{
    /// <summary>Settles the two columns of a new row. A state given on create is not writable and is ignored; a reason of a closed state is refused.</summary>
    public static (int State, int Status) OnCreate(Table table, RowInput input)
    {
        var states = table.State!.Choice!.Options;
        var state = table.State.Default ?? states[0].Value;
        var status = input.Has(table.Status) ? (int)input.Values[table.Status!]! : DefaultStatus(table, state);
        Check(table, state, status);
        return (state, status);
    }

    /// <summary>Settles the two columns of a changed row: a state alone takes its default reason, a reason must belong to the state that results.</summary>
    /// <remarks>
    /// Where a table enforces its transitions, one to another state must be among those of the reason left; within a state any passes, and in tables that do
    /// not, the transitions mean nothing (PROTOCOL 5.11).
    /// </remarks>
    public static (int State, int Status) OnUpdate(Table table, Guid id, int state, int status, RowInput input)
    {
        var wanted = input.Has(table.State) ? (int)input.Values[table.State!]! : state;
        var reason = input.Has(table.Status) ? (int)input.Values[table.Status!]!
            : wanted != state ? DefaultStatus(table, wanted)
            : status;
        Check(table, wanted, reason);
        return wanted == state || !table.Facts.EnforceStateTransitions || Leads(table.Status!.Choice!.Find(status)?.Transition, reason)
            ? (wanted, reason)
            : throw SiteErrors.NoTransition(table, id, status);
    }

    /// <summary>Transition data: <c>&lt;allowedtransition sourcestatusid="1" tostatusid="2"/&gt;</c> for each.</summary>
    private static bool Leads(string? transitions, int reason) => transitions is not null
        && XElement.Parse(transitions).Elements().Any(transition => (int?)transition.Attribute("tostatusid") == reason);

    private static int DefaultStatus(Table table, int state) =>
        table.State!.Choice!.Find(state)?.DefaultStatus
        ?? table.Status!.Choice!.Options.First(option => option.State == state).Value;

    private static void Check(Table table, int state, int status)
    {
        if (table.Status!.Choice!.Find(status)?.State != state)
        {
            throw SiteErrors.WrongStatus(table, status, table.State!.Choice!.Find(state)?.Invariant ?? "");
        }
    }
}
