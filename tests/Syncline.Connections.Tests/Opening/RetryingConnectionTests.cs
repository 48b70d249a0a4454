using Syncline.Connections.Http;
using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connections.Tests.Opening;

public sealed class RetryingConnectionTests
{
    private static readonly HttpPipelineOptions Options = new() { Retries = 3, BaseDelay = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Recovery.Retry, ErrorPhase.Read, 3)]
    [InlineData(Recovery.Retry, ErrorPhase.Connection, 3)]
    [InlineData(Recovery.Reconnect, ErrorPhase.Read, 3)]
    public async Task A_read_that_gave_no_row_is_tried_again_after_a_passing_trouble(Recovery recovery, ErrorPhase phase, int attempts)
    {
        await using var troubled = new Troubled(batchesBefore: 0, Error(recovery, phase), Error(recovery, phase));
        await using var connection = new RetryingConnection(troubled, Options);

        (await CountAsync(connection)).ShouldBe(2);
        troubled.Reads.ShouldBe(attempts);
    }

    [Theory]
    [InlineData(Recovery.Stop, ErrorPhase.Read)]
    [InlineData(Recovery.SignInAgain, ErrorPhase.SignIn)]
    [InlineData(Recovery.Reconnect, ErrorPhase.Connection)]
    public async Task Other_troubles_are_told_at_once(Recovery recovery, ErrorPhase phase)
    {
        await using var troubled = new Troubled(batchesBefore: 0, Error(recovery, phase));
        await using var connection = new RetryingConnection(troubled, Options);

        await Should.ThrowAsync<SynclineException>(() => CountAsync(connection));
        troubled.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task A_read_that_gave_rows_is_not_begun_again()
    {
        await using var troubled = new Troubled(batchesBefore: 1, Error(Recovery.Retry, ErrorPhase.Read));
        await using var connection = new RetryingConnection(troubled, Options);

        await Should.ThrowAsync<SynclineException>(() => CountAsync(connection));
        troubled.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_was_there_and_restarts_is_waited_for()
    {
        await using var troubled = new Troubled(batchesBefore: 0, Error(Recovery.Reconnect, ErrorPhase.Read), Error(Recovery.Reconnect, ErrorPhase.Connection));
        await using var connection = new RetryingConnection(troubled, Options);

        (await CountAsync(connection)).ShouldBe(2);
        troubled.Reads.ShouldBe(3);
    }

    [Fact]
    public async Task It_is_given_up_after_the_retries_that_the_options_allow()
    {
        await using var troubled = new Troubled(batchesBefore: 0, [.. Enumerable.Repeat(Error(Recovery.Retry, ErrorPhase.Read), 9)]);
        await using var connection = new RetryingConnection(troubled, Options);

        await Should.ThrowAsync<SynclineException>(() => CountAsync(connection));
        troubled.Reads.ShouldBe(4);
    }

    private static async Task<int> CountAsync(RetryingConnection connection)
    {
        var batches = 0;
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "people" }, Token))
        {
            batch.Dispose();
            batches++;
        }

        return batches;
    }

    private static ErrorDetail Error(Recovery recovery, ErrorPhase phase) => new() { Id = "T1", Phase = phase, Message = "Trouble.", Recovery = recovery };

    /// <summary>A connection whose reads fail, one error each, before they give two batches.</summary>
    private sealed class Troubled(int batchesBefore, params ErrorDetail[] errors) : IConnection
    {
        public int Reads { get; private set; }

        public ConnectionCapabilities Capabilities { get; } = new();

        public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            var error = Reads < errors.Length ? errors[Reads] : null;
            Reads++;
            for (var batch = 0; batch < 2; batch++)
            {
                if (error is not null && batch == batchesBefore)
                {
                    throw SynclineException.Of(error);
                }

                yield return new RowBatchBuilder([new() { Name = "id", Type = ColumnType.Of(ColumnKind.Integer) }]).Build();
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
