using Syncline.Workspace.Projects;

namespace Syncline.Studio.Projects;

/// <summary>The drafts of before and after the one at hand. Safe for concurrent use.</summary>
internal sealed class DraftHistory
{
    private const int Most = 200;

    private readonly Lock gate = new();
    private readonly LinkedList<ProjectDraft> before = new();
    private readonly Stack<ProjectDraft> after = new();

    /// <summary>Whether there is one before.</summary>
    public bool CanUndo => before.Count > 0;

    /// <summary>Whether there is one after.</summary>
    public bool CanRedo => after.Count > 0;

    /// <summary>Takes note of a draft that is about to be changed; what was taken back can't be made again then.</summary>
    public void Keep(ProjectDraft draft)
    {
        lock (gate)
        {
            after.Clear();
            before.AddLast(draft);
            if (before.Count > Most)
            {
                before.RemoveFirst();
            }
        }
    }

    /// <summary>Goes one back from the draft at hand; null when there is none.</summary>
    public ProjectDraft? Undo(ProjectDraft now)
    {
        lock (gate)
        {
            if (before.Last is not { Value: var last })
            {
                return null;
            }

            before.RemoveLast();
            after.Push(now);
            return last;
        }
    }

    /// <summary>Goes one forward from the draft at hand; null when there is none.</summary>
    public ProjectDraft? Redo(ProjectDraft now)
    {
        lock (gate)
        {
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
            before.Clear();
            after.Clear();
        }
    }
}
