using Syncline.Connectors.Databases.Tables;

namespace Syncline.Connectors.Databases.Tests.Tables;

public sealed class SqlFragmentTests
{
    [Theory]
    [InlineData("country = 'DE'")]
    [InlineData("name = 'a;b'")]
    [InlineData("name = 'it''s; -- not a comment'")]
    [InlineData("\"odd;name\" > (1 + (2))")]
    [InlineData("a -1 > b / 2")]
    [InlineData("price > $1")]
    public void One_condition_is_taken(string text) => SqlFragment.Fault(text, SqlQuoting.PostgreSql).ShouldBeNull();

    [Theory]
    [InlineData("a = 1; drop table t", "it holds a semicolon")]
    [InlineData("a = 1) or (1 = 1", "a bracket is closed that was not opened")]
    [InlineData("a = 1) union select (1", "a bracket is closed that was not opened")]
    [InlineData("1 = 1) or 1 = 1", "a bracket is closed that was not opened")]
    [InlineData("(a = 1", "a bracket is not closed")]
    [InlineData("a = 'open", "a quote is not closed")]
    [InlineData("a = \"open", "a quote is not closed")]
    [InlineData("a = 1 -- rest", "it holds a comment")]
    [InlineData("a = 1 /* rest", "it holds a comment")]
    [InlineData("a = $$x;$$", "it holds text in dollar quotes")]
    [InlineData("a = $tag$x$tag$", "it holds text in dollar quotes")]
    [InlineData("a = e'x\\'; drop table t; select ''", "a quote is not closed")]
    [InlineData("a = '\0'", "it holds a null character")]
    public void What_would_leave_its_brackets_is_refused(string text, string fault) =>
        SqlFragment.Fault(text, SqlQuoting.PostgreSql).ShouldNotBeNull().ShouldContain(fault);

    [Fact]
    public void A_backslash_escapes_a_quote_where_the_database_says_so()
    {
        SqlFragment.Fault(@"a = 'x\' or b = ';'", SqlQuoting.MySql).ShouldNotBeNull();
        SqlFragment.Fault(@"a = 'x\';b'", SqlQuoting.MySql).ShouldBeNull();
        SqlFragment.Fault(@"a = 'x\'", SqlQuoting.PostgreSql).ShouldBeNull();
        SqlFragment.Fault("a = 1 # rest", SqlQuoting.MySql).ShouldBe("it holds a comment");
    }

    [Theory]
    [InlineData("[']] = 1); drop table t; select (1 where '' = '", "SQL Server")]
    [InlineData("['] = 1); drop table t; select ('", "SQL Server")]
    [InlineData(@"a like'\'); drop table t; select ('", "SQL Server")]
    [InlineData("['] = 1); drop table t; select ('", "SQLite")]
    [InlineData(@"a like'\'); drop table t; select ('", "SQLite")]
    [InlineData(@"exists (select 1 as `\`)); drop table t; select (`", "MySQL")]
    [InlineData(@"name'\' = a) union select b from t where (c <> '", "PostgreSQL")]
    [InlineData("a = e'x'\n'\\'') union select b from t where (c <> '", "PostgreSQL")]
    [InlineData("`= 1) union select b from t where (c `= 2", "PostgreSQL")]
    public void What_is_no_quote_to_a_database_hides_nothing(string text, string product) => SqlFragment.Fault(text, Of(product)).ShouldNotBeNull();

    [Theory]
    [InlineData("[it's (odd;)] = 1", "SQL Server")]
    [InlineData("[it's (odd;)] = 1", "SQLite")]
    [InlineData("`a;\\` = 1", "MySQL")]
    [InlineData("tags[1] = 'x'", "PostgreSQL")]
    [InlineData("a = E'it\\'s;'", "PostgreSQL")]
    [InlineData("a in ('x', 'y')", "PostgreSQL")]
    public void What_a_database_quotes_may_hold_anything(string text, string product) => SqlFragment.Fault(text, Of(product)).ShouldBeNull();

    [Theory]
    [InlineData("select a from t", true)]
    [InlineData("  WITH x AS (SELECT 1) SELECT * FROM x", true)]
    [InlineData("select", false)]
    [InlineData("selection", false)]
    [InlineData("public.select", false)]
    public void A_table_that_begins_with_select_or_with_is_a_query(string table, bool isQuery) => SqlFragment.IsQuery(table).ShouldBe(isQuery);

    private static SqlQuoting Of(string product) => product switch
    {
        "PostgreSQL" => SqlQuoting.PostgreSql,
        "MySQL" => SqlQuoting.MySql,
        "SQLite" => SqlQuoting.Sqlite,
        _ => SqlQuoting.SqlServer,
    };
}
