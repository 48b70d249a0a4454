using Syncline.Sync.Plans;

namespace Syncline.Cli.Demo;

/// <summary>One project of the demo, planned and applied.</summary>
internal sealed record DemoSync(string Project, string PlanPath, PlanCounts Counts, string RunId, long Done, long Failed);
