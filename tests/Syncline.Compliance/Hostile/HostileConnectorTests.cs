using System.Reflection;
using Syncline.Compliance.Memory;
using Syncline.Compliance.Suite;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Hostile;

/// <summary>The suite itself under test: each lie is caught, by the tests whose names say so and by no others.</summary>
public sealed class HostileConnectorTests
{
    public static TheoryData<Lie, string[]> Lies => new()
    {
        { Lie.None, [] },
        { Lie.TableTwice, [nameof(WritingCompliance.Tables_are_listed_once_each_in_ordinal_order)] },
        { Lie.InventedTable, [nameof(WritingCompliance.An_unknown_table_is_a_schema_error_whose_advice_names_the_nearest)] },
        { Lie.ColumnOrder, [nameof(WritingCompliance.Reading_gives_exactly_the_columns_asked_for_in_that_order)] },
        {
            Lie.LostRow,
            [
                nameof(WritingCompliance.No_more_rows_are_read_than_asked_for),
                nameof(WritingCompliance.Reads_at_the_same_time_do_not_disturb_each_other),
                nameof(WritingCompliance.Two_reads_give_the_same_rows_whatever_the_batch_size),
            ]
        },
        { Lie.NoLimit, [nameof(WritingCompliance.No_more_rows_are_read_than_asked_for)] },
        {
            Lie.DeafToCancel,
            [
                nameof(WritingCompliance.A_read_that_is_cancelled_before_it_starts_reads_nothing),
                nameof(WritingCompliance.A_read_that_is_cancelled_on_its_way_ends_so_and_leaves_nothing_open),
                nameof(WritingCompliance.A_write_that_is_cancelled_before_it_starts_writes_nothing),
            ]
        },
        {
            Lie.AlwaysDone,
            [
                nameof(WritingCompliance.A_bad_row_fails_alone_at_its_index_whatever_the_operation),
                nameof(WritingCompliance.A_row_that_no_longer_has_the_version_expected_is_a_conflict_and_stays),
                nameof(WritingCompliance.A_version_that_no_row_ever_had_is_never_ignored),
                nameof(WritingCompliance.Inserting_the_same_key_twice_is_done_once),
                nameof(WritingCompliance.Updating_a_missing_row_is_not_done_and_makes_none),
            ]
        },
        {
            Lie.OutcomesReversed,
            [
                nameof(WritingCompliance.A_bad_row_fails_alone_at_its_index_whatever_the_operation),
                nameof(WritingCompliance.A_row_that_no_longer_has_the_version_expected_is_a_conflict_and_stays),
                nameof(WritingCompliance.Inserting_the_same_key_twice_is_done_once),
                nameof(WritingCompliance.Updating_a_missing_row_is_not_done_and_makes_none),
                nameof(WritingCompliance.Upsert_changes_the_row_that_is_there_and_makes_the_one_that_is_not),
            ]
        },
        { Lie.SendsEverything, [nameof(WritingCompliance.Only_cells_that_are_sent_are_changed)] },
        {
            Lie.NoVersionCheck,
            [
                nameof(WritingCompliance.A_row_that_no_longer_has_the_version_expected_is_a_conflict_and_stays),
                nameof(WritingCompliance.A_version_that_no_row_ever_had_is_never_ignored),
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Each_lie_is_caught(Lie lie, string[] tests)
    {
        var caught = new List<string>();
        var facts = typeof(WritingCompliance)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null);
        foreach (var fact in facts)
        {
            try
            {
                await ((fact.Invoke(new HostileSuite(lie), null) as Task) ?? Task.CompletedTask);
            }
            catch (Exception exception) when (exception is ShouldAssertException or InvalidOperationException or NullReferenceException)
            {
                caught.Add(fact.Name);
            }
        }

        caught.Order(StringComparer.Ordinal).ShouldBe(tests.Order(StringComparer.Ordinal), lie.ToString());
    }

    private sealed class HostileSuite(Lie lie) : WritingCompliance
    {
        protected override IConnector Connector { get; } = new HostileConnector(new MemoryConnector(SampleStore.Create()), lie);

        protected override ConnectionSettings Settings => new()
        {
            Name = "hostile",
            Connector = "memory",
            Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["store"] = "projects" },
        };

        protected override string Table => "project";

        protected override string KeyColumn => "code";

        protected override (string Option, string Value) WrongOption => ("store", "project");

        protected override WritableTable Target => new("task", "code", "title", "note", BadText: new string('x', 41));
    }
}
