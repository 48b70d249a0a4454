using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Studio.Grid;
using Syncline.Sync.Staging;
using Syncline.Workspace.Previews;

namespace Syncline.Studio.Preview;

/// <summary>
/// One table as it is looked at: its rows and what was chosen to see of them. It outlives the page, so that a reload or a second tab finds it as it
/// was. Safe for concurrent use.
/// </summary>
public sealed class PreviewSession : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private CancellationTokenSource? arranging;
    private PreviewStatus arrangedAt = new();
    private volatile PreviewView view = new();
    private volatile Arrangement arrangement = new(RowOrder.Empty, IsNarrowed: false);

    /// <summary>A session of a preview, which it owns from now on.</summary>
    public PreviewSession(TablePreview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        Preview = preview;
        preview.Changed += OnPreviewChanged;
    }

    /// <summary>Raised on any thread when anything that a page shows is another.</summary>
    public event EventHandler? Changed;

    /// <summary>The rows.</summary>
    public TablePreview Preview { get; }

    /// <summary>What was chosen.</summary>
    public PreviewView View => view;

    /// <summary>Rows that fulfil the conditions.</summary>
    public int Count => arrangement.Order.Count;

    /// <summary>Whether <see cref="Count"/> leaves rows out because of conditions; a choice is arranged a moment after it was made.</summary>
    public bool IsNarrowed => arrangement.IsNarrowed;

    /// <summary>Stands for the rows as they are arranged now; another after each change.</summary>
    public object Version => arrangement;

    /// <summary>Why the last choice could not be carried out; null when it was.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>The columns that are shown: the table's own, in order.</summary>
    public IReadOnlyList<ColumnSchema> Shown
    {
        get
        {
            if (Preview.Schema is not { } schema)
            {
                return [];
            }

            return view.Columns is { } names
                ? [.. names.Select(schema.Find).OfType<ColumnSchema>()]
                : [.. PreviewColumns.Choose(schema, IsNarrow(schema) ? ["*"] : [], raw: true)];
        }
    }

    /// <summary>The column whose values are shown for one of the table: a name or label beside it, or itself.</summary>
    public ColumnSchema ValueOf(ColumnSchema column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return view.IsRaw || Preview.Schema is not { } schema
            ? column
            : schema.Find(column.Name + ".name") ?? schema.Find(column.Name + ".label") ?? column;
    }

    /// <summary>Changes what is shown.</summary>
    public async Task ChooseAsync(PreviewView chosen)
    {
        lock (gate)
        {
            view = chosen;
        }

        var missing = Shown.Select(ValueOf).Concat(Shown).Select(column => column.Name).Except(Preview.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count > 0 && Preview.Columns.Count > 0)
        {
            await Preview.RestartAsync(missing, ending.Token);
        }

        await ArrangeAsync();
    }

    /// <summary>Reads the table again.</summary>
    public Task RefreshAsync() => Preview.RestartAsync([], ending.Token);

    /// <summary>Rows as they are arranged, aligned with the preview's columns.</summary>
    public Task<IReadOnlyList<object?[]>> ReadAsync(int from, int count, CancellationToken cancellationToken) => Preview.ReadAsync(arrangement.Order, from, count, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Preview.Changed -= OnPreviewChanged;
        await ending.CancelAsync();
        await Preview.DisposeAsync();
        arranging?.Dispose();
        ending.Dispose();
    }

    private static bool IsNarrow(TableSchema schema) => schema.Keys.Count == 0;

    private void OnPreviewChanged(object? sender, EventArgs e)
    {
        var status = Preview.Status;
        if (status.RowsShown != arrangedAt.RowsShown || status.State != arrangedAt.State)
        {
            arrangedAt = status;
            _ = ArrangeAsync();
        }
        else
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    private async Task ArrangeAsync()
    {
        CancellationToken token;
        lock (gate)
        {
            arranging?.Cancel();
            arranging?.Dispose();
            arranging = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
            token = arranging.Token;
        }

        try
        {
            var there = Preview.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var seen = view;
            var sort = seen.Sort is { } chosen && Preview.Schema?.Find(chosen.Key) is { } column ? ValueOf(column).Name : null;
            var arranged = await Preview.ArrangeAsync(
                new RowArrangement
                {
                    SortBy = sort is not null && there.Contains(sort) ? sort : null,
                    Descending = seen.Sort?.Descending ?? false,
                    Conditions = [.. seen.Conditions.Select(Placed).Where(condition => there.Contains(condition.Column))],
                    Find = seen.Find,
                    FindIn = [.. Shown.Select(shown => ValueOf(shown).Name).Where(there.Contains)],
                },
                token);
            lock (gate)
            {
                if (token.IsCancellationRequested)
                {
                    return;
                }

                arrangement = new Arrangement(arranged, seen.Conditions.Count > 0 || seen.Find.Length > 0);
                Error = null;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (SynclineException exception)
        {
            Error = exception.Error;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private RowCondition Placed(RowCondition condition) =>
        Preview.Schema?.Find(condition.Column) is { } column ? condition with { Column = ValueOf(column).Name } : condition;

    private sealed record Arrangement(RowOrder Order, bool IsNarrowed);
}
