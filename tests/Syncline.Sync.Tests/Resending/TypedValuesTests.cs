using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Resending;

namespace Syncline.Sync.Tests.Resending;

public sealed class TypedValuesTests
{
    private static readonly ColumnType Gender = ColumnType.Of(ColumnKind.Choice) with { Choices = [new(1, "Male"), new(2, "Female")] };

    public static TheoryData<string?, ColumnType, object?> Fitting => new()
    {
        { "Ines", ColumnType.Of(ColumnKind.Text), "Ines" },
        { "", ColumnType.Of(ColumnKind.Text), null },
        { null, ColumnType.Of(ColumnKind.Integer), null },
        { " 42 ", ColumnType.Of(ColumnKind.Integer), 42L },
        { "12.50", ColumnType.Of(ColumnKind.Money) with { Scale = 2 }, 12.5m },
        { "0.25", ColumnType.Of(ColumnKind.Double), 0.25 },
        { "yes", ColumnType.Of(ColumnKind.Boolean), true },
        { "2026-05-04", ColumnType.Of(ColumnKind.Date), new DateOnly(2026, 5, 4) },
        { "2026-05-04T13:00:01Z", ColumnType.Of(ColumnKind.DateTime), new DateTime(2026, 5, 4, 13, 0, 1, DateTimeKind.Utc) },
        { "female", Gender, 2 },
        { "1", Gender, 1 },
        { "5a1e0000-0000-4000-8000-000000000001", ColumnType.Of(ColumnKind.Lookup), Guid.Parse("5a1e0000-0000-4000-8000-000000000001") },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void What_fits_becomes_a_value_of_the_column(string? text, ColumnType type, object? value)
    {
        using var typed = new TypedValues();
        var read = typed.Read(text, Column(type));
        read.Error.ShouldBeNull();
        read.Value.ShouldBe(value);
    }

    public static TheoryData<string, ColumnType, string> Misfitting => new()
    {
        { "much too long", ColumnType.Of(ColumnKind.Text) with { MaxLength = 5 }, "SY2108" },
        { "many", ColumnType.Of(ColumnKind.Integer), "SY2101" },
        { "101", ColumnType.Of(ColumnKind.Integer) with { Minimum = 0, Maximum = 100 }, "SY2102" },
        { "1.234", ColumnType.Of(ColumnKind.Money) with { Scale = 2 }, "SY2104" },
        { "perhaps", ColumnType.Of(ColumnKind.Boolean), "SY2105" },
        { "4.5.2026", ColumnType.Of(ColumnKind.Date), "SY2106" },
        { "Contoso", ColumnType.Of(ColumnKind.Lookup), "SY2107" },
        { "neither", Gender, "SY2109" },
    };

    [Theory]
    [MemberData(nameof(Misfitting))]
    public void What_does_not_fit_is_told_with_the_reason(string text, ColumnType type, string id)
    {
        using var typed = new TypedValues();
        var error = typed.Read(text, Column(type)).Error.ShouldNotBeNull();
        (error.Id, error.Column).ShouldBe((id, "cell"));
        error.Message.ShouldContain(text);
        typed.Read("'; DROP TABLE read; --", Column(ColumnType.Of(ColumnKind.Text))).Value.ShouldBe("'; DROP TABLE read; --");
    }

    private static PlanColumn Column(ColumnType type) => new() { Name = "cell", Type = type, Role = PlanColumnRole.Value };
}
