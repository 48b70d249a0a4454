using Syncline.Workspace.Reference;

namespace Syncline.Workspace.Tests.Reference;

/// <summary>The page is written anew with SYNCLINE_WRITE_GOLDEN=1.</summary>
public sealed class ConnectorReferenceTests
{
    [Fact]
    public void The_reference_page_is_what_the_connectors_declare()
    {
        var page = ConnectorReference.ToMarkdown(ConnectorList.All);
        var path = Path.Combine(Root(), "docs", "reference", "connectors.md");
        if (Environment.GetEnvironmentVariable("SYNCLINE_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, page);
        }

        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(page);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Syncline.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from a checkout.");
        }

        return folder.FullName;
    }
}
