using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Comparing;
using Syncline.Sync.Mapping;

namespace Syncline.Sync.Projects;

/// <summary>Checks a project against the tables that it names. Reads descriptions only, never a row.</summary>
public static class ProjectChecker
{
    /// <summary>Finds every mistake that can be found without reading rows.</summary>
    /// <returns>Warnings, one sentence each.</returns>
    /// <exception cref="ConfigurationException">The project does not fit the tables: the first mistake is the error, the others are its <see cref="ErrorDetail.Others"/>.</exception>
    /// <exception cref="SchemaException">The source or target table is not there.</exception>
    public static async Task<IReadOnlyList<string>> CheckAsync(Project project, IConnection source, IConnection target, CancellationToken cancellationToken) =>
        (await BindAsync(project, source, target, cancellationToken)).Warnings;

    internal static async Task<BoundProject> BindAsync(Project project, IConnection source, IConnection target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var sourceSchema = await DescribeAsync(source, project.Source, project.Marks.Find("source/table"), cancellationToken);
        var targetSchema = await DescribeAsync(target, project.Target, project.Marks.Find("target/table"), cancellationToken);
        var mistakes = new ProjectMistakes();
        var lookups = new Dictionary<string, TableSchema>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in project.Columns.Where(rule => rule.Lookup is not null && !lookups.ContainsKey(rule.Lookup.Table)))
        {
            try
            {
                lookups.Add(rule.Lookup!.Table, await target.DescribeTableAsync(rule.Lookup.Table, cancellationToken));
            }
            catch (SchemaException missing)
            {
                mistakes.Add("SY1105", project.Marks.Find(rule.MarkOf("lookup", "table")), $"The lookup rule of {rule.Name}: {missing.Error.Message}", missing.Error.Advice, rule.Target);
            }
        }

        using var expressions = new ExpressionParser(sourceSchema);
        var binder = new ColumnBinder(project, sourceSchema, targetSchema, lookups, expressions, mistakes);
        var columns = binder.BindAll();
        var filter = project.SourceFilter is { } text
            ? expressions.Parse(text, isCondition: true, "source-filter", "source-filter", project.Marks, mistakes)
            : null;
        CheckFilter(project, source, project.Source.Connection, project.SourceNativeFilter, "source-filter", mistakes);
        CheckFilter(project, target, project.Target.Connection, project.TargetFilter, "target-filter", mistakes);
        CheckTable(project, sourceSchema, targetSchema, target, mistakes);
        var writeBack = WriteBackBinder.Bind(project, sourceSchema, targetSchema, source, mistakes);
        mistakes.ThrowIfAny();
        return new BoundProject
        {
            Project = project,
            Source = sourceSchema,
            Target = targetSchema,
            Columns = columns,
            SourceFilter = filter,
            WriteBack = writeBack,
            Warnings = Warnings(project, targetSchema),
        };
    }

    /// <summary>Describes a table of the project; when it is not there, the error says where the project names it.</summary>
    private static async ValueTask<TableSchema> DescribeAsync(IConnection connection, TableReference table, SourceLocation? place, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.DescribeTableAsync(table.Table, cancellationToken);
        }
        catch (SchemaException missing) when (missing.Error.Location is null && place is not null)
        {
            throw new SchemaException(missing.Error with { Location = place }, missing);
        }
    }

    private static void CheckFilter(Project project, IConnection connection, string name, NativeFilter? filter, string key, ProjectMistakes mistakes)
    {
        if (filter is not null && !connection.Capabilities.FilterLanguages.Contains(filter.Language, StringComparer.OrdinalIgnoreCase))
        {
            var languages = connection.Capabilities.FilterLanguages;
            mistakes.Add(
                "SY1108",
                project.Marks.Find(ProjectMarks.Join(key, filter.Language)),
                $"The connection {name} does not understand {filter.Language} filters.",
                languages.Count > 0 ? $"Use {string.Join(" or ", languages)}." : key == "source-filter" ? "Use a condition in SQL: source-filter: \"…\"." : "Leave target-filter out.");
        }
    }

    private static void CheckTable(Project project, TableSchema source, TableSchema targetSchema, IConnection target, ProjectMistakes mistakes)
    {
        if (project.Duplicates.NewestBy is { } newest && source.Find(newest) is null)
        {
            mistakes.Add(
                "SY1101",
                project.Marks.Find("duplicates"),
                $"There is no column {newest} in the source table {source.Name}.",
                NearestNames.Advice(newest, source.Columns.Select(column => column.Name)));
        }

        foreach (var (column, table, key) in new[] { (project.Incremental?.SourceWatermark, source, "source-watermark"), (project.Incremental?.TargetWatermark, targetSchema, "target-watermark") })
        {
            if (column is not null && table.Find(column) is not { CanRead: true, Type.Kind: ColumnKind.DateTime })
            {
                mistakes.Add(
                    "SY1119",
                    project.Marks.Find(ProjectMarks.Join("incremental", key)),
                    $"{table.Name} has no column {column} that tells a moment.",
                    NearestNames.Advice(column, table.Columns.Where(candidate => candidate.Type.Kind == ColumnKind.DateTime).Select(candidate => candidate.Name)) ?? "Name a column such as modifiedon.");
            }
        }

        if (project.NewIds == NewIds.FromKey && (KeyIds.ColumnOf(targetSchema) is not { } id || project.RuleFor(id.Name) is not null))
        {
            mistakes.Add(
                "SY1122",
                project.Marks.Find("new-ids"),
                KeyIds.ColumnOf(targetSchema) is { } filled
                    ? $"new-ids has nothing to do: the project itself fills the primary key {filled.Name}."
                    : $"Rows of {targetSchema.Name} can not be added with an id of ours, so new-ids: from-key has no effect.",
                "Leave new-ids out.");
        }

        if (project.Actions.Delete == DeleteAction.Deactivate && !Deactivation.IsPossible(targetSchema))
        {
            mistakes.Add(
                "SY1117",
                project.Marks.Find("actions/delete"),
                $"Rows of {targetSchema.Name} can not be deactivated: they have no inactive state that an update can set.",
                "Use delete: false and close such rows by hand, or delete: true.");
        }
    }

    private static IReadOnlyList<string> Warnings(Project project, TableSchema target)
    {
        if (project is { WriteBack: not null, Actions.Add: false })
        {
            return ["write-back has nothing to do, because actions.add is false."];
        }

        var missing = target.Columns.Where(column => column is { IsRequired: true, CanInsert: true, CompanionOf: null } && project.RuleFor(column.Name) is null).Select(column => column.Name).ToList();
        return project.Actions.Add && missing.Count > 0
            ? [$"{target.Name} requires {string.Join(", ", missing)}, which no column fills: the server may refuse added rows."]
            : [];
    }
}
