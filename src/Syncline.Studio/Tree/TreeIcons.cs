using Microsoft.FluentUI.AspNetCore.Components;
using Syncline.Core.Tables;
using Icons = Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size16;

namespace Syncline.Studio.Tree;

/// <summary>Icons of 16 pixels for what stands in the tree and in lists of it.</summary>
internal static class TreeIcons
{
    /// <summary>Icon of a connector's group.</summary>
    public static Icon OfGroup(string group) => group switch
    {
        "Microsoft Dynamics" => new Icons.Cloud(),
        "Files" => new Icons.Folder(),
        "Databases" => new Icons.Database(),
        "Web" => new Icons.Globe(),
        _ => new Icons.PlugConnected(),
    };

    /// <summary>Icon of a kind of column.</summary>
    public static Icon Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double => new Icons.NumberSymbol(),
        ColumnKind.Money => new Icons.Money(),
        ColumnKind.Boolean => new Icons.ToggleLeft(),
        ColumnKind.DateTime or ColumnKind.LocalDateTime or ColumnKind.Date => new Icons.Calendar(),
        ColumnKind.Time => new Icons.Clock(),
        ColumnKind.Guid => new Icons.Key(),
        ColumnKind.Lookup => new Icons.Link(),
        ColumnKind.Choice or ColumnKind.Choices => new Icons.TextBulletList(),
        ColumnKind.Binary => new Icons.Document(),
        _ => new Icons.TextT(),
    };
}
