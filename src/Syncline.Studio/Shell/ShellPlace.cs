using Microsoft.FluentUI.AspNetCore.Components;

namespace Syncline.Studio.Shell;

/// <summary>
/// An entry of the rail. A feature adds its own with <c>services.AddSingleton(new ShellPlace(…))</c>; its page is an ordinary routed component
/// (<c>@page "/runs"</c>) that fills the work area, so that its address is all there is to reopen it after a reload.
/// </summary>
/// <param name="Order">Place in the rail, from the top.</param>
/// <param name="Label">One word.</param>
/// <param name="Address">Where it leads; also active on addresses below it.</param>
/// <param name="Icon">Icon of 20 pixels.</param>
internal sealed record ShellPlace(int Order, string Label, string Address, Icon Icon);
