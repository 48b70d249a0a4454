using System.Collections.Concurrent;
using OpenIddict.Abstractions;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>The authorization requests that wait for a person, for half an hour at most. Safe for concurrent use.</summary>
internal sealed class PendingSignIns(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, PendingSignIn> _waiting = new(StringComparer.Ordinal);

    public PendingSignIn Add(string browser, OpenIddictRequest request, string path)
    {
        var now = time.GetUtcNow();
        foreach (var (id, old) in _waiting)
        {
            if (now - old.StartedAt > Patience)
            {
                _waiting.TryRemove(id, out _);
            }
        }

        var pending = new PendingSignIn(OpaqueValue.New(), browser, request, path, now);
        _waiting[pending.Id] = pending;
        return pending;
    }

    /// <summary>The waiting request with that id, if it belongs to that browser.</summary>
    public PendingSignIn? Find(string? id, string? browser) =>
        id is not null && browser is not null && _waiting.TryGetValue(id, out var pending)
        && pending.Browser == browser && time.GetUtcNow() - pending.StartedAt <= Patience
            ? pending
            : null;

    public void Remove(PendingSignIn pending) => _waiting.TryRemove(pending.Id, out _);
}
