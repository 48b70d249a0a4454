using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Certificates;

/// <summary>
/// The name constraints of the development authority (RFC 5280 section 4.2.1.10): it can vouch for <c>localhost</c> and the loopback addresses
/// alone. Whoever trusts it, and then loses its key, has lost nothing outside their own machine.
/// </summary>
internal static class NameConstraints
{
    private const string Oid = "2.5.29.30";

    public static X509Extension LoopbackOnly()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, "localhost", new Asn1Tag(TagClass.ContextSpecific, 2));
            }

            // An address and its mask.
            WriteAddresses(writer, IPAddress.Parse("127.0.0.0"), IPAddress.Parse("255.0.0.0"));
            WriteAddresses(writer, IPAddress.IPv6Loopback, new IPAddress(Enumerable.Repeat((byte)0xff, 16).ToArray()));
        }

        return new X509Extension(new Oid(Oid), writer.Encode(), critical: true);
    }

    private static void WriteAddresses(AsnWriter writer, IPAddress address, IPAddress mask)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString([.. address.GetAddressBytes(), .. mask.GetAddressBytes()], new Asn1Tag(TagClass.ContextSpecific, 7));
        }
    }
}
