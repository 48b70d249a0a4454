using Syncline.Sync.Projects;

namespace Syncline.Sync.Tests.Projects;

public sealed class ProjectParametersTests
{
    [Fact]
    public void The_parameters_of_a_file_are_found_with_their_defaults() => ProjectParameters.In("""
        parameters: { country: DE, unused: 1 }
        source: { connection: "${site}", table: people.csv }   # ${comment}
        source-filter: "country = '${country}' AND name <> '$${literal}'"
        columns:
          id: { value: "${country}" }
        """).ShouldBe([new("site", null), new("country", "DE"), new("unused", "1")]);

    [Fact]
    public void A_text_that_is_not_yaml_still_names_its_parameters() =>
        ProjectParameters.In("source: { connection: ${site}\ncolumns: [").ShouldBe([new("site", null)]);
}
