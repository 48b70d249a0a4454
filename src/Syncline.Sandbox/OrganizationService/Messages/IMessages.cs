namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>Messages that belong together.</summary>
internal interface IMessages
{
    /// <summary>What carries out each message, by <c>RequestName</c>.</summary>
    IEnumerable<(string Name, Message Message)> All { get; }
}
