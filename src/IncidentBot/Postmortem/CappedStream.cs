namespace IncidentBot.Postmortem;

/// <summary>Keeps what is written to it, up to a limit; nothing of what turns out to be longer.</summary>
/// <param name="limit">In bytes.</param>
internal sealed class CappedStream(int limit) : Stream
{
    private MemoryStream? _kept = new();

    /// <summary>All that was written; null when it is longer than the limit.</summary>
    public ReadOnlyMemory<byte>? Content => _kept?.GetBuffer().AsMemory(0, (int)_kept.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_kept?.Length + buffer.Length > limit) _kept = null;
        _kept?.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
