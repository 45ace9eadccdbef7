namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    private readonly Dictionary<ulong, Attachment> attachments = [];
    private int heldDownloads;

    /// <summary>Downloads of files that wait for the clock: nothing becomes of them until it moves.</summary>
    public int HeldDownloads => Volatile.Read(ref heldDownloads);

    internal void Keep(Attachment attachment) => attachments[attachment.Id] = attachment;

    internal Attachment? FindAttachment(ulong id) => attachments.GetValueOrDefault(id);

    /// <summary>With its message, or taken off it, a file is gone: its link is dead, however long it was to live.</summary>
    internal void Forget(IEnumerable<Attachment> gone)
    {
        foreach (var attachment in gone) attachments.Remove(attachment.Id);
    }

    internal async Task HoldDownloadAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref heldDownloads);
        try
        {
            await Task.Delay(time, Time, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref heldDownloads);
        }
    }
}
