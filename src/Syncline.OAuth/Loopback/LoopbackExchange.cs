namespace Syncline.OAuth.Loopback;

/// <summary>The one answer that the listener took: its parameters, and the browser that still waits for a page.</summary>
internal sealed class LoopbackExchange(IReadOnlyList<KeyValuePair<string, string>> parameters)
{
    private readonly TaskCompletionSource<ResultPage> page = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the browser brought; holds the code.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters => parameters;

    internal Task<ResultPage> Page => page.Task;

    /// <summary>Gives the browser its page; done when it was sent, or when the browser had gone.</summary>
    public async Task RespondAsync(ResultPage result, CancellationToken cancellationToken)
    {
        page.TrySetResult(result);
        await sent.Task.WaitAsync(cancellationToken);
    }

    internal void Finished() => sent.TrySetResult();
}
