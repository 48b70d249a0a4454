using Spectre.Console;
using Syncline.Core.Connectors;

namespace Syncline.Cli.Commands.Connections;

/// <summary>Asks a person at a terminal for what a new connection still needs, one question after the other. Secrets are typed unseen.</summary>
/// <param name="context">The running command.</param>
internal sealed class ConnectionQuestions(CommandContext context)
{
    private IAnsiConsole Console => context.Output.Messages;

    /// <summary>Whether there is somebody to ask.</summary>
    public static bool CanAsk(CommandContext context) => context.Streams.InIsTerminal && !context.Output.IsJson;

    /// <summary>Asks for the kind of system.</summary>
    public IConnector AskConnector(IReadOnlyList<IConnector> connectors)
    {
        Console.WriteLine("What kind of system is it?");
        for (var i = 0; i < connectors.Count; i++)
        {
            Console.MarkupLine($"  [bold]{i + 1}[/]  {Markup.Escape(connectors[i].Descriptor.Name)}  [grey]{Markup.Escape(connectors[i].Descriptor.Summary)}[/]");
        }

        var choices = connectors.Select(connector => connector.Descriptor.Name).ToList();
        var name = AskChoice("Connector", choices, defaultValue: null);
        return connectors.First(connector => connector.Descriptor.Name == name);
    }

    /// <summary>Asks for the options that are needed, those that decide about others, and secrets; what is given already is not asked.</summary>
    public ConnectionSettings AskOptions(ConnectorDescriptor connector, ConnectionSettings settings)
    {
        var options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal);
        var secrets = new Dictionary<string, Secret>(settings.Secrets, StringComparer.Ordinal);
        foreach (var option in connector.Options)
        {
            settings = settings with { Options = options, Secrets = secrets };
            if (options.ContainsKey(option.Name) || secrets.ContainsKey(option.Name) || !IsAsked(connector, option) || !connector.IsVisible(option, settings))
            {
                continue;
            }

            Console.WriteLine();
            Console.MarkupLine($"[grey]{Markup.Escape(option.Help)}[/]");
            if (option.IsSecret)
            {
                if (AskSecret(option) is { } secret)
                {
                    secrets[option.Name] = secret;
                }
            }
            else if (AskValue(option) is { } value && value != option.Default)
            {
                options[option.Name] = value;
            }
        }

        Console.WriteLine();
        return settings with { Options = options, Secrets = secrets };
    }

    private static bool IsAsked(ConnectorDescriptor connector, ConnectorOption option) =>
        option.IsRequired || (option.IsSecret && !option.IsAdvanced)
        || (option.Choices.Count > 1 && !option.IsAdvanced && connector.Options.Any(other => other.VisibleWhen.Any(condition => condition.Option == option.Name)));

    private string? AskValue(ConnectorOption option)
    {
        if (option.Choices.Count > 0)
        {
            for (var i = 0; i < option.Choices.Count; i++)
            {
                var (value, label) = option.Choices[i];
                Console.MarkupLine($"  [bold]{i + 1}[/]  {Markup.Escape(value)}{(label == value ? string.Empty : $"  [grey]{Markup.Escape(label)}[/]")}");
            }

            return AskChoice(option.Label, [.. option.Choices.Select(choice => choice.Value)], option.Default);
        }

        var hint = option.Default ?? (option.Example is { } example ? $"e.g. {example}" : null);
        while (true)
        {
            var answer = Answer(hint is null ? $"{option.Label}: " : $"{option.Label} ({hint}): ");
            if (answer.Length > 0 || !option.IsRequired || option.Default is not null)
            {
                return answer.Length > 0 ? answer : option.Default;
            }

            Console.WriteLine("This one is needed.");
        }
    }

    private Secret? AskSecret(ConnectorOption option)
    {
        while (true)
        {
            Console.Markup(Markup.Escape(option.IsRequired ? $"{option.Label} (not shown): " : $"{option.Label} (not shown; Enter for none): "));
            var typed = context.Streams.ReadHiddenLine().Trim();
            Console.WriteLine();
            if (typed.Length > 0 || !option.IsRequired)
            {
                return typed.Length == 0 ? null : new Secret(typed);
            }
        }
    }

    private string AskChoice(string label, List<string> choices, string? defaultValue)
    {
        while (true)
        {
            var answer = Answer(defaultValue is null ? $"{label}: " : $"{label} ({defaultValue}): ");
            if (answer.Length == 0 && defaultValue is not null)
            {
                return defaultValue;
            }

            if (int.TryParse(answer, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= choices.Count)
            {
                return choices[number - 1];
            }

            if (choices.Find(choice => string.Equals(choice, answer, StringComparison.OrdinalIgnoreCase)) is { } choice)
            {
                return choice;
            }

            Console.WriteLine($"Type a number from 1 to {choices.Count}, or one of: {string.Join(", ", choices)}");
        }
    }

    private string Answer(string question)
    {
        Console.Markup(Markup.Escape(question));
        return context.Streams.In.ReadLine()?.Trim() ?? throw new UsageException("The questions were not answered, so nothing was saved.");
    }
}
