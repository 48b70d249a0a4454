using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Compliance.Suite;

/// <summary>Reading rows.</summary>
public abstract partial class ConnectorCompliance
{
    [Fact]
    public async Task Reading_gives_exactly_the_columns_asked_for_in_that_order()
    {
        await using var connection = await OpenAsync();
        string[] asked = [.. ReadableColumns(await connection.DescribeTableAsync(Table, Cancellation)).Reverse().Take(5)];

        await foreach (var batch in connection.ReadAsync(new() { Table = Table, Columns = asked }, Cancellation))
        {
            using (batch)
            {
                batch.Columns.Select(column => column.Name).ShouldBe(asked);
                batch.Data.Schema.FieldsList.Select(field => field.Name).ShouldBe(asked);
            }
        }
    }

    [Fact]
    public async Task Reading_one_column_gives_the_same_values_as_reading_all()
    {
        await using var connection = await OpenAsync();
        var columns = ReadableColumns(await connection.DescribeTableAsync(Table, Cancellation));
        var all = await ReadAsync(connection, new() { Table = Table });

        var one = await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn] });

        all.Count.ShouldBeGreaterThanOrEqualTo(3);
        all.ShouldAllBe(row => row.Length == columns.Length);
        Lines(one).ShouldBe(Lines(all.Select(row => new[] { row[Array.IndexOf(columns, KeyColumn)] })));
        Lines(one).ShouldBeUnique();
    }

    [Fact]
    public async Task Two_reads_give_the_same_rows_whatever_the_batch_size()
    {
        await using var connection = await OpenAsync();

        var first = await ReadAsync(connection, new() { Table = Table });
        var second = await ReadAsync(connection, new() { Table = Table, BatchSize = 2 });

        Lines(second).ShouldBe(Lines(first));
    }

    [Fact]
    public async Task Every_batch_has_the_arrow_types_of_its_columns()
    {
        await using var connection = await OpenAsync();
        var schema = await connection.DescribeTableAsync(Table, Cancellation);

        await foreach (var batch in connection.ReadAsync(new() { Table = Table }, Cancellation))
        {
            using (batch)
            {
                batch.Data.ColumnCount.ShouldBe(batch.Columns.Count);
                for (var i = 0; i < batch.Columns.Count; i++)
                {
                    var described = schema.Find(batch.Columns[i].Name).ShouldNotBeNull();
                    batch.Columns[i].Type.Kind.ShouldBe(described.Type.Kind, described.Name);
                    var wanted = ArrowTypes.Of(described.Type).ToString();
                    batch.Data.Schema.GetFieldByIndex(i).DataType.ToString().ShouldBe(wanted, described.Name);
                    batch.Data.Column(i).Data.DataType.ToString().ShouldBe(wanted, described.Name);
                    batch.Data.Column(i).Length.ShouldBe(batch.RowCount, described.Name);
                }
            }
        }
    }

    [Fact]
    public async Task No_more_rows_are_read_than_asked_for()
    {
        await using var connection = await OpenAsync();
        var count = (await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn] })).Count;

        foreach (var most in new[] { 0, 1, count - 1, count, count + 10 })
        {
            var read = await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn], MaxRows = most });
            var inSmallBatches = await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn], MaxRows = most, BatchSize = 1 });

            read.Count.ShouldBe(Math.Min(most, count), $"MaxRows {most} of {count}");
            inSmallBatches.Count.ShouldBe(Math.Min(most, count), $"MaxRows {most} of {count}, one at a time");
        }
    }

    [Fact]
    public async Task An_unknown_column_is_a_schema_error_that_names_it()
    {
        await using var connection = await OpenAsync();

        var error = (await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn, KeyColumn + "x"] }))).Error;

        error.Message.ShouldContain(KeyColumn + "x");
        error.Advice.ShouldNotBeNull().ShouldContain(KeyColumn);
    }

    [Fact]
    public async Task A_filter_in_a_language_that_is_not_offered_is_refused()
    {
        await using var connection = await OpenAsync();
        var request = new ReadRequest { Table = Table, Filter = new NativeFilter("no-such-language", "true") };

        connection.Capabilities.FilterLanguages.ShouldNotContain("no-such-language");
        await Should.ThrowAsync<SynclineException>(() => ReadAsync(connection, request));
    }

    [Fact]
    public async Task A_read_by_keys_gives_only_their_rows_and_is_refused_where_it_is_not_offered()
    {
        await using var connection = await OpenAsync();
        var keys = (await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn] })).Take(2).Select(row => row[0]!).ToList();
        var request = new ReadRequest { Table = Table, Columns = [KeyColumn], Keys = new KeyFilter([KeyColumn], [[keys[0]], [keys[1]], [keys[0]]]) };

        if (connection.Capabilities.ReadByKeys)
        {
            Lines(await ReadAsync(connection, request)).ShouldBe(Lines(keys.Select(key => new[] { key })));
        }
        else
        {
            await Should.ThrowAsync<SynclineException>(() => ReadAsync(connection, request));
        }
    }

    [Fact]
    public async Task A_read_by_a_text_that_is_no_key_gives_every_row_that_has_it_once_also_in_another_case_where_the_column_says_so()
    {
        await using var connection = await OpenAsync();
        if (!connection.Capabilities.ReadByKeys)
        {
            return; // the test above says what happens then
        }

        var schema = await connection.DescribeTableAsync(Table, Cancellation);
        ColumnSchema[] texts = [.. schema.Columns.Where(column => column is { CanRead: true, CompanionOf: null, IsOnRequest: false, Type.Kind: ColumnKind.Text } && column.Name != KeyColumn)];
        var rows = await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn, .. texts.Select(column => column.Name)] });
        var searched = texts.Index().Where(text => rows.Any(row => IsPlain(row[text.Index + 1]))).Take(3).ToList();
        foreach (var (i, column) in searched)
        {
            var value = (string)rows.First(row => IsPlain(row[i + 1]))[i + 1]!;
            var having = rows.Where(row => Equals(row[i + 1], value)).Select(row => row[0]).ToList();
            foreach (var asked in column.IsFoundInAnyCase ? (string[])[value, value.ToUpperInvariant(), value.ToLowerInvariant()] : [value])
            {
                var request = new ReadRequest { Table = Table, Columns = [KeyColumn, column.Name], Keys = new KeyFilter([column.Name], [[asked], ["no such text"]]) };

                List<object?> found;
                try
                {
                    found = [.. (await ReadAsync(connection, request)).Select(row => row[0])];
                }
                catch (SynclineException refused) when (refused is SchemaException or ReadException)
                {
                    continue; // not every system searches by every column; then it says so
                }

                found.ShouldBeUnique();
                having.ShouldBeSubsetOf(found, $"{column.Name} = {asked}");
                found.Count.ShouldBeLessThanOrEqualTo(rows.Count(row => string.Equals((row[i + 1] as string)?.Trim(), value.Trim(), StringComparison.OrdinalIgnoreCase)));
            }
        }

        static bool IsPlain(object? value) => value is string { Length: > 0 and < 100 } text && text.Trim() == text && text.All(letter => letter is >= ' ' and <= '~');
    }

    [Fact]
    public async Task A_read_that_is_cancelled_before_it_starts_reads_nothing()
    {
        await using var connection = await OpenAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => ReadAsync(connection, new() { Table = Table }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_read_that_is_cancelled_on_its_way_ends_so_and_leaves_nothing_open()
    {
        await using var connection = await OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in connection.ReadAsync(new() { Table = Table, BatchSize = 1 }, cancel.Token))
            {
                batch.Dispose();
                await cancel.CancelAsync();
            }
        });

        await RequireNothingOpenAsync(connection);
    }

    [Fact]
    public async Task A_read_that_is_given_up_leaves_nothing_open()
    {
        await using var connection = await OpenAsync();

        await foreach (var batch in connection.ReadAsync(new() { Table = Table, BatchSize = 1 }, Cancellation))
        {
            batch.Dispose();
            break;
        }

        await RequireNothingOpenAsync(connection);
    }

    [Fact]
    public async Task Reads_at_the_same_time_do_not_disturb_each_other()
    {
        await using var connection = await OpenAsync();
        var alone = Lines(await ReadAsync(connection, new() { Table = Table }));

        var together = await Task.WhenAll(Enumerable.Range(1, 4).Select(size => ReadAsync(connection, new() { Table = Table, BatchSize = size })));

        foreach (var rows in together)
        {
            Lines(rows).ShouldBe(alone);
        }
    }

    [Fact]
    public async Task Row_versions_are_there_exactly_when_the_capabilities_say_so()
    {
        await using var connection = await OpenAsync();
        await RequireExtraColumnAsync(connection.Capabilities.RowVersions, ReadRequest.RowVersionColumn);
    }

    [Fact]
    public async Task Line_numbers_are_there_exactly_when_the_capabilities_say_so()
    {
        await using var connection = await OpenAsync();
        await RequireExtraColumnAsync(connection.Capabilities.LineNumbers, ReadRequest.LineColumn);
    }

    private async Task RequireExtraColumnAsync(bool isOffered, string column)
    {
        await using var connection = await OpenAsync();
        var request = new ReadRequest { Table = Table, Columns = [KeyColumn, column] };
        if (isOffered)
        {
            var wanted = column == ReadRequest.LineColumn ? typeof(long) : typeof(string);
            (await ReadAsync(connection, request)).ShouldAllBe(row => row[1] != null && row[1]!.GetType() == wanted);
        }
        else
        {
            await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, request));
        }
    }
}
