using System.Collections;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Compliance.Suite;

/// <summary>What every connector that writes must keep of <see cref="IRowWriter"/>, besides <see cref="ConnectorCompliance"/>.</summary>
public abstract class WritingCompliance : ConnectorCompliance
{
    /// <summary>The table to write to.</summary>
    protected abstract WritableTable Target { get; }

    private string[] AllColumns => [Target.KeyColumn, Target.TextColumn, Target.OptionalColumn];

    [Fact]
    public async Task Inserted_rows_are_read_back_as_they_were_sent()
    {
        await using var connection = await OpenAsync();
        var (first, second) = await NewKeysAsync(connection);

        var outcomes = await WriteAsync(connection, WriteKind.Insert, AllColumns, [first, "Ölmühle 漢 \"😀\"", "a\nb"], [second, "Two", null]);

        outcomes.ShouldBe([RowStatus.Done, RowStatus.Done]);
        (await RowAsync(connection, first)).ShouldBe([first, "Ölmühle 漢 \"😀\"", "a\nb"]);
        (await RowAsync(connection, second)).ShouldBe([second, "Two", null]);
    }

    [Fact]
    public async Task A_bad_row_fails_alone_at_its_index_whatever_the_operation()
    {
        await using var connection = await OpenAsync();
        var (first, second) = await NewKeysAsync(connection);
        var (bad, third) = await NewKeysAsync(connection);
        object?[][] Rows(string text) => [[first, text, null], [bad, Target.BadText, null], [second, text, null], [third, text, null]];

        foreach (var kind in new[] { WriteKind.Insert, WriteKind.Update, WriteKind.Upsert })
        {
            var outcomes = await WriteAsync(connection, kind, AllColumns, Rows($"by {kind}"));

            outcomes.ShouldBe([RowStatus.Done, RowStatus.Failed, RowStatus.Done, RowStatus.Done], kind.ToString());
            (await RowAsync(connection, bad)).ShouldBeNull();
            foreach (var key in new[] { first, second, third })
            {
                (await RowAsync(connection, key)).ShouldBe([key, $"by {kind}", null]);
            }
        }
    }

    [Fact]
    public async Task Updating_a_missing_row_is_not_done_and_makes_none()
    {
        await using var connection = await OpenAsync();
        var (present, missing) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [present, "Before", null]);

        var outcomes = await WriteAsync(connection, WriteKind.Update, AllColumns, [missing, "Ghost", null], [present, "After", null]);

