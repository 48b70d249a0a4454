namespace Syncline.Sandbox.Site.Metadata;

/// <summary>A 1:N relationship. It may name tables that the sandbox does not hold; those ends are shown in definitions only.</summary>
internal sealed record OneToMany(
    string Schema,
    string One,
    string OneColumn,
    string OneNavigation,
    string Many,
    string ManyColumn,
    string ManyNavigation,
    string Delete,
    string Assign);
