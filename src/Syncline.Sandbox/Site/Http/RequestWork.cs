namespace Syncline.Sandbox.Site.Http;

/// <summary>How many rows a request has read and written. One request counts alone; the parts of a batch count one after another.</summary>
internal sealed class RequestWork
{
    public int RowsRead { get; set; }

    public int RowsWritten { get; set; }

    /// <summary>Requests within a batch; 0 for a request of its own.</summary>
    public int Parts { get; set; }
}
