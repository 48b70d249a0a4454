using Microsoft.SqlServer.TransactSql.ScriptDom;
using Syncline.Connectors.Databases.Connecting;
using Syncline.Connectors.Databases.SqlServer;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using ColumnType = Syncline.Core.Tables.ColumnType;

namespace Syncline.Connectors.Databases.Tests.SqlServer;

/// <summary>
/// Every statement that is sent to SQL Server is Transact-SQL, as Microsoft's own parser reads it. Whether a server does with it what is meant is for
/// <c>SqlServerComplianceTests</c>, which need one.
/// </summary>
public sealed class TransactSqlTests
{
    private static readonly SqlServerDatabase Database = new(new ServerOptions { Host = "localhost", Port = 1433, Database = "crm", User = "sa", Tls = TlsMode.Off });

    public static TheoryData<string, bool, bool> Orders
    {
        get
        {
            var orders = new TheoryData<string, bool, bool>();
            foreach (var kind in Enum.GetNames<WriteKind>())
            {
                foreach (var hasVersion in new[] { false, true })
                {
                    orders.Add(kind, hasVersion, false);
                    orders.Add(kind, hasVersion, true);
                }
            }

            return orders;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Statements_that_write_a_row_are_one_batch_of_Transact_SQL(string kind, bool hasVersion, bool hasIdentity)
    {
        var table = Table(hasIdentity);
        using var rows = new RowBatchBuilder([.. table.Columns.Select(column => column.Schema)]).Build();
        var isInsert = kind == nameof(WriteKind.Insert);
        var order = new WriteOrder
        {
            Table = table,
            Kind = Enum.Parse<WriteKind>(kind),
            Batch = rows,
            Columns = table.Columns,
            Keys = isInsert ? [] : [0],
            Values = kind switch { nameof(WriteKind.Delete) => [], nameof(WriteKind.Update) => [1, 2], nameof(WriteKind.Insert) => [1, 2], _ => [0, 1, 2] },
            Versions = hasVersion && !isInsert ? ["0x01"] : null,
        };

        Parse(SqlServerStatements.Of(Database, order).Sql).ShouldBeOfType<TSqlScript>().Batches.Count.ShouldBe(1);
        if (isInsert)
        {
            Parse(SqlServerStatements.Of(Database, order with { Values = [0, 1] }).Sql);
        }
    }

    [Theory]
    [InlineData(WriteKind.Insert, false)]
    [InlineData(WriteKind.Insert, true)]
    [InlineData(WriteKind.Upsert, false)]
    [InlineData(WriteKind.Upsert, true)]
    public void The_key_that_the_database_makes_is_asked_back_in_a_way_that_tables_with_triggers_allow(WriteKind kind, bool hasIdentity)
    {
        var table = Table(hasIdentity);
        using var rows = new RowBatchBuilder([.. table.Columns.Select(column => column.Schema)]).Build();
        var statement = SqlServerStatements.Of(Database, new WriteOrder { Table = table, Kind = kind, Batch = rows, Columns = table.Columns, Keys = kind == WriteKind.Upsert ? [1] : [], Values = [1, 2] });

        statement.ReturnsId.ShouldBeTrue();
        var outputs = new OutputClauses();
        Parse(statement.Sql).Accept(outputs);
        outputs.WithoutTarget.ShouldBe(0, statement.Sql);
    }

    [Fact]
    public void Reads_are_Transact_SQL_with_every_word_quoted()
    {
        var table = Table(hasIdentity: false);
        var columns = string.Join(", ", table.Columns.Select(Database.ReadSql).Append(table.VersionSql));

        Parse(Database.Select(columns, $"{table.Sql} AS t", "(country = 'DE') AND (t.[select] = @p0)", 10));
        Parse(Database.Select("*", "(SELECT 1 AS a) AS t", condition: null, most: 0));
        Parse($"SELECT {Database.VersionSql([Column("number", "int"), Column("where", "nvarchar"), Column("place", "geography"), Column("other", "xml")])} FROM x AS t");
        Database.Quote("a]b").ShouldBe("[a]]b]");
    }

    [Theory]
    [InlineData(SqlServerCatalog.ListSql)]
    [InlineData(SqlServerCatalog.FindSql)]
    [InlineData(SqlServerCatalog.ColumnsSql)]
    [InlineData(SqlServerCatalog.KeysSql)]
    public void Questions_to_the_catalog_are_Transact_SQL(string sql) => Parse(sql);

    [Fact]
    public void Types_of_new_columns_are_Transact_SQL()
    {
        foreach (var kind in Enum.GetValues<ColumnKind>())
        {
            foreach (var isKey in new[] { false, true })
            {
                Parse($"CREATE TABLE {Database.QuoteTable("sales.contact")} ({Database.Quote("c")} {Database.TypeFor(ColumnType.Of(kind), isKey)})");
                Parse($"ALTER TABLE {Database.QuoteTable("contact")} {Database.AddColumn} {Database.Quote("c")} {Database.TypeFor(new ColumnType { Kind = kind, MaxLength = 100, Scale = 4 }, isKey)}");
            }
        }
    }

    /// <summary>Counts OUTPUT clauses that go to the client, which SQL Server refuses where a table has triggers.</summary>
    private sealed class OutputClauses : TSqlFragmentVisitor
    {
        public int WithoutTarget { get; private set; }

        public override void Visit(OutputClause node) => WithoutTarget++;
    }

    private static TSqlFragment Parse(string sql)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        errors.ShouldBeEmpty($"{sql}\n{string.Join('\n', errors.Select(error => error.Message))}");
        return fragment;
    }

    private static DatabaseColumn Column(string name, string type) => SqlServerTypes.Column(name, type, 100, 10, 2);

    private static DatabaseTable Table(bool hasIdentity)
    {
        DatabaseColumn[] columns = [Column("select", "int") with { IsIdentity = hasIdentity }, Column("na]me", "nvarchar"), Column("amount", "decimal")];
        return new DatabaseTable
        {
            Sql = Database.QuoteTable("dbo.Odd Name"),
            Columns = columns,
            VersionSql = Database.VersionSql(columns),
            IsTable = true,
            Schema = new TableSchema
            {
                Summary = new TableSummary { Name = "dbo.Odd Name" },
                Columns = [.. columns.Select(column => column.Schema)],
                Keys = [new TableKey("PK", ["select"], IsPrimary: true)],
            },
        };
    }
}
