using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Compliance.Suite;

/// <summary>Listing and describing tables.</summary>
public abstract partial class ConnectorCompliance
{
    [Fact]
    public async Task Tables_are_listed_once_each_in_ordinal_order()
    {
        await using var connection = await OpenAsync();

        var names = await ListAsync(connection, TableFilter.All);

        names.Count.ShouldBeGreaterThan(1);
        names.ShouldContain(Table);
        names.ShouldBe(names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_search_lists_the_tables_that_have_the_text_in_their_name()
    {
        await using var connection = await OpenAsync();
        var all = await connection.ListTablesAsync(TableFilter.All, Cancellation).ToListAsync(Cancellation);
        var search = new TableFilter { Search = Table[1..].ToUpperInvariant() };

        var found = await ListAsync(connection, search);

        found.ShouldContain(Table);
        found.ShouldBe(all.Where(search.Accepts).Select(table => table.Name));
        (await ListAsync(connection, new() { Search = "no table is called so" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_listed_table_can_be_described_under_its_name()
    {
        await using var connection = await OpenAsync();

        foreach (var name in await ListAsync(connection, TableFilter.All))
        {
            (await connection.DescribeTableAsync(name, Cancellation)).Name.ShouldBe(name);
        }
    }

    [Fact]
    public async Task Column_names_are_unique_without_regard_to_case()
    {
        var schema = await DescribeAsync();

        schema.Columns.Count.ShouldBeGreaterThan(1);
        schema.Columns.ShouldAllBe(column => column.Name.Length > 0 && !column.Name.StartsWith('@'));
        schema.Columns.Select(column => column.Name.ToUpperInvariant()).ShouldBeUnique();
    }

    [Fact]
    public async Task Keys_name_columns_that_are_there_and_the_primary_key_stands_first()
    {
        var schema = await DescribeAsync();

        schema.Find(KeyColumn).ShouldNotBeNull();
        foreach (var key in schema.Keys)
        {
            key.Columns.ShouldNotBeEmpty();
            key.Columns.ShouldAllBe(column => schema.Columns.Any(known => known.Name == column));
        }

        schema.Keys.Skip(1).ShouldAllBe(key => !key.IsPrimary);
        (schema.NameColumn is null || schema.Find(schema.NameColumn) is not null).ShouldBeTrue();
    }

    [Fact]
    public async Task Companions_explain_columns_that_are_there_and_are_never_written()
    {
        var schema = await DescribeAsync();

        var companions = schema.Columns.Where(column => column.CompanionOf is not null);

        companions.ShouldAllBe(column => schema.Find(column.CompanionOf!) != null && schema.Find(column.CompanionOf!)!.CompanionOf == null);
        companions.ShouldAllBe(column => column.Name.StartsWith(column.CompanionOf + ".", StringComparison.Ordinal));
        companions.ShouldAllBe(column => !column.CanInsert && !column.CanUpdate);
    }

    [Fact]
    public async Task Choices_have_options_and_lookups_have_targets()
    {
        var schema = await DescribeAsync();

        var own = schema.Columns.Where(column => column.CompanionOf is null);

        own.ShouldAllBe(column => column.Type.Choices.Count == 0 || column.Type.Kind == ColumnKind.Choice || column.Type.Kind == ColumnKind.Choices);
        own.ShouldAllBe(column => column.Type.LookupTargets.Count > 0 == (column.Type.Kind == ColumnKind.Lookup));
        own.ShouldAllBe(column => column.Type.Choices.Select(choice => choice.Value).Distinct().Count() == column.Type.Choices.Count);
    }

    [Fact]
    public async Task An_unknown_table_is_a_schema_error_whose_advice_names_the_nearest()
    {
        await using var connection = await OpenAsync();

        var described = (await Should.ThrowAsync<SchemaException>(async () => await connection.DescribeTableAsync(UnknownTable, Cancellation))).Error;
        var read = (await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, new() { Table = UnknownTable }))).Error;

        described.Message.ShouldContain(UnknownTable);
        described.Advice.ShouldNotBeNull().ShouldContain(Table);
        read.Id.ShouldBe(described.Id);
    }

    private async Task<TableSchema> DescribeAsync()
    {
        await using var connection = await OpenAsync();
        return await connection.DescribeTableAsync(Table, Cancellation);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(IConnection connection, TableFilter filter) =>
        await connection.ListTablesAsync(filter, Cancellation).Select(table => table.Name).ToListAsync(Cancellation);
}
