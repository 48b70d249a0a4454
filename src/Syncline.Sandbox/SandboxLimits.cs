namespace Syncline.Sandbox;

/// <summary>
/// The service-protection limits of the site: for one user on one web server, within a sliding window. The defaults are those that Microsoft documents
/// ("Service protection API limits"); a running sandbox takes others at <c>/_sandbox/limits</c>.
/// </summary>
public sealed record SandboxLimits
{
    /// <summary>False lets everything through. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Requests in the window. Default 6,000. A batch is one request.</summary>
    public int Requests { get; init; } = 6000;

    /// <summary>Combined execution time in the window. Default 1,200 s.</summary>
    public TimeSpan ExecutionTime { get; init; } = TimeSpan.FromSeconds(1200);

    /// <summary>Requests at the same moment. Default 52.</summary>
    public int Concurrent { get; init; } = 52;

    /// <summary>Length of the sliding window. Default 300 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Web servers behind the site's address; each counts by itself. The cookie <c>ARRAffinity</c> keeps a client on one, others go round. Default 1.</summary>
    public int WebServers { get; init; } = 1;

    /// <summary>What <c>x-ms-dop-hint</c> recommends. Default 5.</summary>
    public int DopHint { get; init; } = 5;

    /// <summary>Refuses values that no site could have.</summary>
    /// <exception cref="ArgumentException">A number is not positive; the message names it.</exception>
    internal SandboxLimits Checked() =>
        Requests < 1 ? throw new ArgumentException("requests must be at least 1.")
        : ExecutionTime <= TimeSpan.Zero ? throw new ArgumentException("executionSeconds must be more than 0.")
        : Concurrent < 1 ? throw new ArgumentException("concurrent must be at least 1.")
        : Window <= TimeSpan.Zero ? throw new ArgumentException("windowSeconds must be more than 0.")
        : WebServers is < 1 or > 100 ? throw new ArgumentException("webServers must be between 1 and 100.")
        : DopHint < 1 ? throw new ArgumentException("dopHint must be at least 1.")
        : this;
}
