namespace Syncline.Core.Reading;

/// <summary>A filter that the system itself understands.</summary>
/// <param name="Language">One of the connection's <c>FilterLanguages</c>, e.g. <c>odata</c> or <c>fetchxml</c>.</param>
/// <param name="Text">The filter, e.g. <c>statecode eq 0</c>.</param>
public sealed record NativeFilter(string Language, string Text);
