using Microsoft.FluentUI.AspNetCore.Components;

namespace Syncline.Studio.Tree;

/// <summary>
/// Something that can be done with a table or column of the tree, and leads to an address: <c>Preview</c>, <c>Use as source</c>. A feature adds its own
/// with <c>services.AddSingleton(new TreeVerb(…))</c>. The first that applies to a table is what Enter and a double click do.
/// </summary>
/// <param name="Order">Place in the menu, from the top.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Icon">Icon of 16 pixels.</param>
/// <param name="AppliesTo">Whether it makes sense for a row.</param>
/// <param name="AddressOf">Where it leads.</param>
internal sealed record TreeVerb(int Order, string Label, Icon Icon, Func<TreeTarget, bool> AppliesTo, Func<TreeTarget, string> AddressOf);
