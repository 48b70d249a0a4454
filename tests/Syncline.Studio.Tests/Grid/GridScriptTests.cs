using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Syncline.Studio.Grid;

namespace Syncline.Studio.Tests.Grid;

/// <summary>A grid may be taken away at any moment, also while the browser still fetches its script.</summary>
public sealed class GridScriptTests
{
    [Fact]
    public async Task A_grid_that_went_away_while_its_script_was_fetched_listens_to_nothing()
    {
        var browser = new Browser();
        var script = new GridScript(browser);
        using var listener = DotNetObjectReference.Create(new object());
        var attaching = script.AttachAsync(new ElementReference("grid"), listener).AsTask();
        await script.DisposeAsync();
        browser.Fetched.SetResult();
        await attaching;
        browser.Calls.ShouldBe(["import", "detach", "let go"]);
        await script.MeasureAsync();
        browser.Calls.Count.ShouldBe(3);
    }

    private sealed class Browser : IJSRuntime, IJSObjectReference
    {
        public TaskCompletionSource Fetched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Calls { get; } = [];

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Calls.Add(identifier);
            if (identifier == "import")
            {
                await Fetched.Task;
                return (TValue)(object)this;
            }

            return default!;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync()
        {
            Calls.Add("let go");
            return ValueTask.CompletedTask;
        }
    }
}
