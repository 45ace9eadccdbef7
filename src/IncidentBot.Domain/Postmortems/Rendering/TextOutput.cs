using System.Buffers;
using System.Globalization;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>Text on its way out, handed on a piece at a time: the postmortem of a long incident has tens of millions of characters, and need not be in memory as a whole.</summary>
internal sealed class TextOutput : IDisposable
{
    private const int Size = 16 << 10;

    private readonly TextWriter _to;
    private readonly char[] _buffer = ArrayPool<char>.Shared.Rent(Size);
    private int _length;
    private long _handedOn;

    private TextOutput(TextWriter to) => _to = to;

    /// <summary>How many characters were written so far.</summary>
    public long Position => _handedOn + _length;

    /// <summary>Hands on what <paramref name="write"/> writes.</summary>
    public static void Write(TextWriter to, Action<TextOutput> write)
    {
        using var output = new TextOutput(to);
        write(output);
        output.HandOn(keep: 0);
    }

    /// <summary>What <paramref name="write"/> writes.</summary>
    public static string Text(Action<TextOutput> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, write);
        return text.ToString();
    }

    public TextOutput Append(char c)
    {
        if (_length == _buffer.Length) MakeRoom();
        _buffer[_length++] = c;
        return this;
    }

    public TextOutput Append(string text) => Append(text.AsSpan());

    public TextOutput Append(ReadOnlySpan<char> text)
    {
        while (text.Length > _buffer.Length - _length)
        {
            var piece = _buffer.Length - _length;
            text[..piece].CopyTo(_buffer.AsSpan(_length));
            _length += piece;
            text = text[piece..];
            MakeRoom();
        }

        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
        return this;
    }

    /// <summary>A number or an instant, written alike everywhere in the world.</summary>
    public TextOutput Append<T>(T value, ReadOnlySpan<char> format = default)
        where T : struct, ISpanFormattable
    {
        Span<char> digits = stackalloc char[64];
        return value.TryFormat(digits, out var written, format, CultureInfo.InvariantCulture) ? Append(digits[..written]) : Append(value.ToString(format.ToString(), CultureInfo.InvariantCulture));
    }

    /// <summary>Takes back the line ends that were written last.</summary>
    public TextOutput TakeBackLineEnds()
    {
        _length -= LineEnds();
        return this;
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(_buffer);

    private int LineEnds() => _length - _buffer.AsSpan(0, _length).TrimEnd('\n').Length;

    // The line ends at the end may still be taken back; no document has half a buffer of them.
    private void MakeRoom() => HandOn(keep: Math.Min(LineEnds(), _buffer.Length / 2));

    private void HandOn(int keep)
    {
        _to.Write(_buffer.AsSpan(0, _length - keep));
        _buffer.AsSpan(_length - keep, keep).CopyTo(_buffer);
        _handedOn += _length - keep;
        _length = keep;
    }
}
