using CsCheck;
using Syncline.Core.Connectors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>
/// What connects rows (owners, lookups to several tables, N:N pairs, party lists) and what closes them, written in any order and read back, equals a simple
/// model in memory. A failure prints the seed that repeats it.
/// </summary>
public abstract class RelationModelTests(SandboxSite sandbox)
{
    private const int Slots = 5;

    private static readonly string[] Lists = ["from", "to", "cc", "bcc"];

    private static readonly Gen<Step> Steps =
        from kind in Gen.Enum<StepKind>()
        from slots in Gen.Int[0, Slots - 1].Array[1, Slots]
        from others in Gen.Int[0, Slots - 1].Array[Slots]
        from list in Gen.Int[0, Lists.Length - 1]
        select new Step(kind, [.. slots.Distinct()], others, list);

    private enum StepKind
    {
        OwnByUser,
        OwnByTeam,
        PointToAccount,
        PointToContact,
        PointToNothing,
        Deactivate,
        Activate,
        Associate,
        Disassociate,
        Address,
        AddressNobody,
    }

    private IConnection Connection => sandbox.Connection;

    [Fact]
    public async Task Any_sequence_of_connecting_and_closing_read_back_equals_a_model()
    {
        var users = sandbox.Server.Options.Directory.Users.Take(Slots).Select(user => user.Id).ToArray();
        var team = (Guid)(await Connection.ReadRowsAsync(new() { Table = "team", Columns = ["teamid"], MaxRows = 1 })).Single()[0]!;
        var accounts = await IdsAsync("account");
        var leads = await IdsAsync("lead");
        await Steps.Array[1, 12].SampleAsync(
            async steps =>
            {
                var world = new World(Ids(), Ids(), users, team, accounts, leads);
                await DoneAsync("contact", WriteKind.Insert, ["contactid", "lastname", "ownerid", "ownerid.table"], [], [.. world.Contacts.Select(id => new object?[] { id, "Connected", users[0], "systemuser" })]);
                await DoneAsync("email", WriteKind.Insert, ["activityid", "subject"], [], [.. world.Emails.Select(id => new object?[] { id, "Connected" })]);
                foreach (var step in steps)
                {
                    await CarryOutAsync(world, step);
                    (await ReadAsync(world)).ShouldBe(world.Lines(), $"{step.Kind} {string.Join(',', step.Slots)} {string.Join(',', step.Others)} {Lists[step.List]}");
                }

                await DoneAsync("email", WriteKind.Delete, ["activityid"], ["activityid"], [.. world.Emails.Select(id => new object?[] { id })]);
                await DoneAsync("contact", WriteKind.Delete, ["contactid"], ["contactid"], [.. world.Contacts.Select(id => new object?[] { id })]);
            },
            iter: 25, threads: 1);
    }

    private static Guid[] Ids() => [.. Enumerable.Range(0, Slots).Select(_ => Guid.NewGuid())];

    private async Task<Guid[]> IdsAsync(string table) =>
        [.. (await Connection.ReadRowsAsync(new() { Table = table, Columns = [table + "id"], MaxRows = Slots })).Select(row => (Guid)row[0]!)];

    /// <summary>The step, on the site and on the model.</summary>
    private async Task CarryOutAsync(World world, Step step)
    {
        Guid Other(Guid[] of, int slot) => of[step.Others[slot]];
        switch (step.Kind)
        {
            case StepKind.OwnByUser or StepKind.OwnByTeam:
                (Guid Id, string Table) Owner(int slot) => step.Kind == StepKind.OwnByTeam ? (world.Team, "team") : (Other(world.Users, slot), "systemuser");
                await UpdateAsync(world, step, ["ownerid", "ownerid.table"], slot => [Owner(slot).Id, Owner(slot).Table]);
                step.Slots.ForEach(slot => world.Owners[slot] = $"{Owner(slot).Table}:{Owner(slot).Id}");
                break;
            case StepKind.PointToAccount or StepKind.PointToContact or StepKind.PointToNothing:
                (Guid? Id, string? Table) Parent(int slot) => step.Kind switch
                {
                    StepKind.PointToAccount => (Other(world.Accounts, slot), "account"),

                    // A contact that points to itself, or to one that points back, would be a circle, which a site refuses.
                    StepKind.PointToContact when step.Others[slot] < slot => (Other(world.Contacts, slot), "contact"),
                    _ => (null, null),
                };
                await UpdateAsync(world, step, ["parentcustomerid", "parentcustomerid.table"], slot => [Parent(slot).Id, Parent(slot).Table]);
                step.Slots.ForEach(slot => world.Parents[slot] = Parent(slot).Id is { } id ? $"{Parent(slot).Table}:{id}" : null);
                break;
            case StepKind.Deactivate or StepKind.Activate:
                var (state, status) = step.Kind == StepKind.Deactivate ? (1, 2) : (0, 1);
                await UpdateAsync(world, step, ["statecode", "statuscode"], _ => [state, status]);
                step.Slots.ForEach(slot => world.States[slot] = state);
                break;
            case StepKind.Associate or StepKind.Disassociate:
                var isDelete = step.Kind == StepKind.Disassociate;
                object?[][] pairs = [.. step.Slots.Where(slot => isDelete || !world.Pairs.Contains((slot, step.Others[slot]))).Select(slot => new object?[] { world.Contacts[slot], Other(world.Leads, slot) })];
                if (pairs.Length > 0)
                {
                    await DoneAsync("contactleads", isDelete ? WriteKind.Delete : WriteKind.Insert, ["contactid", "leadid"], isDelete ? ["contactid", "leadid"] : [], pairs);
                }

                foreach (var pair in step.Slots.Select(slot => (slot, step.Others[slot])))
                {
                    _ = isDelete ? world.Pairs.Remove(pair) : world.Pairs.Add(pair);
                }

                break;
            default:
                string? Parties(int slot) => step.Kind == StepKind.AddressNobody ? null : World.PartiesOf($"contact:{Other(world.Contacts, slot)}", $"systemuser:{Other(world.Users, slot)}", "someone@example.com");
                await DoneAsync("email", WriteKind.Update, ["activityid", Lists[step.List]], ["activityid"], [.. step.Slots.Select(slot => new object?[] { world.Emails[slot], Parties(slot) })]);
                step.Slots.ForEach(slot => world.Parties[slot, step.List] = Parties(slot));
                break;
        }
    }

