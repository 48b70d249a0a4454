using System.Text.Json;

namespace Syncline.Sandbox.SignIn.Control;

/// <summary>One member of the object that <c>/_sandbox/control</c> takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Takes">Its value in words, for the refusal.</param>
/// <param name="Fits">Whether a value is of that kind.</param>
/// <param name="Carry">Does it.</param>
internal sealed record ControlOrder(string Name, string Takes, Func<JsonElement, bool> Fits, Action<JsonElement, SandboxControls> Carry);
