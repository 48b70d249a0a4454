using Syncline.Sync.Plans;

namespace Syncline.Cli.Demo;

/// <summary>One project of the demo, compared once more.</summary>
internal sealed record DemoCompare(string Project, PlanCounts Counts);
