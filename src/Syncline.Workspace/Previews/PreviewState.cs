namespace Syncline.Workspace.Previews;

/// <summary>How far a preview is.</summary>
public enum PreviewState
{
    /// <summary>Rows are being read; those that are there can be looked at.</summary>
    Reading,

    /// <summary>Every row was read, or as many as are kept.</summary>
    Complete,

    /// <summary>Somebody stopped it; the rows read so far stay.</summary>
    Stopped,

    /// <summary>Reading broke off; the rows read so far stay.</summary>
    Failed,
}
