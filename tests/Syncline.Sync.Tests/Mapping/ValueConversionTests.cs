using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Tests.Comparing;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Mapping;

/// <summary>What texts of a source become in a target column, told through whole plans.</summary>
public sealed class ValueConversionTests
{
    private static readonly ColumnType Gender = new() { Kind = ColumnKind.Choice, Choices = [new(1, "Male"), new(2, "Female"), new(3, "Open"), new(4, "open"), new(5, "2")] };

    public static TheoryData<string, string, string?, string> Fits() => new()
    {
        { "Integer", "42", null, "42" },
        { "Integer", " -7 ", null, "-7" },
        { "Integer", "+5", null, "5" },
        { "Integer", "12.00", null, "12" },
        { "Integer", "1.234.567", "1.234,56", "1234567" },
        { "Decimal2", "12.340", null, "12.34" },
        { "Decimal2", "-.5", null, "-0.50" },
        { "Decimal2", "1e3", null, "1000.00" },
        { "Decimal2", "1.234,5", "1.234,56", "1234.50" },
        { "Decimal2", "-1'234.5", "1'234.56", "-1234.50" },
        { "Decimal2", "1234,5", "1234,56", "1234.50" },
        { "Double", "1.5e-3", null, "0.0015" },
        { "Boolean", "YES", null, "true" },
        { "Boolean", "0", null, "false" },
        { "Date", "2024-02-29", null, "2024-02-29" },
        { "Date", "2024-02-29T00:00:00Z", null, "2024-02-29" },
        { "Date", "14.03.1987", "dd.MM.yyyy", "1987-03-14" },
        { "Date", "3/4/2024", "M/d/yyyy", "2024-03-04" },
        { "DateTime", "2024-02-29T10:00:00+02:00", null, "2024-02-29 08:00:00+00" },
        { "DateTime", "2024-02-29 10:00", null, "2024-02-29 10:00:00+00" },
        { "DateTime", "2024-02-29T10:00:00.1234560Z", null, "2024-02-29 10:00:00.123456+00" },
        { "DateTime", "2024-02-29", null, "2024-02-29 00:00:00+00" },
        { "DateTime", "29.02.2024 10:00", "dd.MM.yyyy HH:mm", "2024-02-29 10:00:00+00" },
        { "LocalDateTime", "2024-02-29T10:00:00", null, "2024-02-29 10:00:00" },
        { "Time", "07:30", null, "07:30:00" },
        { "Guid", "{00112233-4455-6677-8899-AABBCCDDEEFF}", null, "00112233-4455-6677-8899-aabbccddeeff" },
        { "Choice", "female", null, "2" },
        { "Choice", "1", null, "1" },
        { "Choices", "Female; male", null, "1,2" },
        { "Binary", "AP8=", null, "\\x00\\xFF" },
        { "Text5", "🙂🙂x", null, "🙂🙂x" },
    };

