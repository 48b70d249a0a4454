using System.Xml.Linq;

namespace Syncline.Architecture.Tests;

/// <summary>Keeps the directions between rooms: who may know whom (docs/decisions/0001-rooms.md).</summary>
public sealed class RoomDirectionTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Syncline.Core"] = [],
        ["Syncline.OAuth"] = ["Syncline.Core"],
        ["Syncline.Connections"] = ["Syncline.Core"],
        ["Syncline.Connectors.Dataverse"] = ["Syncline.Core", "Syncline.OAuth"],
        ["Syncline.Connectors.Files"] = ["Syncline.Core"],
        ["Syncline.Connectors.Databases"] = ["Syncline.Core"],
        ["Syncline.Sync"] = ["Syncline.Core", "Syncline.Connections"],
        ["Syncline.Workspace"] =
        [
            "Syncline.Core", "Syncline.OAuth", "Syncline.Connections", "Syncline.Connectors.Dataverse", "Syncline.Connectors.Files",
            "Syncline.Connectors.Databases", "Syncline.Sync",
        ],
        ["Syncline.Cli"] =
        [
            "Syncline.Core", "Syncline.OAuth", "Syncline.Connections", "Syncline.Connectors.Dataverse", "Syncline.Connectors.Files",
            "Syncline.Connectors.Databases", "Syncline.Sync",
            "Syncline.Workspace", "Syncline.Sandbox", "Syncline.Studio",
        ],
        ["Syncline.Studio"] =
        [
            "Syncline.Core", "Syncline.OAuth", "Syncline.Connections", "Syncline.Sync", "Syncline.Workspace", "Syncline.Sandbox",
        ],
        ["Syncline.Sandbox"] = [],
    };

    public static TheoryData<string> Rooms => [.. ProjectFiles().Keys];

    [Fact]
    public void Every_room_has_a_line_here() => ProjectFiles().Keys.ShouldBe(MayKnow.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_rooms_it_may_know(string room)
    {
        var refers = XDocument.Load(ProjectFiles()[room])
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        refers.Except(MayKnow[room]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_rooms_it_may_know(string room)
    {
        // Project references reach further than one step; the compiled assembly tells what is really used.
        var assembly = System.Reflection.Assembly.Load(room == "Syncline.Cli" ? "syncline" : room);
        var uses = assembly.GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("Syncline.", StringComparison.Ordinal));
        uses.Except(MayKnow[room]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Syncline.Core", "Apache.Arrow")]
    public void Core_stands_on_the_framework_and_the_batch_format_alone(string room, string batchFormat)
    {
        var uses = System.Reflection.Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!);
        uses.Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name != "netstandard").ShouldBe([batchFormat]);
    }

    private static Dictionary<string, string> ProjectFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
}
