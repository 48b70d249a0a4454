using System.IO.Compression;
using System.Text;
using Syncline.Core.Errors;
using ZstdSharp;

namespace Syncline.Connectors.Files.Tests.Tables;

public sealed class CompressionTests : IDisposable
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{i * 7919 % 10007}\n")));

    private readonly FileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Compressed_files_are_read_by_their_ending()
    {
        folder.Add("a.csv.gz", Gzip()).Add("b.csv.zst", Zstandard());

        (await folder.ReadAsync("a.csv.gz")).Count.ShouldBe(20_000);
        (await folder.ReadAsync("b.csv.zst")).Count.ShouldBe(20_000);
    }

    [Theory]
    [InlineData("cut.csv.gz")]
    [InlineData("cut.csv.zst")]
    [InlineData("trailer.csv.gz")]
    [InlineData("plain.csv.gz")]
    [InlineData("plain.csv.zst")]
    [InlineData("bad.csv.gz")]
    public async Task A_file_that_is_cut_off_or_damaged_is_never_taken_for_a_whole_one(string name)
    {
        byte[] bytes = name switch
        {
            "cut.csv.gz" => Gzip()[..^2000],
            "cut.csv.zst" => Zstandard()[..^2000],
            "trailer.csv.gz" => Gzip()[..^8],
            "bad.csv.gz" => [.. Gzip().Select((value, at) => at == 40_000 ? (byte)~value : value)],
            _ => Text,
        };
        folder.Add(name, bytes);

        var error = (await Should.ThrowAsync<ReadException>(() => folder.ReadAsync(name))).Error;

        error.Id.ShouldBe("FI1111");
        error.Message.ShouldBe($"{name} can't be decompressed: it is damaged, or was cut off.");
    }

    private static byte[] Gzip()
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.Optimal))
        {
            stream.Write(Text);
        }

        return result.ToArray();
    }

    private static byte[] Zstandard()
    {
        using var compressor = new Compressor(3);
        return compressor.Wrap(Text).ToArray();
    }
}
