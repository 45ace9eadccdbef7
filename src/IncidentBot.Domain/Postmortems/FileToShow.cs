using System.Collections.Immutable;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems;

/// <summary>
/// Which files the HTML form shows in itself: pictures, and the first lines of texts. Whoever renders fetches these bytes and hands them over; the
/// document decides, so that the same record shows the same pictures.
/// </summary>
/// <param name="Hash">Names the content.</param>
/// <param name="Bytes">How much of it is wanted, from its beginning.</param>
public sealed record FileToShow(string Hash, int Bytes)
{
    /// <summary>A larger picture is listed only.</summary>
    public const int LargestPicture = 2 << 20;

    /// <summary>
    /// All that is shown of all files together, in bytes. As text in the page it grows by a third, and has to stay under the 10 MiB that Discord takes as
    /// one file, with room for the words.
    /// </summary>
    public const int AllTogether = 6 << 20;

    /// <summary>How much of a text is shown.</summary>
    public const int Preview = 4 << 10;

    /// <summary>In the document's order, each content once, until the room is used up.</summary>
    public static ImmutableArray<FileToShow> Of(PostmortemDocument document)
    {
        var chosen = ImmutableArray.CreateBuilder<FileToShow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var room = AllTogether;
        foreach (var file in document.Sections.SelectMany(s => s.Blocks).OfType<FileList>().SelectMany(l => l.Files))
        {
            if (file is not { IsShown: true, Hash: { } hash, Type: { } type } || Wanted(type, file.Size) is not { } bytes || bytes > room || !seen.Add(hash)) continue;
            chosen.Add(new FileToShow(hash, bytes));
            room -= bytes;
        }

        return chosen.ToImmutable();
    }

    private static int? Wanted(FileType type, long size)
    {
        if (type.IsPicture()) return size <= LargestPicture ? (int)size : null;
        return type.IsText() ? (int)Math.Min(size, Preview) : null;
    }
}
