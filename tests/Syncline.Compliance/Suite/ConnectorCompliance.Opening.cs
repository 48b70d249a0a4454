using System.Text.RegularExpressions;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Compliance.Suite;

/// <summary>The descriptor, its options, opening and closing.</summary>
public abstract partial class ConnectorCompliance
{
    [Fact]
    public void The_connector_says_what_it_is()
    {
        var descriptor = Connector.Descriptor;

        descriptor.Name.ShouldMatch(KebabCase().ToString());
        descriptor.DisplayName.ShouldNotBeNullOrWhiteSpace();
        descriptor.Summary.ShouldEndWith(".");
        descriptor.Group.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Options_have_unique_kebab_case_names_labels_and_help()
    {
        var options = Connector.Descriptor.Options;

        options.Select(option => option.Name).ShouldBeUnique();
        options.Select(option => option.Label).ShouldBeUnique();
        options.ShouldAllBe(option => KebabCase().IsMatch(option.Name) && option.Label.Length > 0 && option.Help.Length > 0);
        options.ShouldAllBe(option => !option.IsSecret || option.Default == null);
    }

    [Fact]
    public void Defaults_and_conditions_of_options_are_among_the_choices()
    {
        foreach (var option in Connector.Descriptor.Options)
        {
            option.Choices.Select(choice => choice.Value).ShouldBeUnique();
            if (option is { Default: not null, Choices.Count: > 0 })
            {
                option.Choices.Select(choice => choice.Value).ShouldContain(option.Default);
            }

            foreach (var condition in option.VisibleWhen)
            {
                var other = Connector.Descriptor.Find(condition.Option).ShouldNotBeNull($"{option.Name} depends on an option that is not there");
                condition.Values.ShouldNotBeEmpty();
                condition.Values.ShouldBeSubsetOf(other.Choices.Select(choice => choice.Value));
            }
        }
    }

    [Fact]
    public async Task Opening_without_a_required_option_names_it()
    {
        foreach (var option in Connector.Descriptor.Options.Where(option => option.IsRequired && Connector.Descriptor.IsVisible(option, Settings)))
        {
            var error = await OpeningErrorAsync(Settings with
            {
                Options = Settings.Options.Where(given => given.Key != option.Name).ToDictionary(StringComparer.Ordinal),
                Secrets = Settings.Secrets.Where(given => given.Key != option.Name).ToDictionary(StringComparer.Ordinal),
            });

            OptionsOf(error).ShouldContain(option.Name);
        }
    }

    [Fact]
    public async Task Opening_with_a_value_that_is_not_among_the_choices_names_the_option()
    {
        foreach (var option in Connector.Descriptor.Options.Where(option => option.Choices.Count > 0))
        {
            var error = await OpeningErrorAsync(With(option.Name, "no-such-choice"));

            OptionsOf(error).ShouldContain(option.Name);
        }
    }

    [Fact]
    public async Task Opening_with_a_wrong_option_names_it_and_says_what_to_do()
    {
        var error = await OpeningErrorAsync(With(WrongOption.Option, WrongOption.Value));

        error.Option.ShouldBe(WrongOption.Option);
        error.Message.ShouldNotBeNullOrWhiteSpace();
        error.Advice.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_open_connection_says_to_what_it_leads()
    {
        await using var connection = await OpenAsync();

        var identity = await connection.IdentifyAsync(Cancellation);

        identity.System.ShouldNotBeNullOrWhiteSpace();
        var secrets = Settings.Secrets.Values.Select(secret => secret.Reveal());
        identity.Facts.Select(fact => fact.Value).Append(identity.System).ShouldAllBe(shown => !secrets.Any(shown.Contains));
    }

    [Fact]
    public async Task Disposing_twice_is_harmless()
    {
        var connection = await OpenAsync();
        await ReadAsync(connection, new() { Table = Table, Columns = [KeyColumn] });

        await connection.DisposeAsync();

        await Should.NotThrowAsync(async () => await connection.DisposeAsync());
    }

    [Fact]
    public async Task A_connector_that_writes_is_held_to_the_tests_of_writing()
    {
        await using var connection = await OpenAsync();

        (connection.Writer is not null).ShouldBe(this is WritingCompliance);
        connection.Capabilities.MaxWriteBatch.ShouldBeGreaterThan(0);
    }

    private ConnectionSettings With(string option, string value) =>
        Settings with { Options = new Dictionary<string, string>(Settings.Options, StringComparer.Ordinal) { [option] = value } };

    private async Task<ErrorDetail> OpeningErrorAsync(ConnectionSettings settings) =>
        (await Should.ThrowAsync<ConfigurationException>(async () => await (await OpenAsync(settings)).DisposeAsync())).Error;

    private static IEnumerable<string?> OptionsOf(ErrorDetail error) => error.Others.Prepend(error).Select(each => each.Option);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KebabCase();
}
