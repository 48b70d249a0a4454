using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>
/// The order in which the mappings of a list are planned and applied, so that a row is there before another points to it. Where mappings point to
/// each other, or a table to itself, the columns that close the circle are left for a second pass.
/// </summary>
public static class MappingOrder
{
    /// <summary>Works it out from the lookup columns that each mapping fills.</summary>
    /// <param name="mappings">The mappings of one file, each with the description of its target table.</param>
    /// <returns>Every mapping once, parents before children, then the second passes; the file's order where nothing else decides.</returns>
    /// <exception cref="ConfigurationException">SY1118: a key column is part of a circle, so its rows can't be found before the circle is closed.</exception>
    public static IReadOnlyList<MappingStep> Of(IReadOnlyList<(Project Project, TableSchema Target)> mappings)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        var waiting = mappings.Select((mapping, index) => new Node(index, mapping.Project, Pointers(mapping.Project, mapping.Target, mappings))).ToList();
        var steps = new List<MappingStep>();
        var second = new List<MappingStep>();
        while (waiting.Count > 0)
        {
            // A table that points to itself needs a second pass anyway, so a circle is best opened there. Only one whose every parent, near or far, points back to it is part of a circle; the others have their turn once their parents are done.
            var open = waiting.Select(node => node.Index).ToHashSet();
            var reach = waiting.ToDictionary(node => node.Index, node => Reachable(node, waiting));
            var next = waiting.Where(node => reach[node.Index].All(parent => parent == node.Index || reach[parent].Contains(node.Index)))
                .OrderBy(node => !node.PointsToItself && node.Pointers.Exists(pointer => pointer.Targets.Overlaps(open)))
                .ThenBy(node => node.Pointers.Count(pointer => pointer.Targets.Overlaps(open))).ThenBy(node => node.Index).First();
            waiting.Remove(next);
            var deferred = next.Pointers.Where(pointer => pointer.Targets.Overlaps(open)).Select(pointer => pointer.Rule).ToList();
            steps.Add(new MappingStep(Without(next.Project, deferred), IsSecondPass: false));
            if (deferred.Count > 0)
            {
                second.Add(new MappingStep(Only(next.Project, deferred), IsSecondPass: true));
            }
        }

        return [.. steps, .. second];
    }

    private static HashSet<int> Reachable(Node from, List<Node> waiting)
    {
        var found = new HashSet<int>();
        var left = new Stack<Node>([from]);
        while (left.TryPop(out var node))
        {
            foreach (var parent in waiting.Where(other => node.Pointers.Exists(pointer => pointer.Targets.Contains(other.Index)) && found.Add(other.Index)))
            {
                left.Push(parent);
            }
        }

        return found;
    }

    private static List<(ColumnRule Rule, HashSet<int> Targets)> Pointers(Project project, TableSchema target, IReadOnlyList<(Project Project, TableSchema Target)> mappings)
    {
        var pointers = new List<(ColumnRule, HashSet<int>)>();
        foreach (var rule in project.Columns)
        {
            if (target.Find(rule.Target) is not { Type.Kind: ColumnKind.Lookup } column)
            {
                continue;
            }

            IReadOnlyList<string> tables = rule.Lookup is { } lookup ? [lookup.Table] : column.Type.LookupTargets;
            var targets = mappings.Index()
                .Where(other => other.Item.Project.Target.Connection == project.Target.Connection && tables.Contains(other.Item.Target.Name, StringComparer.OrdinalIgnoreCase))
                .Select(other => other.Index)
                .ToHashSet();
            if (targets.Count > 0)
            {
                pointers.Add((rule, targets));
            }
        }

        return pointers;
    }

    private static Project Without(Project project, List<ColumnRule> deferred)
    {
        if (deferred.Find(rule => IsKey(project, rule)) is { } key)
        {
            throw new ConfigurationException(new ErrorDetail
            {
                Id = "SY1118",
                Phase = ErrorPhase.Configuration,
                Message = $"The key column {key.Target} of {project.Name} points to rows that this project adds later, so its own rows can not be told apart before.",
                Advice = "Choose a key without this column.",
                Location = project.Marks.Find("key"),
                Column = key.Target,
            });
        }

        return deferred.Count == 0 ? project : project with { Columns = [.. project.Columns.Where(rule => !deferred.Contains(rule))] };
    }

    // The second pass only completes rows: it neither adds nor deletes, and what makes the first pass skip a row makes this one skip it too.
    private static Project Only(Project project, List<ColumnRule> deferred) => project with
    {
        Name = project.Name + ".links",
        Columns = [.. project.Columns.Where(rule => IsKey(project, rule) || deferred.Contains(rule) || rule.Compare?.Mode == CompareMode.NewerWins)],
        Actions = new ProjectActions { Add = false, Update = project.Actions.Update || project.Actions.Add },
        WriteBack = null,
    };

    private static bool IsKey(Project project, ColumnRule rule) => project.Key.Contains(rule.Target, StringComparer.OrdinalIgnoreCase);

    private sealed record Node(int Index, Project Project, List<(ColumnRule Rule, HashSet<int> Targets)> Pointers)
    {
        public bool PointsToItself => Pointers.Exists(pointer => pointer.Targets.Contains(Index));
    }
}
