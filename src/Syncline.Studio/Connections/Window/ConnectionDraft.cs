using System.Security.Cryptography;
using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.Core.Tables;
using Syncline.Studio.Connections.SignIn;
using Syncline.Workspace;
using Syncline.Workspace.Connecting;

namespace Syncline.Studio.Connections;

/// <summary>
/// A connection while it is entered: what was typed, what is wrong with it, and how far signing in has come. Secrets come in and never
/// go out to a page again. One person works on it, perhaps in two tabs; <see cref="Changed"/> is raised on any thread.
/// </summary>
public sealed partial class ConnectionDraft : IDisposable
{
    private readonly SynclineWorkspace workspace;
    private readonly TimeProvider timeProvider;
    private readonly ConnectionSettings? saved;
    private readonly Lock gate = new();
    private Dictionary<string, string> values = new(StringComparer.Ordinal);
    private Dictionary<string, Secret> secrets = new(StringComparer.Ordinal);
    private bool isDisposed;

    internal ConnectionDraft(
        SynclineWorkspace workspace, TimeProvider timeProvider, IConnector connector, ConnectionSettings? saved = null, bool hasSavedSignIn = false)
    {
        this.workspace = workspace;
        this.timeProvider = timeProvider;
        this.saved = saved;
        Connector = connector;
        HasSavedSignIn = hasSavedSignIn;
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (saved is not null)
        {
            values = new Dictionary<string, string>(saved.Options, StringComparer.Ordinal);
            secrets = new Dictionary<string, Secret>(saved.Secrets, StringComparer.Ordinal);
        }
    }

    /// <summary>Raised when anything here is another.</summary>
    public event EventHandler? Changed;

    /// <summary>Id in addresses.</summary>
    public string Id { get; }

    /// <summary>Name of the saved connection that is changed; null for a new one.</summary>
    public string? SavedName => saved?.Name;

    /// <summary>The kind.</summary>
    public IConnector Connector { get; private set; }

    /// <summary>Mistakes and failures, each beside the option that mends it.</summary>
    public IReadOnlyDictionary<string, ErrorDetail> FieldErrors { get; private set; } = new Dictionary<string, ErrorDetail>(StringComparer.Ordinal);

    /// <summary>What went wrong, with cause and cure; null when nothing did.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>Whether the library holds a sign-in of the connection that is changed.</summary>
    public bool HasSavedSignIn { get; }

    /// <summary>The settings as they stand.</summary>
    public ConnectionSettings Settings
    {
        get
        {
            lock (gate)
            {
                return new ConnectionSettings
                {
                    Name = SavedName ?? SuggestedName,
                    Connector = Connector.Descriptor.Name,
                    Options = values.Where(value => !string.IsNullOrWhiteSpace(value.Value)).ToDictionary(value => value.Key, value => value.Value.Trim(), StringComparer.Ordinal),
                    Secrets = new Dictionary<string, Secret>(secrets, StringComparer.Ordinal),
                };
            }
        }
    }

    /// <summary>What follows from the settings.</summary>
    public IReadOnlyList<SettingsFact> Facts => workspace.Explain(Settings);

    /// <summary>Whether a person has to sign in for it.</summary>
    public bool NeedsPerson => Connector is ISignInConnector signIn && signIn.NeedsPerson(Settings);

    /// <summary>A name to save it by, from what was typed.</summary>
    public string SuggestedName => ConnectionNameSuggestion.From(Connector.Descriptor, values);

    /// <summary>An option's text; empty when there is none.</summary>
    public string Get(ConnectorOption option) => values.GetValueOrDefault(option.Name, string.Empty);

    /// <summary>Whether a secret is held for an option.</summary>
    public bool HasSecret(ConnectorOption option) => secrets.ContainsKey(option.Name);

    /// <summary>Sets an option's text. What was signed in with other settings no longer counts.</summary>
    public void Set(string option, string text)
    {
        lock (gate)
        {
            if (values.GetValueOrDefault(option, string.Empty) == text)
            {
                return;
            }

            values[option] = text;
        }

        Outdate(option);
    }

    /// <summary>Takes a secret in; null forgets it.</summary>
    public void SetSecret(string option, string? text)
    {
        lock (gate)
        {
            if (string.IsNullOrEmpty(text))
            {
                secrets.Remove(option);
            }
            else
            {
                secrets[option] = new Secret(text.Trim());
            }
        }

        Outdate(option);
    }

    /// <summary>Makes it another kind; options of the same name keep their text.</summary>
    public void Choose(IConnector connector)
    {
        lock (gate)
        {
            Connector = connector;
            var options = connector.Descriptor.Options.Concat(CommonOptions.Of(connector.Descriptor)).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
            values = values.Where(value => options.Contains(value.Key)).ToDictionary(StringComparer.Ordinal);
            secrets = secrets.Where(secret => options.Contains(secret.Key)).ToDictionary(StringComparer.Ordinal);
        }

        FieldErrors = new Dictionary<string, ErrorDetail>(StringComparer.Ordinal);
        Outdate(option: null);
    }

    /// <summary>Checks one option that was left, so that a mistake shows before the button is pressed.</summary>
    public void Check(ConnectorOption option)
    {
        var mistake = SettingsValidation.Check(Connector.Descriptor, Settings).FirstOrDefault(error => error.Option == option.Name);
        SetFieldErrors(mistake is null
            ? FieldErrors.Where(error => error.Key != option.Name)
            : FieldErrors.Where(error => error.Key != option.Name).Append(new(option.Name, InFormWords(mistake))));
        Raise();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        SignIn?.Cancel();
        if (!isHandedOver)
        {
            Connection?.Dispose();
        }
    }

    private bool CheckAll()
    {
        var mistakes = SettingsValidation.Check(Connector.Descriptor, Settings);
        SetFieldErrors(mistakes.Where(error => error.Option is not null)
            .GroupBy(error => error.Option!, StringComparer.Ordinal)
            .Select(errors => KeyValuePair.Create(errors.Key, InFormWords(errors.First()))));
        return mistakes.Count == 0;
    }

    private void Outdate(string? option)
    {
        if (option is not null && FieldErrors.ContainsKey(option))
        {
            SetFieldErrors(FieldErrors.Where(error => error.Key != option));
        }

        Error = null;
        Identity = null;
        Tables = null;
        Table = null;
        Preview = null;
        Raise();
    }

    private void Fail(ErrorDetail error)
    {
        Error = error;
        SetFieldErrors(new[] { error }.Concat(error.Others)
            .Where(one => one.Option is not null)
            .GroupBy(one => one.Option!, StringComparer.Ordinal)
            .Select(ones => KeyValuePair.Create(ones.Key, InFormWords(ones.First()))));
    }

    /// <summary>The command line's words for a missing option name its flags: a form has the field itself.</summary>
    private ErrorDetail InFormWords(ErrorDetail error) => error.Id == "CN1304" && Connector.Descriptor.Find(error.Option!) is { } option
        ? error with { Message = $"{option.Label} is missing.", Advice = option.Help }
        : error;

    private void SetFieldErrors(IEnumerable<KeyValuePair<string, ErrorDetail>> errors) =>
        FieldErrors = new Dictionary<string, ErrorDetail>(errors, StringComparer.Ordinal);

    private void Raise()
    {
        if (!isDisposed)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }
}
