namespace Syncline.Core.Connectors;

/// <summary>How long a sign-in lasts.</summary>
/// <param name="ValidUntil">When what the server granted ends.</param>
/// <param name="IsRenewed">Whether it is renewed before that without anybody doing anything; else a person signs in again then.</param>
public sealed record SignInSpan(DateTimeOffset ValidUntil, bool IsRenewed)
{
    /// <summary>How long before its end a sign-in that is not renewed is said to end soon.</summary>
    public static TimeSpan Soon { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether it ends for good within <see cref="Soon"/>, or has ended.</summary>
    public bool EndsSoon(DateTimeOffset now) => !IsRenewed && ValidUntil - now < Soon;

    /// <summary>Whether it has ended for good.</summary>
    public bool HasEnded(DateTimeOffset now) => !IsRenewed && ValidUntil <= now;
}
