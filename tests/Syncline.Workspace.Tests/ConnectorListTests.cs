namespace Syncline.Workspace.Tests;

public sealed class ConnectorListTests
{
    [Fact]
    public void Names_and_display_names_of_connectors_are_unique()
    {
        var connectors = ConnectorList.All.Select(connector => connector.Descriptor).ToList();

        connectors.Select(connector => connector.Name).ShouldBeUnique();
        connectors.Select(connector => connector.DisplayName).ShouldBeUnique();
    }

    [Fact]
    public void Dynamics_365_stands_first_and_files_are_there() =>
        ConnectorList.All.Select(connector => connector.Descriptor.Name).ShouldSatisfyAllConditions(
            names => names.First().ShouldBe("dynamics-365"),
            names => names.ShouldContain("csv"));
}
