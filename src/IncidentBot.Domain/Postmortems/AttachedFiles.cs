using System.Collections.Immutable;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems;

/// <summary>The files of an incident as a document names them: numbered from 1 in the order they were posted.</summary>
internal sealed class AttachedFiles
{
    private readonly ImmutableArray<(TalkMessage Message, AttachedFile File, int Number)> _all;
    private readonly ILookup<MessageId, (TalkMessage Message, AttachedFile File, int Number)> _byMessage;

    public AttachedFiles(IncidentFile file)
    {
        _all = [.. file.Talk.OrderBy(m => m.Id).SelectMany(m => m.Files.Select(f => (m, f))).Select((pair, i) => (pair.m, pair.f, i + 1))];
        _byMessage = _all.ToLookup(f => f.Message.Id);
    }

    public bool IsEmpty => _all.IsEmpty;

    /// <summary>The files of the message a line comes from, each as " 📎 graph.png".</summary>
    public RichText MarksOf(MessageRef? source)
    {
        if (IsEmpty || source is not { } at || !_byMessage.Contains(at.Message)) return RichText.Empty;
        return new([.. _byMessage[at.Message].SelectMany(f => (Inline[])[" ", new FileMark(f.Number, SafeName.Of(f.File.Name))])]);
    }

    /// <summary>What was said with several files stands with the first of them.</summary>
    public FileList List(Draft draft) => new([.. _byMessage.SelectMany(of => of.Select((f, i) => Item(draft, f.Message, f.File, f.Number, isFirst: i == 0)))]);

    // What somebody took back in chat stays in the record with its hash, but is not spread in pictures.
    private static FileItem Item(Draft draft, TalkMessage message, AttachedFile file, int number, bool isFirst)
    {
        var takenBack = message.DeletedAt is not null ? "deleted in chat" : file.RemovedAt is not null ? "taken off its message" : null;
        var copy = file.Copy is null ? file.NotKept is { } why ? $"no copy, because {why}" : "not copied yet" : null;
        var notes = new[] { takenBack, copy }.OfType<string>().ToList();
        return new FileItem(
            number,
            SafeName.Of(file.Name),
            file.Copy?.Size ?? file.Size,
            file.Copy?.Type,
            file.Copy?.Hash,
            draft.Attribution(message.Author, message.SaidAt, message.Ref()),
            isFirst && takenBack is null ? draft.Line(message.Text) : RichText.Empty,
            notes.Count == 0 ? null : string.Join("; ", notes),
            IsShown: takenBack is null && file.Copy is not null);
    }
}
