using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Projects;
using Syncline.Sync.Tests.Connections;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Projects;

public sealed class ProjectCheckerTests : IAsyncDisposable
{
    private readonly MemoryConnection source = new();
    private readonly MemoryConnection target = new();

    public ProjectCheckerTests()
    {
        source.Table("s", null, [Column("id"), Column("last_name"), Column("gender"), Column("amount", ColumnKind.Integer)]);
        target.Table(
            "t",
            "tid",
            [
                Column("tid", ColumnKind.Guid), Column("k"), Column("name"), Column("bytes", ColumnKind.Binary),
                Column("gender", new ColumnType { Kind = ColumnKind.Choice, Choices = [new(1, "Male"), new(2, "Female")] }),
                Column("parent", new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account"] }),
                Column("customer", new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account", "person"] }),
                new() { Name = "parent.name", Type = ColumnType.Of(ColumnKind.Text), CompanionOf = "parent", CanInsert = false, CanUpdate = false },
                Column("createdon", ColumnKind.DateTime) with { CanInsert = false, CanUpdate = false },
                Column("region") with { IsRequired = true },
            ]);
        target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("number"), Column("fixed") with { CanInsert = false }]);
        target.Table("person", "personid", [Column("personid", ColumnKind.Guid) with { CanInsert = false }, Column("number")]);
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await target.DisposeAsync();
    }

    [Theory]
    [InlineData("name: last_nam", "SY1101", 5, 14, "There is no column last_nam in the source table s.", "Did you mean 'last_name'?")]
    [InlineData("nane: last_name", "SY1102", 5, 14, "There is no column nane in the target table t.", "Did you mean 'name'?")]
    [InlineData("createdon: id", "SY1103", 5, 19, "The column createdon of t can not be written.", "Remove it from columns.")]
    [InlineData("parent.name: id", "SY1103", 5, 21, "parent.name only explains parent and can not be written.", "Map parent instead.")]
    [InlineData("name: { from: id, lookup: { table: account, match: number } }", "SY1104", 5, 26, "name is text, not a lookup column.", "Remove the lookup rule.")]
    [InlineData("parent: { from: id, lookup: { table: acount, match: number } }", "SY1105", 5, 45, "The lookup rule of parent: There is no table acount.", null)]
    [InlineData("parent: { from: id, lookup: { table: person, match: number } }", "SY1105", 5, 45, "parent can not point to person.", "It points to account.")]
    [InlineData("parent: { from: id, lookup: { table: account, match: nummer } }", "SY1106", 5, 61, "There is no column nummer in account, where parent looks values up.", "Did you mean 'number'?")]
    [InlineData("parent: { from: id, lookup: { table: account, missing: add } }", "SY1123", 5, 63, "missing: add has nothing to add to account: the rule names no column to match.", "Use missing: fail, null or skip, or add such rows by a mapping of their own before.")]
    [InlineData("parent: { from: id, lookup: { table: account, match: fixed, missing: add } }", "SY1123", 5, 77, "missing: add can not fill fixed: the column fixed of account can not be written.", "Use missing: fail, null or skip, or add such rows by a mapping of their own before.")]
    [InlineData("customer: { from: id, lookup: { table: person, match: number, missing: add } }", "SY1123", 5, 79, "missing: add needs ids that are known before, and rows of person can not be added with an id of ours.", "Use missing: fail, null or skip, or add such rows by a mapping of their own before.")]
    [InlineData("customer: id", "SY1110", 5, 18, "customer can point to account or person; the project does not say to which.", "Add lookup: { table: account }, with match: COLUMN when the source holds something else than ids.")]
    [InlineData("name: { from: gender, choice: label }", "SY1107", 5, 38, "name is text, not a choice column.", "Remove the choice rule.")]
    [InlineData("gender: { from: gender, choice: { aliases: { F: Femal } } }", "SY1107", 5, 56, "\"Femal\" is not an option of gender.", "Did you mean 'Female'?")]
    [InlineData("name: { from: id, format: dd.MM.yyyy }", "SY1109", 5, 34, "A format is for dates and numbers only.", "Write dates as dd.MM.yyyy, numbers as 1.234,56.")]
    [InlineData("name: { from: id, compare: { tolerance: 1 } }", "SY1114", 5, 48, "name is text; only numbers have a tolerance.", "Remove the tolerance.")]
    [InlineData("name: { value: upper(lastname) }", "SY1101", 5, 29, "There is no column lastname in the source table s.", "Did you mean 'last_name'?")]
    [InlineData("name: { value: \"upper(last_name\" }", "SY1111", 5, 39, "The value of name is not valid SQL: syntax error at end of input.", "Write one DuckDB SQL expression, such as upper(last_name) || ', ' || first_name.")]
    [InlineData("name: { value: read_text(id) }", "SY1112", 5, 23, "The value of name may not use read_text.", "See docs/reference/project-file.md for what it may use.")]
    public async Task A_mistake_is_told_with_its_place(string column, string id, int line, int place, string message, string? advice)
    {
        var mistake = (await MistakesAsync($"columns:\n  k: id\n  {column}\n")).ShouldHaveSingleItem();

        (mistake.Id, mistake.Message, mistake.Advice).ShouldBe((id, message, advice));
        mistake.Location.ShouldBe(new SourceLocation("p.syncline.yaml", line + 1, place - 5));
    }

