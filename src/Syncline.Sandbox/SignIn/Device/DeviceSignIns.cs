using System.Collections.Concurrent;
using System.Security.Cryptography;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Device;

/// <summary>The devices that wait for a person. Safe for concurrent use.</summary>
internal sealed class DeviceSignIns(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How often a device may ask.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // As on Entra's codes: no vowels, and nothing that looks like something else.
    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789";

    private readonly ConcurrentDictionary<string, DeviceSignIn> _byDeviceCode = new(StringComparer.Ordinal);

    public (string DeviceCode, DeviceSignIn Device) Add(SandboxApp app, string scope, EndpointShape shape)
    {
        var now = time.GetUtcNow();
        foreach (var (code, old) in _byDeviceCode)
        {
            if (now - old.ExpiresAt > Lifetime)
            {
                _byDeviceCode.TryRemove(code, out _);
            }
        }

        var device = new DeviceSignIn(RandomNumberGenerator.GetString(Alphabet, 9), app, scope, shape, now, now + Lifetime);
        var deviceCode = GrantPrefix.DeviceCode + OpaqueValue.New(48);
        _byDeviceCode[deviceCode] = device;
        return (deviceCode, device);
    }

    public DeviceSignIn? FindByDeviceCode(string deviceCode) => _byDeviceCode.GetValueOrDefault(deviceCode);

    /// <summary>The waiting device with that user code, however it was typed.</summary>
    public DeviceSignIn? FindByUserCode(string typed)
    {
        var code = typed.Replace("-", "", StringComparison.Ordinal).Trim();
        return _byDeviceCode.Values.FirstOrDefault(device => device.UserCode.Equals(code, StringComparison.OrdinalIgnoreCase)
            && device.ExpiresAt > time.GetUtcNow() && device is { Grant: null, IsDeclined: false });
    }
}
