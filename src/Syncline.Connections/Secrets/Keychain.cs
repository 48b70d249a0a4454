using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Syncline.Connections.Secrets;

/// <summary>
/// Generic passwords of the macOS Keychain through Security.framework (SecItemAdd, SecItemCopyMatching). The <c>security</c> command is
/// not used: it takes the value on its command line, where every user can read it.
/// </summary>
[SupportedOSPlatform("macos")]
internal static class Keychain
{
    private const string Security = "/System/Library/Frameworks/Security.framework/Security";
    private const string CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";
    private const uint Utf8 = 0x08000100;

    /// <summary>Adds a password; returns the OSStatus, 0 for success.</summary>
    public static int Add(string service, string account, ReadOnlySpan<byte> value)
    {
        using var query = new Query(service, account);
        query.Set("kSecValueData", CFDataCreate(0, value.ToArray(), value.Length));
        return SecItemAdd(query.Handle, 0);
    }

    /// <summary>Finds a password; returns the OSStatus, 0 for success.</summary>
    public static int Find(string service, string account, out byte[] value)
    {
        using var query = new Query(service, account);
        query.SetConstant("kSecReturnData", CoreFoundation, "kCFBooleanTrue");
        query.SetConstant("kSecMatchLimit", Security, "kSecMatchLimitOne");
        var status = SecItemCopyMatching(query.Handle, out var data);
        value = [];
        if (status == 0)
        {
            value = new byte[CFDataGetLength(data)];
            Marshal.Copy(CFDataGetBytePtr(data), value, 0, value.Length);
            CFRelease(data);
        }

        return status;
    }

    [DllImport(Security)]
    private static extern int SecItemAdd(nint attributes, nint result);

    [DllImport(Security)]
    private static extern int SecItemCopyMatching(nint query, out nint result);

    [DllImport(CoreFoundation)]
    private static extern nint CFDictionaryCreateMutable(nint allocator, nint capacity, nint keyCallBacks, nint valueCallBacks);

    [DllImport(CoreFoundation)]
    private static extern void CFDictionarySetValue(nint dictionary, nint key, nint value);

    [DllImport(CoreFoundation)]
    private static extern nint CFStringCreateWithBytes(nint allocator, byte[] bytes, nint length, uint encoding, byte isExternal);

    [DllImport(CoreFoundation)]
    private static extern nint CFDataCreate(nint allocator, byte[] bytes, nint length);

    [DllImport(CoreFoundation)]
    private static extern nint CFDataGetLength(nint data);

    [DllImport(CoreFoundation)]
    private static extern nint CFDataGetBytePtr(nint data);

    [DllImport(CoreFoundation)]
    private static extern void CFRelease(nint reference);

    private static nint Symbol(string library, string name) => NativeLibrary.GetExport(NativeLibrary.Load(library), name);

    /// <summary>A dictionary that names one generic password; it keeps its values alive and frees them with itself.</summary>
    private sealed class Query : IDisposable
    {
        public Query(string service, string account)
        {
            Handle = CFDictionaryCreateMutable(
                0, 0, Symbol(CoreFoundation, "kCFTypeDictionaryKeyCallBacks"), Symbol(CoreFoundation, "kCFTypeDictionaryValueCallBacks"));
            SetConstant("kSecClass", Security, "kSecClassGenericPassword");
            Set("kSecAttrService", Text(service));
            Set("kSecAttrAccount", Text(account));
        }

        public nint Handle { get; }

        /// <summary>Sets a value that the caller owned; the dictionary owns it now.</summary>
        public void Set(string key, nint value)
        {
            CFDictionarySetValue(Handle, Marshal.ReadIntPtr(Symbol(Security, key)), value);
            CFRelease(value);
        }

        public void SetConstant(string key, string library, string constant) =>
            CFDictionarySetValue(Handle, Marshal.ReadIntPtr(Symbol(Security, key)), Marshal.ReadIntPtr(Symbol(library, constant)));

        public void Dispose() => CFRelease(Handle);

        private static nint Text(string value)
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            return CFStringCreateWithBytes(0, bytes, bytes.Length, Utf8, 0);
        }
    }
}
