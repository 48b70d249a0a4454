namespace Syncline.Architecture.Tests;

/// <summary>The checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Syncline.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests run from a checkout; no Syncline.slnx above " + AppContext.BaseDirectory);
    }
}
