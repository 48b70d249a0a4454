using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Comparing;

/// <summary>The columns of a plan, each with the SQL of its source and target value.</summary>
internal sealed record PlanColumns
{
    /// <summary>Columns in the plan's order: key columns first, each followed by what explains it.</summary>
    public required IReadOnlyList<PlannedColumn> All { get; init; }

    /// <summary>Target columns that must be read for them.</summary>
    public required IReadOnlyList<ColumnSchema> TargetColumns { get; init; }

    /// <summary>Those of them that hold the key of the source's row; empty when nothing is written back.</summary>
    public IReadOnlyList<string> SourceKey { get; private init; } = [];

    /// <summary>Works them out.</summary>
    /// <param name="project">The project.</param>
    /// <param name="withVersions">Whether the target gives row versions.</param>
    public static PlanColumns Of(BoundProject project, bool withVersions)
    {
        var all = new List<PlannedColumn>();
        var read = new List<ColumnSchema>();
        var deactivation = Deactivation.Of(project);
        foreach (var key in project.Target.PrimaryKey?.Columns ?? [])
        {
            Read(project.Target.Find(key)!);
        }

        foreach (var (i, bound) in project.Columns.Index())
        {
            var column = bound.Target;
            Read(column);
            all.Add(new PlannedColumn
            {
                Column = new PlanColumn
                {
                    Name = column.Name,
                    DisplayName = column.DisplayName,
                    Type = column.Type,
                    Role = bound.IsKey ? PlanColumnRole.Key : PlanColumnRole.Value,
                    Source = bound.Rule.Origin,
                },
                Index = i,
                Source = column.CanInsert ? $"s.v{i}" : $"CAST(NULL AS {Sql.TypeOf(column.Type)})",
                Target = $"t.{Sql.Quote(column.Name)}",
                Deactivated = deactivation?.ValueOf(column),
            });
            switch (column.Type.Kind)
            {
                case ColumnKind.Choice when column.Type.Choices.Count > 0:
                    Display(
                        i,
                        column,
                        ".label",
                        ValueConversion.LabelOf(column.Type, $"s.v{i}"),
                        ValueConversion.LabelOf(column.Type, $"t.{Sql.Quote(column.Name)}"),
                        deactivation?.LabelOf(column));
                    break;
                case ColumnKind.Lookup:
                    Display(i, column, ".name", $"s.n{i}", Companion(column, ".name"));
                    if (column.Type.LookupTargets.Count > 1)
                    {
                        Display(i, column, ".table", $"CASE WHEN s.v{i} IS NOT NULL THEN {Sql.Literal(bound.PointsTo ?? "")} END", Companion(column, ".table"));
                    }

                    break;
            }
        }

        foreach (var column in deactivation?.Columns.Where(column => !project.Columns.Any(bound => bound.Target.Name == column.Name)) ?? [])
        {
            Read(column);
            all.Add(new PlannedColumn
            {
                Column = new PlanColumn { Name = column.Name, DisplayName = column.DisplayName, Type = column.Type, Role = PlanColumnRole.Value, Source = Deactivation.Origin },
                Index = -1,
                Source = $"CAST(NULL AS {Sql.TypeOf(column.Type)})",
                Target = $"t.{Sql.Quote(column.Name)}",
                Deactivated = deactivation!.ValueOf(column),
            });
            if (column.Type is { Kind: ColumnKind.Choice, Choices.Count: > 0 })
            {
                Display(-1, column, ".label", "CAST(NULL AS VARCHAR)", ValueConversion.LabelOf(column.Type, $"t.{Sql.Quote(column.Name)}"), deactivation.LabelOf(column));
            }
        }

        var sourceKey = new List<string>();
        foreach (var (i, key) in (project.WriteBack?.SourceKey ?? []).Index())
        {
            var name = $"source.{key.Name}";
            while (all.Exists(other => string.Equals(other.Column.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                name = $"source.{name}";
            }

            sourceKey.Add(name);
            all.Add(new PlannedColumn
            {
                Column = new PlanColumn { Name = name, DisplayName = key.DisplayName, Type = key.Type, Role = PlanColumnRole.Display, Source = key.Name },
                Index = -1,
                Source = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"s.sk{i}"),
                Target = $"CAST(NULL AS {Sql.TypeOf(key.Type)})",
            });
        }

        if (withVersions)
        {
            read.Add(new ColumnSchema { Name = Core.Reading.ReadRequest.RowVersionColumn, Type = ColumnType.Of(ColumnKind.Text) });
        }

        return new PlanColumns { All = all, TargetColumns = read, SourceKey = sourceKey };

        void Read(ColumnSchema column)
        {
            if (!read.Exists(other => other.Name == column.Name))
            {
                read.Add(column);
            }
        }

        void Display(int index, ColumnSchema column, string suffix, string source, string target, string? deactivated = null) => all.Add(new PlannedColumn
        {
            Column = new PlanColumn { Name = column.Name + suffix, Type = ColumnType.Of(ColumnKind.Text), Role = PlanColumnRole.Display, CompanionOf = column.Name },
            Index = index,
            Source = source,
            Target = target,
            Deactivated = deactivated,
        });

        string Companion(ColumnSchema column, string suffix)
        {
            if (project.Target.Find(column.Name + suffix) is not { CanRead: true, Type.Kind: ColumnKind.Text } companion)
            {
                return "CAST(NULL AS VARCHAR)";
            }

            Read(companion);
            return $"t.{Sql.Quote(companion.Name)}";
        }
    }
}
