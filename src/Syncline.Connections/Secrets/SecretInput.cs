using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>
/// Where a secret option is taken from: <c>--secret client-secret=env:VAR</c>, <c>=file:PATH</c>, or <c>=-</c> for standard input. There is
/// no form with the value itself, for command lines are seen by other users and kept in histories.
/// </summary>
public sealed class SecretInput
{
    private const string Environment = "env:";
    private const string FilePrefix = "file:";

    private SecretInput(string option, string source)
    {
        Option = option;
        Source = source;
    }

    /// <summary>Name of the option.</summary>
    public string Option { get; }

    /// <summary><c>env:VAR</c>, <c>file:PATH</c> or <c>-</c>.</summary>
    public string Source { get; }

    /// <summary>Whether it comes from standard input; one command can take only one secret from there.</summary>
    public bool IsStandardInput => Source == "-";

    /// <summary>Reads the text after <c>--secret</c>.</summary>
    /// <exception cref="ConfigurationException">It has another form. The message repeats nothing after the <c>=</c>: it may be the secret.</exception>
    public static SecretInput Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var option = equals < 0 ? "" : text[..equals].Trim();
        var source = equals < 0 ? "" : text[(equals + 1)..];
        var isKnown = source == "-"
            || (source.StartsWith(Environment, StringComparison.Ordinal) && source.Length > Environment.Length)
            || (source.StartsWith(FilePrefix, StringComparison.Ordinal) && source.Length > FilePrefix.Length);
        return option.Length > 0 && isKnown
            ? new SecretInput(option, source)
            : throw new ConfigurationException(SecretInputErrors.Form(equals < 0 ? null : option));
    }

    /// <summary>Gets the secret. One trailing line break of a file or of standard input is not part of it.</summary>
    /// <param name="standardInput">Read to its end when the secret comes from there.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="readVariable">Reads an environment variable; null for the process's own.</param>
    /// <exception cref="ConfigurationException">The variable is not set, the file can't be read, or the secret is empty.</exception>
    public async ValueTask<Secret> ReadAsync(
        TextReader standardInput, CancellationToken cancellationToken, Func<string, string?>? readVariable = null)
    {
        ArgumentNullException.ThrowIfNull(standardInput);
        string? value;
        if (IsStandardInput)
        {
            value = WithoutLineBreak(await standardInput.ReadToEndAsync(cancellationToken));
        }
        else if (Source.StartsWith(Environment, StringComparison.Ordinal))
        {
            value = (readVariable ?? System.Environment.GetEnvironmentVariable)(Source[Environment.Length..]);
        }
        else
        {
            value = WithoutLineBreak(await ReadFileAsync(Source[FilePrefix.Length..], cancellationToken));
        }

        return string.IsNullOrEmpty(value) ? throw new ConfigurationException(SecretInputErrors.Empty(this)) : new Secret(value);
    }

    private async ValueTask<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException(SecretInputErrors.Unreadable(this, path, exception), exception);
        }
    }

    private static string WithoutLineBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
