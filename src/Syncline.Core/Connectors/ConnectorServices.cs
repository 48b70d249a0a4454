namespace Syncline.Core.Connectors;

/// <summary>What the surroundings lend to a connector. The connector disposes none of it.</summary>
public sealed record ConnectorServices
{
    /// <summary>Clock, for what a protocol needs it for (token expiry); never for waiting.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// HTTP stack to send through: retry of safe requests, throttling, tracing and time-outs are already in it.
    /// Wrap it in an <see cref="HttpClient"/> with <c>disposeHandler: false</c>.
    /// </summary>
    public required HttpMessageHandler HttpHandler { get; init; }

    /// <summary>Small protected values of this connection that outlive the process: tokens.</summary>
    public required IProtectedState State { get; init; }

    /// <summary>Folder that relative paths in settings are relative to.</summary>
    public string BaseFolder { get; init; } = Environment.CurrentDirectory;
}