    public static TheoryData<string, string, string?, string, string> Misfits() => new()
    {
        { "Integer", "yes please", null, "SY2101", "\"yes please\" is not a whole number" },
        { "Integer", "1.5", null, "SY2101", "\"1.5\" is not a whole number" },
        { "Integer", "1,000", null, "SY2101", "\"1,000\" is not a whole number" },
        { "Integer", "9223372036854775808", null, "SY2102", "\"9223372036854775808\" is out of range" },
        { "Ranged", "11", null, "SY2102", "\"11\" is not between 0 and 10" },
        { "Decimal2", "1.234", null, "SY2104", "\"1.234\" has more than 2 digits after the point" },
        { "Decimal2", "1e-3", null, "SY2104", "\"1e-3\" has more than 2 digits after the point" },
        { "Decimal2", "1,234.00", null, "SY2103", "\"1,234.00\" is not a number" },
        { "Decimal2", "1.5", "1.234,56", "SY2103", "\"1.5\" is not a number" },
        { "Decimal2", "99999999999999999999999999999999999999", null, "SY2102", "\"99999999999999999999999999999999999999\" is out of range" },
        { "Double", "NaN", null, "SY2103", "\"NaN\" is not a number" },
        { "Double", "1e999", null, "SY2102", "\"1e999\" is out of range" },
        { "Boolean", "maybe", null, "SY2105", "\"maybe\" is not true or false" },
        { "Date", "2024-02-30", null, "SY2106", "\"2024-02-30\" is not a date (YYYY-MM-DD)" },
        { "Date", "29.02.2024", null, "SY2106", "\"29.02.2024\" is not a date (YYYY-MM-DD)" },
        { "Date", "2024-02-29T10:00:00", null, "SY2106", "\"2024-02-29T10:00:00\" has a time of day, which a date can not keep" },
        { "Date", "31.02.2024", "dd.MM.yyyy", "SY2106", "\"31.02.2024\" is not a date as dd.MM.yyyy" },
        { "DateTime", "2024-02-29T25:00:00", null, "SY2106", "\"2024-02-29T25:00:00\" is not a date with a time (YYYY-MM-DDTHH:MM:SSZ)" },
        { "LocalDateTime", "2024-02-29T10:00:00Z", null, "SY2106", "\"2024-02-29T10:00:00Z\" is not a date with a time and without a time zone (YYYY-MM-DDTHH:MM:SS)" },
        { "Guid", "12", null, "SY2107", "\"12\" is not an id (8-4-4-4-12 hex digits)" },
        { "Choice", "Femal", null, "SY2109", "\"Femal\" is not an option of v" },
        { "Choice", "open", null, "SY2111", "\"open\" stands for several options of v" },
        { "Choice", "2", null, "SY2111", "\"2\" stands for several options of v" },
        { "Choices", "Male;other", null, "SY2109", "\"Male;other\" has a part that is not an option of v" },
        { "Binary", "!", null, "SY2112", "\"!\" is not Base64" },
        { "Text5", "🙂🙂xx", null, "SY2108", "\"🙂🙂xx\" has 6 characters; v takes 5" },
        { "Integer", "a text that is longer than forty characters, by far", null, "SY2101", "\"a text that is longer than forty charact…\" is not a whole number" },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public async Task A_text_that_fits_becomes_the_columns_value(string type, string text, string? format, string expected)
    {
        using var bed = Bed(type, text);

        var change = (await bed.PlanAsync(Project(format))).ShouldHaveSingleItem();

        bed.Problems.ShouldBeEmpty();
        Shown(bed.After(change, "v")!).ShouldBe(expected);
        await bed.ApplyAsync([change]);
        (await bed.PlanAsync(Project(format))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task A_text_that_does_not_fit_is_a_problem_and_the_row_is_left_alone(string type, string text, string? format, string id, string message)
    {
        using var bed = Bed(type, text);
        bed.AddTarget("k", null);

        (await bed.PlanAsync(Project(format) + "actions: { delete: true }")).ShouldBeEmpty();

        var problem = bed.Problems.ShouldHaveSingleItem();
        (problem.ErrorId, problem.Message, problem.Column, problem.Key, problem.SourceRow, problem.Side).ShouldBe((id, message, "v", "k", 1, "source"));
        problem.Advice.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("Integer")]
    [InlineData("Decimal2")]
    [InlineData("Date")]
    [InlineData("Guid")]
    [InlineData("Choice")]
    [InlineData("Choices")]
    [InlineData("Boolean")]
    public async Task Empty_text_is_no_value(string type)
    {
        using var bed = Bed(type, "  ");

        var change = (await bed.PlanAsync(Project(null))).ShouldHaveSingleItem();

        bed.After(change, "v").ShouldBeNull();
        change.Changed.ShouldBe(["k"]);
    }

    [Fact]
    public async Task Typed_sources_are_converted_without_loss()
    {
        using var bed = new PlanBed()
            .WithSource(
                Column("id", ColumnKind.Integer), Column("moment", ColumnKind.DateTime), Column("money", new ColumnType { Kind = ColumnKind.Money, Scale = 4 }),
                Column("choice", Gender), Column("date", ColumnKind.Date), Column("double", ColumnKind.Double), Column("flag", ColumnKind.Boolean))
            .WithTarget(
                Column("k"), Column("moment"), Column("money", new ColumnType { Kind = ColumnKind.Money, Scale = 2 }), Column("label"), Column("choice", Gender),
                Column("at", ColumnKind.DateTime), Column("exact", new ColumnType { Kind = ColumnKind.Decimal, Scale = 3 }), Column("flag"));
        bed.SourceTable.Add(7L, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1.5m, 2, new DateOnly(2024, 1, 2), 0.125, true);
        bed.SourceTable.Add(8L, null, 1.555m, 9, null, 1e-9, null);

        var changes = await bed.PlanAsync("key: k\ncolumns: { k: id, moment: moment, money: money, label: choice, choice: choice, at: date, exact: double, flag: flag }");

        changes.ShouldHaveSingleItem().After!.Select(value => value is null ? null : Shown(value))
            .ShouldBe(["7", "2024-01-02T03:04:05Z", "1.50", "Female", "2", "Female", "2024-01-02 00:00:00+00", "0.125", "true"]);
        bed.Problems.Select(problem => (problem.Column, problem.ErrorId)).ShouldBe([("money", "SY2104"), ("choice", "SY2109"), ("exact", "SY2104")]);
    }

    [Fact]
    public async Task Choices_follow_their_rule_and_show_their_labels()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("g")).WithTarget(Column("k"), Column("v", Gender));
        bed.SourceTable.Add("1", "F");
        bed.SourceTable.Add("2", "2");
        bed.AddTarget("2", 1);

        var changes = await bed.PlanAsync("key: k\ncolumns: { k: id, v: { from: g, choice: { by: value, aliases: { f: Female } } } }");

        changes.Select(change => (bed.After(change, "v"), bed.After(change, "v.label"))).ShouldBe([(2, "Female"), (2, "Female")]);
        bed.Before(changes[1], "v.label").ShouldBe("Male");
        bed.Columns.Single(column => column.Name == "v.label").CompanionOf.ShouldBe("v");
    }

    [Fact]
    public async Task Expressions_make_values_and_fail_row_by_row()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("first"), Column("last name")).WithTarget(Column("k"), Column("v"), Column("n", ColumnKind.Integer));
        bed.SourceTable.Add("1", "Ann", "Lee");
        bed.SourceTable.Add("x", "Bob", "Ray");

