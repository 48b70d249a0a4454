namespace Syncline.Core.Errors;

/// <summary>
/// The one family of exceptions that rooms throw on purpose. The subclass is the phase; <see cref="Error"/> says the rest.
/// <see cref="OperationCanceledException"/> is never wrapped in it.
/// </summary>
public abstract class SynclineException : Exception
{
    private protected SynclineException(ErrorPhase phase, ErrorDetail error, Exception? innerException)
        : base(error.Message, innerException)
    {
        Error = error.Phase == phase ? error : error with { Phase = phase };
    }

    /// <summary>What happened, why, and what recovers.</summary>
    public ErrorDetail Error { get; }

    /// <summary>The exception of the error's own phase.</summary>
    public static SynclineException Of(ErrorDetail error, Exception? innerException = null) => error.Phase switch
    {
        ErrorPhase.Configuration => new ConfigurationException(error, innerException),
        ErrorPhase.SignIn => new SignInException(error, innerException),
        ErrorPhase.Connection => new ConnectionException(error, innerException),
        ErrorPhase.Schema => new SchemaException(error, innerException),
        ErrorPhase.Mapping => new MappingException(error, innerException),
        ErrorPhase.Read => new ReadException(error, innerException),
        ErrorPhase.Write => new WriteException(error, innerException),
        ErrorPhase.Guard => new GuardException(error, innerException),
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };
}
