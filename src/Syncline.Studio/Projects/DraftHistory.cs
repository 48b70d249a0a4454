namespace Syncline.Studio.Projects;

/// <summary>What the project was before and after the one at hand. Safe for concurrent use.</summary>
internal sealed class DraftHistory
{
    private const int Most = 200;

    private readonly Lock gate = new();
    private readonly LinkedList<DraftState> before = new();
    private readonly Stack<DraftState> after = new();
    private string? typing;

    /// <summary>Whether there is one before.</summary>
    public bool CanUndo => before.Count > 0;

    /// <summary>Whether there is one after.</summary>
    public bool CanRedo => after.Count > 0;

    /// <summary>Takes note of a state that is about to be changed; what was taken back can't be made again then.</summary>
    /// <param name="state">The state.</param>
    /// <param name="into">A field that is typed into: what is typed into it without anything between is one change. Null for a change of its own.</param>
    public void Keep(DraftState state, string? into = null)
    {
        lock (gate)
        {
            var goesOn = into is not null && into == typing && before.Count > 0 && after.Count == 0;
            typing = into;
            after.Clear();
            if (goesOn)
            {
                return;
            }

            before.AddLast(state);
            if (before.Count > Most)
            {
                before.RemoveFirst();
            }
        }
    }

    /// <summary>Goes one back from the state at hand; null when there is none.</summary>
    public DraftState? Undo(DraftState now)
    {
        lock (gate)
        {
            typing = null;
            if (before.Last is not { Value: var last })
            {
                return null;
            }

            before.RemoveLast();
            after.Push(now);
            return last;
        }
    }

    /// <summary>Goes one forward from the state at hand; null when there is none.</summary>
    public DraftState? Redo(DraftState now)
    {
        lock (gate)
        {
            typing = null;
            if (!after.TryPop(out var next))
            {
                return null;
            }

            before.AddLast(now);
            return next;
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (gate)
        {
            typing = null;
            before.Clear();
            after.Clear();
        }
    }
}