    [Theory]
    [InlineData("(select 1)")]
    [InlineData("sum(amount)")]
    [InlineData("sum(amount) over ()")]
    [InlineData("id, last_name")]
    [InlineData("id from s")]
    [InlineData("1; drop table source")]
    [InlineData("1;")]
    [InlineData("id as x")]
    [InlineData("*")]
    [InlineData("columns('id')")]
    [InlineData("source.id")]
    [InlineData("random()")]
    [InlineData("getenv('HOME')")]
    [InlineData("current_setting('home_directory')")]
    [InlineData("exists (select 1)")]
    [InlineData("list_transform([1], lambda x: x)")]
    [InlineData("?")]
    [InlineData("\"@row\"")]
    [InlineData("upper(amount, amount)")]
    [InlineData("id) from source where (true")]
    [InlineData("printf('%2000000000d', amount)")]
    [InlineData("format('{:>2000000000}', id)")]
    [InlineData("format('{:{}}', id, amount)")]
    [InlineData("printf(id, amount)")]
    [InlineData("printf('%*d', amount, amount)")]
    [InlineData("format('{0}{0}', format('{0}{0}', format('{0}{0}', format('{0}{0}', id))))")]
    [InlineData("lpad(id, 2000000000, 'x')")]
    [InlineData("rpad(id, amount::integer, 'x')")]
    [InlineData("replace(id, 'a', last_name)")]
    [InlineData("replace(replace(replace(replace(id, 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa')")]
    [InlineData("regexp_replace(regexp_replace(id, '', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'g'), '', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'g')")]
    [InlineData("hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(id)))))))))))")]
    [InlineData("levenshtein(id, last_name)")]
    [InlineData("id like last_name")]
    [InlineData("id ilike '%a%a%a%a%a%a%b'")]
    public async Task Anything_but_one_expression_over_the_row_is_refused(string sql)
    {
        var mistake = (await MistakesAsync($"columns:\n  k: id\n  name:\n    value: |\n      {sql}\n"))[0];

        mistake.Id.ShouldBeOneOf("SY1101", "SY1111", "SY1112");
        mistake.Location!.Line.ShouldBe(7);
    }

