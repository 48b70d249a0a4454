using System.Buffers;
using System.Text;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Finds the first byte of a file that is not UTF-8, after a read failed on it.</summary>
internal static class CsvEncodingFault
{
    public static async ValueTask<ErrorDetail> DescribeAsync(DataFile file, Encoding encoding, bool given, CancellationToken cancellationToken)
    {
        var name = encoding is UTF8Encoding ? "UTF-8" : encoding.WebName;
        var fault = encoding is UTF8Encoding ? await FindAsync(file, cancellationToken) : null;
        return fault is var (bad, line, column)
            ? CsvErrors.NotInEncoding(file.Shown, name, bad, line, column, given)
            : CsvErrors.NotInEncoding(file.Shown, name, bad: null, 0, 0, given);
    }

    private static async ValueTask<(byte Bad, long Line, int Column)?> FindAsync(DataFile file, CancellationToken cancellationToken)
    {
        await using var stream = FileStreams.Open(file);
        var buffer = new byte[64 * 1024];
        var place = (Line: 1L, Column: 1);
        var kept = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(kept), cancellationToken);
            var (used, bad) = Scan(buffer.AsSpan(0, kept + read), isLast: read == 0, ref place);
            if (bad is { } value)
            {
                return (value, place.Line, place.Column);
            }

            if (read == 0)
            {
                return null;
            }

            kept = kept + read - used;
            buffer.AsSpan(used, kept).CopyTo(buffer);
        }
    }

    private static (int Used, byte? Bad) Scan(ReadOnlySpan<byte> bytes, bool isLast, ref (long Line, int Column) place)
    {
        var used = 0;
        while (used < bytes.Length)
        {
            var status = Rune.DecodeFromUtf8(bytes[used..], out var rune, out var length);
            if (status == OperationStatus.InvalidData || (status == OperationStatus.NeedMoreData && isLast))
            {
                return (used, bytes[used]);
            }

            if (status == OperationStatus.NeedMoreData)
            {
                break;
            }

            place = rune.Value == '\n' ? (place.Line + 1, 1) : (place.Line, place.Column + rune.Utf16SequenceLength);
            used += length;
        }

        return (used, null);
    }
}
