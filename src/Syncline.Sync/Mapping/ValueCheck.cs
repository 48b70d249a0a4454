namespace Syncline.Sync.Mapping;

/// <summary>One way in which a value may not fit.</summary>
/// <param name="Condition">SQL that is true when this is the reason; asked only of values that did not fit.</param>
/// <param name="ErrorId">Stable id.</param>
/// <param name="Message">SQL of the sentence.</param>
internal sealed record ValueCheck(string Condition, string ErrorId, string Message);