    [Theory]
    [InlineData("upper(last_name) || ', ' || coalesce(nullif(trim(gender), ''), '?')")]
    [InlineData("case gender when 'f' then 2 when 'm' then 1 else try_cast(gender as integer) end")]
    [InlineData("cast(amount as decimal(18, 2)) * 1.19 -- with tax")]
    [InlineData("case when last_name like 'A%' and amount between 1 and 2 or id in ('1', '2') or gender is not null then not true end")]
    [InlineData("strftime(strptime(id, '%d.%m.%Y') + interval 1 day, '%Y-%m-%d')")]
    [InlineData("date_trunc('month', id::date)")]
    [InlineData("regexp_replace(id, '[^0-9]', '', 'g')")]
    [InlineData("'constant'")]
    [InlineData("printf('%05d', amount) || format('{:>8}', id)")]
    [InlineData("lpad(id, 10, '0') || replace(id, 'a', 'b') || regexp_replace(id, 'a', 'b') || hex(id) || case when id like 'A%' escape '!' then 'x' else '' end")]
    [InlineData("regexp_replace(trim(id), '^(0+)', '', 'g')::varchar || (strptime(id, '%d.%m.%Y') + interval 1 day)::varchar")]
    public async Task What_a_row_can_tell_is_accepted(string sql)
    {
        var project = ProjectReader.Read(Head + $"columns:\n  k: id\n  name:\n    value: |\n      {sql}\n", "p.syncline.yaml", ProjectParameters.None);

        (await ProjectChecker.CheckAsync(project, source, target, TestContext.Current.CancellationToken))
            .ShouldBe(["t requires region, which no column fills: the server may refuse added rows."]);
    }

    [Fact]
    public async Task A_filter_that_the_source_does_not_understand_is_a_mistake()
    {
        var mistake = (await MistakesAsync("columns: { k: id }\nsource-filter: { odata: \"x eq 1\" }")).ShouldHaveSingleItem();

        (mistake.Id, mistake.Message, mistake.Advice).ShouldBe(("SY1108", "The connection a does not understand odata filters.", "Use a condition in SQL: source-filter: \"…\"."));
    }

    [Fact]
    public async Task All_mistakes_are_told_in_one_go()
    {
        var mistakes = await MistakesAsync("""
            columns: { k: ident, nam: id }
            source-filter: "lastname = 'x' and amount"
            target-filter: { odata: "x eq 1" }
            actions: { delete: deactivate }
            duplicates: newest(modified)
            """);

        mistakes.Select(mistake => (mistake.Id, mistake.Location!.Line)).ShouldBe([("SY1101", 4), ("SY1102", 4), ("SY1101", 5), ("SY1108", 6), ("SY1117", 7), ("SY1101", 8)]);
        mistakes[3].Message.ShouldBe("The connection b does not understand odata filters.");
    }

    [Fact]
    public async Task A_filter_must_be_a_condition()
    {
        (await MistakesAsync("columns: { k: id }\nsource-filter: last_name")).ShouldHaveSingleItem().Id.ShouldBe("SY1111");
    }

    [Fact]
    public async Task Binary_columns_are_no_keys()
    {
        var project = ProjectReader.Read(Head.Replace("key: k", "key: bytes", StringComparison.Ordinal) + "columns: { bytes: id }", "p.syncline.yaml", ProjectParameters.None);

        (await Should.ThrowAsync<ConfigurationException>(() => ProjectChecker.CheckAsync(project, source, target, TestContext.Current.CancellationToken))).Error.Id.ShouldBe("SY1115");
    }

    private const string Head = "source: { connection: a, table: s }\ntarget: { connection: b, table: t }\nkey: k\n";

    private async Task<IReadOnlyList<ErrorDetail>> MistakesAsync(string rest)
    {
        var project = ProjectReader.Read(Head + rest, "p.syncline.yaml", ProjectParameters.None);
        var error = (await Should.ThrowAsync<ConfigurationException>(() => ProjectChecker.CheckAsync(project, source, target, TestContext.Current.CancellationToken))).Error;
        return [error, .. error.Others];
    }
}
