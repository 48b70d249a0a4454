using System.Security.Cryptography;
using CsCheck;
using Syncline.OAuth.RemoteSignIn;

namespace Syncline.OAuth.Tests.RemoteSignIn;

public sealed class HpkeTests
{
    private static readonly byte[] Info = [.. "purpose"u8];
    private static readonly byte[] Associated = [.. "bound to"u8];

    /// <summary>RFC 9180 appendix A.3.1, sequence number 0.</summary>
    [Fact]
    public void The_RFCs_test_vector_is_met_in_both_directions()
    {
        const string Recipient = "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0";
        const string Enc = "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4";
        const string Ciphertext = "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434";
        var info = Convert.FromHexString("4f6465206f6e2061204772656369616e2055726e");
        var associated = Convert.FromHexString("436f756e742d30");
        var message = Convert.FromHexString("4265617574792069732074727574682c20747275746820626561757479");
        using var oneTime = Key("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb", Enc);
        using var recipient = Key("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2", Recipient);
        var hpke = new Hpke(keyBytes: 16);

        var sealedBytes = hpke.Seal(oneTime, Convert.FromHexString(Recipient), info, associated, message);

        Convert.ToHexStringLower(sealedBytes).ShouldBe(Enc + Ciphertext);
        hpke.Open(recipient, info, associated, sealedBytes).ShouldBe(message);
    }

    [Fact]
    public void What_was_sealed_opens_and_with_any_one_bit_changed_or_byte_missing_it_does_not()
    {
        using var key = Hpke.NewKey();
        var hpke = new Hpke();
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample(
            (message, at, bit) =>
            {
                var sealedBytes = hpke.Seal(Hpke.PublicKey(key), Info, Associated, message);
                hpke.Open(key, Info, Associated, sealedBytes).ShouldBe(message);

                var altered = sealedBytes.ToArray();
                altered[at % altered.Length] ^= (byte)(1 << bit);
                Should.Throw<CryptographicException>(() => hpke.Open(key, Info, Associated, altered));
                Should.Throw<CryptographicException>(() => hpke.Open(key, Info, Associated, sealedBytes.AsSpan(0, at % sealedBytes.Length).ToArray()));
            },
            iter: 200);
    }

    [Fact]
    public void It_opens_only_with_its_own_key_purpose_and_associated_data()
    {
        using var key = Hpke.NewKey();
        using var other = Hpke.NewKey();
        var hpke = new Hpke();
        var sealedBytes = hpke.Seal(Hpke.PublicKey(key), Info, Associated, [1, 2, 3]);

        Should.Throw<CryptographicException>(() => hpke.Open(other, Info, Associated, sealedBytes));
        Should.Throw<CryptographicException>(() => hpke.Open(key, Associated, Associated, sealedBytes));
        Should.Throw<CryptographicException>(() => hpke.Open(key, Info, Info, sealedBytes));
        Should.Throw<CryptographicException>(() => new Hpke(16).Open(key, Info, Associated, sealedBytes));
    }

    [Fact]
    public void The_same_message_is_sealed_differently_each_time()
    {
        using var key = Hpke.NewKey();
        var hpke = new Hpke();
        hpke.Seal(Hpke.PublicKey(key), Info, Associated, [1]).ShouldNotBe(hpke.Seal(Hpke.PublicKey(key), Info, Associated, [1]));
    }

    private static ECDiffieHellman Key(string secret, string point) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = Convert.FromHexString(secret),
        Q = new ECPoint { X = Convert.FromHexString(point.AsSpan(2, 64)), Y = Convert.FromHexString(point.AsSpan(66)) },
    });
}
