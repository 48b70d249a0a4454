using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;

namespace Syncline.Sync.Projects;

/// <summary>Finds the columns of a project's write-back in both tables, and what keeps it from being done.</summary>
internal static class WriteBackBinder
{
    private static readonly string Section = ProjectMarks.Join("write-back");
    private static readonly string ColumnMark = ProjectMarks.Join("write-back", "column");
    private static readonly string FromMark = ProjectMarks.Join("write-back", "from");

    /// <summary>The write-back; null when the project has none, or when it has mistakes, which are noted.</summary>
    public static BoundWriteBack? Bind(Project project, TableSchema source, TableSchema target, IConnection sourceConnection, ProjectMistakes mistakes)
    {
        if (project.WriteBack is not { } rule)
        {
            return null;
        }

        if (sourceConnection.Writer is null)
        {
            mistakes.Add(
                "SY1120",
                project.Marks.Find(Section),
                $"The connection {project.Source.Connection} can not be written to, so write-back has no place to write to.",
                "Leave write-back out, or read from a connection whose kind and settings allow writing, such as dynamics-365.");
            return null;
        }

        var key = source.PrimaryKey?.Columns.Select(source.Find).OfType<ColumnSchema>().Where(column => column.CanRead).ToList();
        if (key is null || key.Count == 0 || key.Count < source.PrimaryKey!.Columns.Count)
        {
            mistakes.Add("SY1120", project.Marks.Find(Section), $"Rows of {source.Name} have no primary key by which write-back could find them again.", "Leave write-back out, or read from a table with a primary key.");
            return null;
        }

        if (target.PrimaryKey is not { Columns: [var targetKey] })
        {
            mistakes.Add("SY1120", project.Marks.Find(Section), $"Rows of {target.Name} have no primary key of one column by which write-back could find them.", "Leave write-back out, or write to a table with such a key.");
            return null;
        }

        var column = Column(project, source, key, rule, mistakes);
        var from = From(project, target, rule.From ?? targetKey, mistakes);
        if (column is null || from is null)
        {
            return null;
        }

        if (!Fits(from.Type, column.Type))
        {
            mistakes.Add(
                "SY1121",
                project.Marks.Find(ColumnMark),
                $"Column {column.Name} of {source.Name} ({column.Type.Kind}{(column.Type.MaxLength is { } length ? $", {length} characters" : "")}) can not hold what is in {from.Name} of {target.Name} ({from.Type.Kind}).",
                "Name a column of the same kind, or a text that is long enough (an id has 36 characters).",
                column.Name);
        }

        return new BoundWriteBack(column, from, key);
    }

    private static ColumnSchema? Column(Project project, TableSchema source, List<ColumnSchema> key, WriteBackRule rule, ProjectMistakes mistakes)
    {
        if (source.Find(rule.Column) is not { } column)
        {
            mistakes.Add(
                "SY1101",
                project.Marks.Find(ColumnMark),
                $"There is no column {rule.Column} in the source table {source.Name}.",
                NearestNames.Advice(rule.Column, source.Columns.Select(candidate => candidate.Name)),
                rule.Column);
            return null;
        }

        if (!column.CanUpdate || column.CompanionOf is not null || key.Contains(column))
        {
            mistakes.Add("SY1121", project.Marks.Find(ColumnMark), $"Column {column.Name} of {source.Name} can not be changed, so write-back can not fill it.", "Name a column that can be.", column.Name);
            return null;
        }

        return column;
    }

    private static ColumnSchema? From(Project project, TableSchema target, string name, ProjectMistakes mistakes)
    {
        if (target.Find(name) is { CanRead: true } from)
        {
            return from;
        }

        mistakes.Add(
            "SY1102",
            project.Marks.Find(FromMark),
            $"There is no column {name} in the target table {target.Name} that can be read.",
            NearestNames.Advice(name, target.Columns.Select(candidate => candidate.Name)),
            name);
        return null;
    }

    private static bool Fits(ColumnType from, ColumnType to) => to.Kind switch
    {
        ColumnKind.Text => from.Kind is ColumnKind.Text or ColumnKind.Integer || (from.Kind is ColumnKind.Guid or ColumnKind.Lookup && to.MaxLength is null or >= 36),
        ColumnKind.Guid => from.Kind is ColumnKind.Guid or ColumnKind.Lookup,
        ColumnKind.Lookup or ColumnKind.Choice or ColumnKind.Choices => false,
        _ => from.Kind == to.Kind,
    };
}