        outcomes[0].ShouldBeOneOf(RowStatus.Failed, RowStatus.Conflict);
        outcomes[1].ShouldBe(RowStatus.Done);
        (await RowAsync(connection, missing)).ShouldBeNull();
        (await RowAsync(connection, present)).ShouldBe([present, "After", null]);
    }

    [Fact]
    public async Task Upsert_changes_the_row_that_is_there_and_makes_the_one_that_is_not()
    {
        await using var connection = await OpenAsync();
        var (present, missing) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [present, "Before", "stays"]);
        using var rows = await RowsAsync(connection, [Target.KeyColumn, Target.TextColumn], [present, "After"], [missing, "New"]);

        var outcomes = (await connection.Writer!.WriteAsync(Batch(WriteKind.Upsert, rows), Cancellation)).Outcomes;

        outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        outcomes[0].Inserted.ShouldNotBe(true);
        outcomes[1].Inserted.ShouldNotBe(false);
        (await RowAsync(connection, present)).ShouldBe([present, "After", "stays"]);
        (await RowAsync(connection, missing)).ShouldBe([missing, "New", null]);
    }

    [Fact]
    public async Task Deleting_removes_the_row_and_a_row_that_is_gone_counts_as_done()
    {
        await using var connection = await OpenAsync();
        var (present, missing) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [present, "Short-lived", null]);

        var outcomes = await WriteAsync(connection, WriteKind.Delete, [Target.KeyColumn], [missing], [present]);
        var again = await WriteAsync(connection, WriteKind.Delete, [Target.KeyColumn], [present]);

        outcomes.ShouldBe([RowStatus.Done, RowStatus.Done]);
        again.ShouldBe([RowStatus.Done]);
        (await RowAsync(connection, present)).ShouldBeNull();
    }

    [Fact]
    public async Task Inserting_the_same_key_twice_is_done_once()
    {
        await using var connection = await OpenAsync();
        var (key, other) = await NewKeysAsync(connection);

        var first = await WriteAsync(connection, WriteKind.Insert, AllColumns, [key, "First", null]);
        var second = await WriteAsync(connection, WriteKind.Insert, AllColumns, [key, "Second", null], [other, "Other", null]);

        first.ShouldBe([RowStatus.Done]);
        second.ShouldBe([RowStatus.Failed, RowStatus.Done]);
        (await RowAsync(connection, key)).ShouldBe([key, "First", null]);
    }

    [Fact]
    public async Task Only_cells_that_are_sent_are_changed()
    {
        await using var connection = await OpenAsync();
        var (first, second) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [first, "One", "old"], [second, "Two", "old"]);
        using var rows = await RowsAsync(connection, AllColumns, [first, "not sent", "new"], [second, "Sent", null]);
        var sent = new[] { new BitArray([true, false, true]), new BitArray([true, true, false]) };

        var result = await connection.Writer!.WriteAsync(Batch(WriteKind.Update, rows) with { Sent = sent }, Cancellation);

        result.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Done]);
        (await RowAsync(connection, first)).ShouldBe([first, "One", "new"]);
        (await RowAsync(connection, second)).ShouldBe([second, "Sent", "old"]);
    }

    [Fact]
    public async Task Null_clears_a_cell()
    {
        await using var connection = await OpenAsync();
        var (key, _) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [key, "Kept", "cleared"]);

        var outcomes = await WriteAsync(connection, WriteKind.Update, [Target.KeyColumn, Target.OptionalColumn], [key, null]);

        outcomes.ShouldBe([RowStatus.Done]);
        (await RowAsync(connection, key)).ShouldBe([key, "Kept", null]);
    }

    [Fact]
    public async Task A_row_that_no_longer_has_the_version_expected_is_a_conflict_and_stays()
    {
        await using var connection = await OpenAsync();
        if (!connection.Capabilities.RowVersions)
        {
            return; // Held by the test below: such a demand must not be ignored.
        }

        var (changed, untouched) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [changed, "v1", null], [untouched, "v1", null]);
        string[] versions = [await VersionAsync(connection, changed), await VersionAsync(connection, untouched)];
        await WriteAsync(connection, WriteKind.Update, AllColumns, [changed, "v2", null]);
        using var updates = await RowsAsync(connection, AllColumns, [changed, "v3", null], [untouched, "v3", null]);
        using var deletes = await RowsAsync(connection, [Target.KeyColumn], [changed]);

        var updated = await connection.Writer!.WriteAsync(Batch(WriteKind.Update, updates) with { ExpectedVersions = versions }, Cancellation);
        var deleted = await connection.Writer!.WriteAsync(Batch(WriteKind.Delete, deletes) with { ExpectedVersions = versions[..1] }, Cancellation);

        updated.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Conflict, RowStatus.Done]);
        deleted.Outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Conflict]);
        (await RowAsync(connection, changed)).ShouldBe([changed, "v2", null]);
        (await RowAsync(connection, untouched)).ShouldBe([untouched, "v3", null]);
    }

    [Fact]
    public async Task A_version_that_no_row_ever_had_is_never_ignored()
    {
        await using var connection = await OpenAsync();
        var (key, _) = await NewKeysAsync(connection);
        await WriteAsync(connection, WriteKind.Insert, AllColumns, [key, "Before", null]);
        using var rows = await RowsAsync(connection, AllColumns, [key, "After", null]);

        var result = await connection.Writer!.WriteAsync(Batch(WriteKind.Update, rows) with { ExpectedVersions = ["W/\"0\""] }, Cancellation);

        result.Outcomes.Select(outcome => outcome.Status).ShouldBe([connection.Capabilities.RowVersions ? RowStatus.Conflict : RowStatus.Failed]);
        (await RowAsync(connection, key)).ShouldBe([key, "Before", null]);
    }

    [Fact]
    public async Task Batches_at_the_same_time_all_arrive()
    {
        await using var connection = await OpenAsync();
        var keys = new List<object>();
        for (var i = 0; i < 4; i++)
        {
            var (first, second) = await NewKeysAsync(connection);
            keys.AddRange([first, second]);
        }

        var written = await Task.WhenAll(keys.Chunk(2).Select(pair => WriteAsync(connection, WriteKind.Insert, AllColumns, [.. pair.Select(key => new[] { key, "Together", null })])));

        written.SelectMany(outcomes => outcomes).ShouldAllBe(status => status == RowStatus.Done);
        foreach (var key in keys)
        {
            (await RowAsync(connection, key)).ShouldBe([key, "Together", null]);
        }
    }

    [Fact]
    public async Task A_batch_for_an_unknown_table_is_a_schema_error()
    {
        await using var connection = await OpenAsync();
        var (key, _) = await NewKeysAsync(connection);
        using var rows = await RowsAsync(connection, AllColumns, [key, "Nowhere", null]);

        await Should.ThrowAsync<SchemaException>(async () => await connection.Writer!.WriteAsync(Batch(WriteKind.Upsert, rows) with { Table = UnknownTable }, Cancellation));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_before_it_starts_writes_nothing()
    {
        await using var connection = await OpenAsync();
        var (key, _) = await NewKeysAsync(connection);
        using var rows = await RowsAsync(connection, AllColumns, [key, "Cancelled", null]);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await connection.Writer!.WriteAsync(Batch(WriteKind.Upsert, rows), new CancellationToken(canceled: true)));

        (await RowAsync(connection, key)).ShouldBeNull();
    }

    private async Task<IReadOnlyList<RowStatus>> WriteAsync(IConnection connection, WriteKind kind, string[] columns, params object?[][] values)
    {
        using var rows = await RowsAsync(connection, columns, values);
        var outcomes = (await connection.Writer!.WriteAsync(Batch(kind, rows), Cancellation)).Outcomes;
        outcomes.Count.ShouldBe(values.Length, "one outcome per row");
        outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done == (outcome.Error == null));
        outcomes.ShouldAllBe(outcome => outcome.Error == null || (outcome.Error.Phase == ErrorPhase.Write && outcome.Error.Message.Length > 0));
        return [.. outcomes.Select(outcome => outcome.Status)];
    }

    private WriteBatch Batch(WriteKind kind, RowBatch rows) =>
        new() { Table = Target.Name, Kind = kind, Rows = rows, KeyColumns = kind == WriteKind.Insert ? [] : [Target.KeyColumn] };

    private async Task<RowBatch> RowsAsync(IConnection connection, string[] columns, params object?[][] values)
    {
        var schema = await connection.DescribeTableAsync(Target.Name, Cancellation);
        var builder = new RowBatchBuilder([.. columns.Select(column => schema.Find(column)!)]);
        foreach (var row in values)
        {
            builder.AppendRow(row);
        }

        return builder.Build();
    }

    private async Task<object?[]?> RowAsync(IConnection connection, object key, params string[] more) =>
        (await ReadAsync(connection, new ReadRequest { Table = Target.Name, Columns = [.. AllColumns, .. more] })).SingleOrDefault(row => Equals(row[0], key));

    private async Task<string> VersionAsync(IConnection connection, object key) =>
        (string)(await RowAsync(connection, key, ReadRequest.RowVersionColumn))![3]!;

    private async Task<(object First, object Second)> NewKeysAsync(IConnection connection)
    {
        var kind = (await connection.DescribeTableAsync(Target.Name, Cancellation)).Find(Target.KeyColumn)!.Type.Kind;
        object New() => kind switch
        {
            ColumnKind.Text => $"K-{Guid.NewGuid():N}"[..16],
            ColumnKind.Guid => Guid.CreateVersion7(),
            ColumnKind.Integer => (long)(uint)Guid.NewGuid().GetHashCode(),
            _ => throw new NotSupportedException($"No keys are made for columns of kind {kind}."),
        };
        return (New(), New());
    }
}
