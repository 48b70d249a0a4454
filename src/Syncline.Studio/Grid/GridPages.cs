using Syncline.Core.Errors;

namespace Syncline.Studio.Grid;

/// <summary>
/// The rows of a grid that are at hand, page by page. What is wanted is read in the background; what is no longer wanted before it is there is cancelled;
/// what has not been looked at for long is let go. For one page's renderer, not for several threads.
/// </summary>
/// <param name="read">Reads rows: first place, count.</param>
/// <param name="changed">Told when rows came, or could not be read.</param>
internal sealed class GridPages(Func<int, int, CancellationToken, Task<IReadOnlyList<GridRow>>> read, Action changed) : IDisposable
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 100;

    private const int MostPages = 80;

    private readonly Dictionary<int, IReadOnlyList<GridRow>> pages = [];
    private readonly Dictionary<int, CancellationTokenSource> coming = [];
    private readonly LinkedList<int> recent = [];
    private Dictionary<int, IReadOnlyList<GridRow>> outdated = [];
    private int version;

    /// <summary>Why the last page asked for did not come; null when it did.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>Whether rows are on their way.</summary>
    public bool IsReading => coming.Count > 0;

    /// <summary>The row at a place; null when it is not at hand. While a page is read again, its rows of before are shown.</summary>
    public GridRow? Find(int place) =>
        Find(pages, place) ?? Find(outdated, place);

    /// <summary>Sees to it that some rows come.</summary>
    /// <param name="span">The rows.</param>
    /// <param name="rows">How many there are in all.</param>
    public void Want(GridSpan span, int rows)
    {
        var last = Math.Min(span.End, rows) - 1;
        var wanted = last < span.First ? [] : Enumerable.Range(span.First / PageSize, (last / PageSize) - (span.First / PageSize) + 1).ToHashSet();
        foreach (var (page, cancellation) in coming.Where(one => !wanted.Contains(one.Key)).ToList())
        {
            cancellation.Cancel();
            coming.Remove(page);
        }

        foreach (var page in wanted.Order())
        {
            recent.Remove(page);
            recent.AddLast(page);
            if (!pages.ContainsKey(page) && !coming.ContainsKey(page))
            {
                _ = ReadAsync(page, Math.Min(PageSize, rows - (page * PageSize)), version);
            }
        }

        while (recent.Count > MostPages)
        {
            pages.Remove(recent.First!.Value);
            recent.RemoveFirst();
        }
    }

    /// <summary>Reads everything again that is wanted from now on.</summary>
    public void Renew()
    {
        version++;
        CancelAll();
        outdated = new(pages);
        pages.Clear();
        Error = null;
    }

    /// <summary>Forgets every row: they are of another thing.</summary>
    public void Clear()
    {
        Renew();
        outdated.Clear();
    }

    public void Dispose() => CancelAll();

    private static GridRow? Find(Dictionary<int, IReadOnlyList<GridRow>> among, int place) =>
        place >= 0 && among.TryGetValue(place / PageSize, out var page) && place % PageSize < page.Count ? page[place % PageSize] : null;

    private async Task ReadAsync(int page, int count, int asked)
    {
        using var cancellation = new CancellationTokenSource();
        coming[page] = cancellation;
        try
        {
            var rows = await read(page * PageSize, count, cancellation.Token);
            if (asked == version)
            {
                pages[page] = rows;
                outdated.Remove(page);
                Error = null;
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks there any more.
        }
        catch (SynclineException exception)
        {
            Error = asked == version ? exception.Error : Error;
        }
        finally
        {
            if (coming.TryGetValue(page, out var mine) && mine == cancellation)
            {
                coming.Remove(page);
            }
        }

        if (asked == version)
        {
            changed();
        }
    }

    private void CancelAll()
    {
        foreach (var cancellation in coming.Values)
        {
            cancellation.Cancel();
        }

        coming.Clear();
    }
}
