using Syncline.Connectors.Dataverse.Writing;

namespace Syncline.Connectors.Dataverse.Derived;

/// <summary>Adds options to global choices.</summary>
internal interface IChoiceEditor
{
    /// <summary>Adds one option.</summary>
    /// <param name="choice">Name of the global choice.</param>
    /// <param name="value">Its value; null leaves it to the site.</param>
    /// <param name="label">Its label in the organisation's language.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<WriteReply> AddOptionAsync(string choice, int? value, string label, CancellationToken cancellationToken);

    /// <summary>Makes options that were added visible to everyone.</summary>
    ValueTask<WriteReply> PublishAsync(IReadOnlyCollection<string> choices, CancellationToken cancellationToken);
}
