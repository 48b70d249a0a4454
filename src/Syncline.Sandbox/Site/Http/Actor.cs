namespace Syncline.Sandbox.Site.Http;

/// <summary>Who a change is written down for.</summary>
/// <param name="User">The user whose change it is.</param>
/// <param name="OnBehalfOf">The user who made it in their place; null when they made it themselves.</param>
internal readonly record struct Actor(Guid User, Guid? OnBehalfOf = null);
