namespace Syncline.Core.Errors;

/// <summary>What makes the same request succeed later. Connectors classify; only their wrappers act on it.</summary>
public enum Recovery
{
    /// <summary>Nothing that a program can do: a person has to change something.</summary>
    Stop,

    /// <summary>Send the same again, not before <see cref="ErrorDetail.RetryAfter"/> when that is set. Nothing was done.</summary>
    Retry,

    /// <summary>Open a new connection and send the same again.</summary>
    Reconnect,

    /// <summary>A person signs in again.</summary>
    SignInAgain,

    /// <summary>Leave this row out; the others are not affected.</summary>
    SkipRow,
}
