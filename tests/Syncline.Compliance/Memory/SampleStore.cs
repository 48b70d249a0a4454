using Syncline.Core.Tables;

namespace Syncline.Compliance.Memory;

/// <summary>A store with one table of every kind of column, one to write to, and an empty one.</summary>
internal static class SampleStore
{
    public static MemoryStore Create()
    {
        var stage = new ColumnType { Kind = ColumnKind.Choice, Choices = [new(1, "Planned"), new(2, "Running")] };
        ColumnSchema[] columns =
        [
            Of("code", new ColumnType { Kind = ColumnKind.Text, MaxLength = 20 }),
            Of("title", new ColumnType { Kind = ColumnKind.Text, MaxLength = 40 }),
            Of("size", ColumnKind.Integer),
            Of("weight", new ColumnType { Kind = ColumnKind.Decimal, Scale = 3 }),
            Of("budget", new ColumnType { Kind = ColumnKind.Money, Scale = 2 }),
            Of("ratio", ColumnKind.Double),
            Of("done", ColumnKind.Boolean),
            Of("changed", ColumnKind.DateTime),
            Of("meeting", ColumnKind.LocalDateTime),
            Of("started", ColumnKind.Date),
            Of("opens", ColumnKind.Time),
            Of("id", ColumnKind.Guid),
            Of("parent", new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["project"] }),
            Of("stage", stage),
            Of("stage.label", ColumnKind.Text) with { CompanionOf = "stage", CanInsert = false, CanUpdate = false },
            Of("tags", new ColumnType { Kind = ColumnKind.Choices, Choices = [new(1, "Red"), new(4, "Blue")] }),
            Of("image", ColumnKind.Binary),
        ];
        object?[] full =
        [
            "P-1", "Ölmühle 漢 😀", long.MinValue, 0.001m, -1200.5m, 0.1, true, new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc),
            new DateTime(2024, 10, 27, 2, 30, 0, DateTimeKind.Unspecified), new DateOnly(1753, 1, 1), new TimeOnly(23, 59, 59),
            Guid.Parse("0190a0b0-0000-7000-8000-000000000001"), Guid.Parse("0190a0b0-0000-7000-8000-000000000002"), 2, null, "1,4", new byte[] { 0, 255 },
        ];
        object?[] empty = ["P-2", .. new object?[columns.Length - 1]];
        object?[] blank = ["P-3", "", 0L, 0m, 0m, 0d, false, DateTime.UnixEpoch, DateTime.MinValue, DateOnly.MaxValue, TimeOnly.MinValue, Guid.Empty, null, 1, null, "", Array.Empty<byte>()];
        ColumnSchema[] task = [columns[0], columns[1], Of("note", ColumnKind.Text)];
        return new MemoryStore("projects").Add("project", columns, full, empty, blank).Add("task", task).Add("empty", task);
    }

    private static ColumnSchema Of(string name, ColumnKind kind) => Of(name, ColumnType.Of(kind));

    private static ColumnSchema Of(string name, ColumnType type) => new() { Name = name, Type = type };
}
