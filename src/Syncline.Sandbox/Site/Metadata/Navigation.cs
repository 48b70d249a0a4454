namespace Syncline.Sandbox.Site.Metadata;

/// <summary>A single-valued navigation property of a lookup column. The name is case-sensitive; custom columns use their schema name.</summary>
/// <param name="Name">E.g. <c>parentcustomerid_account</c>.</param>
/// <param name="Target">Logical name of the table it leads to; <c>owner</c> stands for users and teams.</param>
/// <param name="Inherited">True when an activity table has it from <c>activitypointer</c>.</param>
internal sealed record Navigation(string Name, string Target, bool Inherited = false);