    private Task UpdateAsync(World world, Step step, string[] columns, Func<int, object?[]> values) =>
        DoneAsync("contact", WriteKind.Update, ["contactid", .. columns], ["contactid"], [.. step.Slots.Select(slot => (object?[])[world.Contacts[slot], .. values(slot)])]);

    private async Task<List<string>> ReadAsync(World world)
    {
        var contacts = await Connection.ReadByAsync("contact", "contactid", world.Contacts, "contactid", "ownerid.table", "ownerid", "parentcustomerid.table", "parentcustomerid", "statecode", "statuscode");
        var emails = await Connection.ReadByAsync("email", "activityid", world.Emails, ["activityid", .. Lists]);
        var pairs = await Connection.ReadByAsync("contactleads", "contactid", world.Contacts, "contactid", "leadid");
        return
        [
            .. contacts.OrderBy(row => Array.IndexOf(world.Contacts, (Guid)row[0]!)).Select(row => $"{row[1]}:{row[2]} {(row[4] is null ? "" : $"{row[3]}:{row[4]}")} {row[5]} {row[6]}"),
            .. emails.OrderBy(row => Array.IndexOf(world.Emails, (Guid)row[0]!)).Select(row => string.Join('|', row.Skip(1))),
            .. pairs.Select(row => $"{Array.IndexOf(world.Contacts, (Guid)row[0]!)}-{Array.IndexOf(world.Leads, (Guid)row[1]!)}").Order(StringComparer.Ordinal),
        ];
    }

    private async Task DoneAsync(string table, WriteKind kind, string[] columns, string[] keys, object?[][] rows)
    {
        var outcomes = await Connection.WriteRowsAsync(table, kind, columns, keys, rows);
        outcomes.Where(outcome => outcome.Status != RowStatus.Done).Select(outcome => outcome.Error!.Message).ShouldBeEmpty();
    }

    private sealed record Step(StepKind Kind, List<int> Slots, int[] Others, int List);

    /// <summary>The rows of one sequence, and what they should look like.</summary>
    private sealed record World(Guid[] Contacts, Guid[] Emails, Guid[] Users, Guid Team, Guid[] Accounts, Guid[] Leads)
    {
        public string[] Owners { get; } = [.. Enumerable.Repeat($"systemuser:{Users[0]}", Slots)];

        public string?[] Parents { get; } = new string?[Slots];

        public int[] States { get; } = new int[Slots];

        public HashSet<(int Contact, int Lead)> Pairs { get; } = [];

        public string?[,] Parties { get; } = new string?[Slots, Lists.Length];

        /// <summary>A list in the order in which it is read.</summary>
        public static string PartiesOf(params string[] parties) => string.Join("; ", parties.Order(StringComparer.Ordinal));

        public List<string> Lines() =>
        [
            .. Enumerable.Range(0, Slots).Select(slot => $"{Owners[slot]} {Parents[slot]} {States[slot]} {States[slot] + 1}"),
            .. Enumerable.Range(0, Slots).Select(slot => string.Join('|', Enumerable.Range(0, Lists.Length).Select(list => Parties[slot, list]))),
            .. Pairs.Select(pair => $"{pair.Contact}-{pair.Lead}").Order(StringComparer.Ordinal),
        ];
    }
}
