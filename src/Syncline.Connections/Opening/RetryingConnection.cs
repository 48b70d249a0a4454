using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Syncline.Connections.Http;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connections.Opening;

/// <summary>
/// A connection whose reads are tried again after a passing trouble, as the HTTP stack does for connections over HTTP: as long as no row was given, so
/// that none can come twice or be missed. Writes go through as they are: only who knows the rows can repeat them.
/// </summary>
internal sealed class RetryingConnection : IConnection
{
    private static readonly ResiliencePropertyKey<bool> WasConnected = new("was connected");

    private readonly IConnection inner;
    private readonly HttpPipelineOptions options;
    private readonly ResiliencePipeline pipeline;

    /// <param name="inner">The connection; it ends with this one.</param>
    /// <param name="options">How often, after which waits, by which clock.</param>
    public RetryingConnection(IConnection inner, HttpPipelineOptions options)
    {
        this.inner = inner;
        this.options = options;
        pipeline = options.Retries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.BaseDelay,
            MaxDelay = options.MaxDelay,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is SynclineException failure && IsPassing(failure.Error, arguments.Context)),
            OnRetry = arguments =>
            {
                options.Logger.LogInformation("{Reason} Trying again in {Seconds:0.0} s", ((SynclineException)arguments.Outcome.Exception!).Error.Message, arguments.RetryDelay.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    public ConnectionCapabilities Capabilities => inner.Capabilities;

    public IRowWriter? Writer => inner.Writer;

    public ITableDesigner? Designer => inner.Designer;

    public IChangeTracking? Changes => inner.Changes;

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => RunAsync(inner.IdentifyAsync, cancellationToken);

    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => RunAsync(token => inner.DescribeTableAsync(table, token), cancellationToken);

    public ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) => RunAsync(token => inner.EstimateRowsAsync(table, token), cancellationToken);

    public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) =>
        StreamAsync(token => inner.ListTablesAsync(filter, token), cancellationToken);

    public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => StreamAsync(token => inner.ReadAsync(request, token), cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async IAsyncEnumerable<T> StreamAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (items, isThere) = await RunAsync(async token => await BeginAsync(read(token), token), cancellationToken);
        await using (items)
        {
            for (; isThere; isThere = await items.MoveNextAsync())
            {
                yield return items.Current;
            }
        }
    }

    private static async ValueTask<(IAsyncEnumerator<T> Items, bool IsThere)> BeginAsync<T>(IAsyncEnumerable<T> read, CancellationToken cancellationToken)
    {
        var items = read.GetAsyncEnumerator(cancellationToken);
        try
        {
            return (items, await items.MoveNextAsync());
        }
        catch
        {
            await items.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> action, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await pipeline.ExecuteAsync(static (context, action) => action(context.CancellationToken), context, action);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // A server that nobody has reached yet is more likely named wrongly than down for a moment; one that was just there comes back.
    private bool IsPassing(ErrorDetail error, ResilienceContext context)
    {
        var isLost = error is { Recovery: Recovery.Reconnect, Phase: not ErrorPhase.Connection };
        if (isLost)
        {
            context.Properties.Set(WasConnected, true);
        }

        return isLost
            || (error.Recovery == Recovery.Retry && (error.RetryAfter ?? TimeSpan.Zero) <= options.MaxDelay)
            || (error.Recovery == Recovery.Reconnect && context.Properties.GetValue(WasConnected, false));
    }
}
