namespace Syncline.Sandbox.Site.Metadata;

/// <summary>An N:N relationship.</summary>
internal sealed record ManyToMany(
    string Schema,
    string First,
    string FirstColumn,
    string FirstNavigation,
    string Second,
    string SecondColumn,
    string SecondNavigation,
    string Intersect);
