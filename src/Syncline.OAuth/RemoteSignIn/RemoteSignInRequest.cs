namespace Syncline.OAuth.RemoteSignIn;

/// <summary>A sign-in that another machine waits for, as <see cref="AnotherMachine.Read"/> understood it.</summary>
public sealed class RemoteSignInRequest
{
    internal RemoteSignInRequest(string text, RemoteRequest request)
    {
        Text = text;
        Request = request;
    }

    /// <summary>What the person signs in to, as the waiting side names it.</summary>
    public string System => Request.System;

    /// <summary>Name of the connection on the waiting side.</summary>
    public string Connection => Request.Connection;

    /// <summary>Host of the sign-in page.</summary>
    public string SignInHost => Request.Page.Authority;

    /// <summary>Client id of the app that will get access.</summary>
    public string ClientId => Request.Parameter("client_id")!;

    /// <summary>What the app asks for; null when it names nothing.</summary>
    public string? Scope => Request.Parameter("scope") ?? Request.Parameter("resource");

    /// <summary>The request as text.</summary>
    internal string Text { get; }

    internal RemoteRequest Request { get; }
}
