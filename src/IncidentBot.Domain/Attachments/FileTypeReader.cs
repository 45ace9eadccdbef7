using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IncidentBot.Domain.Attachments;

/// <summary>
/// Reads a file's type from its bytes as they pass by, in constant memory. The first bytes decide, where the format has a signature (see
/// https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and the formats' own documents); else it is text if every byte of it is.
/// </summary>
public sealed class FileTypeReader
{
    /// <summary>Only a file no longer than this, in bytes, is looked at as JSON: it has to be seen whole.</summary>
    private const int SeenWhole = 64 * 1024;

    private readonly byte[] _head = new byte[SeenWhole];
    private readonly char[] _scratch = new char[4096];
    private readonly Decoder _utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
    private long _length;
    private bool _isText = true;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (_length < _head.Length)
        {
            var room = (int)Math.Min(_head.Length - _length, bytes.Length);
            bytes[..room].CopyTo(_head.AsSpan((int)_length));
        }

        _length += bytes.Length;
        if (_isText) _isText = StaysText(bytes, flush: false);
    }

    /// <summary>The verdict, once all bytes were taken.</summary>
    public FileType End()
    {
        if (_length == 0) return FileType.Empty;
        ReadOnlySpan<byte> head = _head.AsSpan(0, (int)Math.Min(_length, _head.Length));
        if (Signature(head) is { } known) return known;
        if (!_isText || !StaysText([], flush: true)) return FileType.Unknown;
        return _length <= _head.Length && IsJson(head) ? FileType.Json : FileType.Text;
    }

    /// <summary>The type of bytes that are all at hand.</summary>
    public static FileType Of(ReadOnlySpan<byte> bytes)
    {
        var reader = new FileTypeReader();
        reader.Take(bytes);
        return reader.End();
    }

    private static FileType? Signature(ReadOnlySpan<byte> head)
    {
        if (StartsWith(head, 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A)) return FileType.Png;
        if (StartsWith(head, 0xFF, 0xD8, 0xFF)) return FileType.Jpeg;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return FileType.Gif;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return FileType.WebP;
        if (head.StartsWith("%PDF-"u8)) return FileType.Pdf;
        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8)) return FileType.Mp4;
        if (StartsWith(head, 0x50, 0x4B, 0x03, 0x04) || StartsWith(head, 0x50, 0x4B, 0x05, 0x06)) return FileType.Zip;
        return StartsWith(head, 0x1F, 0x8B, 0x08) ? FileType.Gzip : null;
    }

    private static bool StartsWith(ReadOnlySpan<byte> head, params ReadOnlySpan<byte> signature) => head.StartsWith(signature);

    // A character may be cut between two pieces: the decoder remembers its beginning.
    private bool StaysText(ReadOnlySpan<byte> bytes, bool flush)
    {
        try
        {
            bool done;
            do
            {
                _utf8.Convert(bytes, _scratch, flush, out var used, out var written, out done);
                bytes = bytes[used..];
                if (_scratch.AsSpan(0, written).ContainsAny(s_controls)) return false;
            }
            while (!done);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];

        // A lone number or word is JSON as well, but nobody would call it so.
        if (bytes.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..]) return false;
        try
        {
            var json = new Utf8JsonReader(bytes);
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What no text holds. Tab, line ends, form feed and the escape of coloured terminal output are not among it.</summary>
    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n' or '\r' or '\f' or 0x1B)).Select(c => (char)c), '\x7F']);
}
