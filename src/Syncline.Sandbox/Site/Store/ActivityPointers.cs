using System.Runtime.CompilerServices;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Store;

/// <summary>
/// The rows of <c>activitypointer</c>: one for each activity, with its id and version, and of its values those that all activities have (Microsoft Learn: "Activity tables").
/// They follow the activities and are never written by themselves.
/// </summary>
internal static class ActivityPointers
{
    private static readonly ConditionalWeakTable<Table, RowShape> Shapes = [];

    /// <summary>The row of an activity.</summary>
    public static Row Of(Row activity, Table pointer)
    {
        var row = new RowBuilder(Shapes.GetValue(pointer, RowShape.Empty));
        foreach (var column in pointer.Columns)
        {
            if (activity.Table.Find(column.Name) is { } own && activity[own] is { } value)
            {
                row[column] = value;
            }
        }

        return row.Finish(activity.Id, activity.Version);
    }
}
