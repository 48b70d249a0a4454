namespace Syncline.Connectors.Databases.Errors;

/// <summary>What an error of a database means, in words that all of them share.</summary>
internal enum FaultKind
{
    /// <summary>Nobody answers at the address.</summary>
    Unreachable,

    /// <summary>User or password is wrong, or the user may not connect.</summary>
    SignInRefused,

    /// <summary>There is no such database.</summary>
    NoDatabase,

    /// <summary>No encrypted connection could be made, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>Something would be written where only reading is allowed.</summary>
    ReadOnly,

    /// <summary>The user may not do this.</summary>
    NoPrivilege,

    /// <summary>The same may work in a moment: a deadlock, a lock not had in time, a server that starts or has too many connections. Nothing was done.</summary>
    Transient,

    /// <summary>The connection was lost on the way.</summary>
    Lost,

    /// <summary>A table, column or function is not there, or the SQL is wrong.</summary>
    Sql,

    /// <summary>A row with this key is there already.</summary>
    DuplicateKey,

    /// <summary>No value where one is required.</summary>
    NullValue,

    /// <summary>A row that this one refers to is not there, or one that refers to this one is.</summary>
    ForeignKey,

    /// <summary>A check of the table.</summary>
    Check,

    /// <summary>A text or bytes are longer than the column takes.</summary>
    TooLong,

    /// <summary>A number or date is outside of what the column takes.</summary>
    OutOfRange,

    /// <summary>A value is not of the column's type.</summary>
    BadValue,

    /// <summary>Anything else that the server refused.</summary>
    Other,
}