        var change = (await bed.PlanAsync("""
            key: k
            columns:
              k: id
              full: { value: "upper(\"last name\") || ', ' || first -- a comment", to: v }
              n: { value: cast(id as integer) * 2 }
            """)).ShouldHaveSingleItem();

        (bed.After(change, "v"), bed.After(change, "n")).ShouldBe(("LEE, Ann", 2L));
        bed.Problems.ShouldHaveSingleItem().Message.ShouldBe("The value of n can not be computed for this row");
    }

    private static PlanBed Bed(string type, string text)
    {
        var bed = new PlanBed().WithSource(Column("k"), Column("v")).WithTarget(Column("k"), Column("v", Type(type)));
        bed.SourceTable.Add("k", text);
        return bed;
    }

    private static string Project(string? format) => $"key: k\ncolumns: {{ k: k, v: {{ from: v{(format is null ? "" : $", format: \"{format}\"")} }} }}\n";

    private static ColumnType Type(string name) => name switch
    {
        "Decimal2" => new ColumnType { Kind = ColumnKind.Money, Scale = 2 },
        "Ranged" => new ColumnType { Kind = ColumnKind.Integer, Minimum = 0, Maximum = 10 },
        "Text5" => new ColumnType { Kind = ColumnKind.Text, MaxLength = 5 },
        "Choice" => Gender,
        "Choices" => Gender with { Kind = ColumnKind.Choices },
        _ => ColumnType.Of(Enum.Parse<ColumnKind>(name)),
    };

    private static string Shown(object value) => value switch
    {
        DateTime { Kind: DateTimeKind.Utc } moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'+00'", CultureInfo.InvariantCulture),
        DateTime local => local.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        byte[] bytes => string.Concat(bytes.Select(b => $"\\x{b:X2}")),
        decimal number => number.ToString(number.Scale < 2 ? "0.00" : "G", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
