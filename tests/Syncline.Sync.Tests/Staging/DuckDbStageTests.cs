using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Tests.Staging;

public sealed class DuckDbStageTests
{
    private static readonly ColumnSchema[] EveryKind =
    [
        Column("text", ColumnKind.Text), Column("whole", ColumnKind.Integer), new() { Name = "exact", Type = new() { Kind = ColumnKind.Decimal, Scale = 4 } },
        new() { Name = "money", Type = new() { Kind = ColumnKind.Money, Scale = 2 } }, Column("double", ColumnKind.Double), Column("flag", ColumnKind.Boolean),
        Column("moment", ColumnKind.DateTime), Column("local", ColumnKind.LocalDateTime), Column("date", ColumnKind.Date), Column("time", ColumnKind.Time),
        Column("id", ColumnKind.Guid), Column("lookup", ColumnKind.Lookup), Column("choice", ColumnKind.Choice), Column("choices", ColumnKind.Choices),
        Column("bytes", ColumnKind.Binary),
    ];

    private static readonly object?[] Values =
    [
        "Zoë 🙂 with more than twelve bytes", -7L, -12345678901234567.8901m, 0.05m, 1.5e-300, true, new DateTime(1969, 12, 31, 23, 59, 58, DateTimeKind.Utc).AddMicroseconds(1),
        new DateTime(2024, 2, 29, 12, 0, 0), new DateOnly(1583, 1, 1), new TimeOnly(23, 59, 59, 999), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100"), 100_000_001, "1,4", new byte[] { 0, 255 },
    ];

    private static readonly string[] Texts =
    [
        "Zoë 🙂 with more than twelve bytes", "-7", "-12345678901234567.8901", "0.05", "1.5e-300", "true", "1969-12-31 23:59:58.000001+00", "2024-02-29 12:00:00", "1583-01-01",
        "23:59:59.999", "00112233-4455-6677-8899-aabbccddeeff", "ffeeddcc-bbaa-9988-7766-554433221100", "100000001", "1,4", "\\x00\\xFF",
    ];

    [Fact]
    public async Task Every_kind_arrives_as_it_was_with_nulls_between_over_many_vectors()
    {
        var token = TestContext.Current.CancellationToken;
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), token);

        var rows = await stage.LoadAsync("t", EveryKind, Batches(3, 3001), progress: null, token);

        rows.ShouldBe(9003);
        (await stage.ScalarAsync<long>("SELECT sum(\"@row\")::BIGINT FROM t", token)).ShouldBe(9003L * 9004 / 2);
        for (var i = 0; i < EveryKind.Length; i++)
        {
            var name = EveryKind[i].Name;
            var found = await stage.QueryAsync(
                $"SELECT \"{name}\"::VARCHAR, count(*), min((\"@row\" - 1) % 3001 % 3), max((\"@row\" - 1) % 3001 % 3) FROM t GROUP BY 1 ORDER BY 2",
                row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
                token);
            found.ShouldBe([(null, 3 * 1000, 2L, 2L), (Texts[i], 3 * 2001, 0L, 1L)], name);
        }
    }

    [Fact]
    public async Task A_batch_of_another_type_is_refused()
    {
        var token = TestContext.Current.CancellationToken;
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), token);

        await Should.ThrowAsync<InvalidOperationException>(() => stage.LoadAsync("t", [EveryKind[0] with { Type = ColumnType.Of(ColumnKind.Integer) }, .. EveryKind[1..]], Batches(1, 1), null, token));
    }

    [Fact]
    public async Task A_reader_that_breaks_off_breaks_the_load()
    {
        var token = TestContext.Current.CancellationToken;
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), token);

        await Should.ThrowAsync<TimeoutException>(() => stage.LoadAsync("t", EveryKind, Broken(), null, token));
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("SELECT * FROM '/etc/hostname'")]
    [InlineData("COPY (SELECT 1) TO '/tmp/syncline-lockdown.csv'")]
    [InlineData("ATTACH '/tmp/syncline-lockdown.duckdb' AS other")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET memory_limit = '100GB'")]
    [InlineData("SET enable_external_access = true")]
    public async Task Locked_down_nothing_outside_can_be_reached(string sql)
    {
        var token = TestContext.Current.CancellationToken;
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), token);

        await stage.LockDownAsync(token);

        (await Should.ThrowAsync<MappingException>(() => stage.ExecuteAsync(sql, token))).Error.ServerText!.ShouldMatch("(?i)disabled|locked|not allowed|permission|does not exist");
    }

    [Fact]
    public async Task The_folder_is_private_and_goes_away()
    {
        var token = TestContext.Current.CancellationToken;
        var work = Directory.CreateTempSubdirectory("syncline-test-");
        var stage = await DuckDbStage.OpenAsync(new StageOptions { WorkFolder = work.FullName }, token);

        var folder = work.GetDirectories().ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.FullName).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await stage.DisposeAsync();
        work.GetDirectories().ShouldBeEmpty();
        work.Delete();
    }

    [Fact]
    public async Task A_running_statement_stops_when_it_is_cancelled()
    {
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), TestContext.Current.CancellationToken);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var endless = stage.ScalarAsync<double>("SELECT sum(sin(a.range * b.range)) FROM range(10000000) a, range(10000000) b", source.Token);

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => endless);
    }

    /// <summary>The engine forgets an interrupt that comes just before it begins: over many tries some come at that moment.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_cancellation_is_heard_at_whatever_moment_it_comes()
    {
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), TestContext.Current.CancellationToken);
        for (var spins = 0; spins < 400; spins++)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var endless = stage.ScalarAsync<double>("SELECT sum(sin(a.range * b.range)) FROM range(10000000) a, range(10000000) b", source.Token);
            for (var i = 0; i < spins * 10_000; i++)
            {
                GC.KeepAlive(source);
            }

            await source.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => endless);
        }
    }

    private static ColumnSchema Column(string name, ColumnKind kind) => new() { Name = name, Type = ColumnType.Of(kind) };

    private static async IAsyncEnumerable<RowBatch> Batches(int batches, int rows)
    {
        await Task.Yield();
        for (var batch = 0; batch < batches; batch++)
        {
            var builder = new RowBatchBuilder(EveryKind);
            for (var row = 0; row < rows; row++)
            {
                builder.AppendRow(row % 3 == 2 ? new object?[EveryKind.Length] : Values);
            }

            yield return builder.Build();
        }
    }

    private static async IAsyncEnumerable<RowBatch> Broken()
    {
        await foreach (var batch in Batches(1, 5000))
        {
            yield return batch;
        }

        throw new TimeoutException();
    }
}
