using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Attached files of which there will be no copy: said once for all that failed together, in the record and where it was posted.</summary>
public static class FilesNotKept
{
    private const int Named = 3;

    /// <param name="files">At least one; each with its <see cref="AttachedFile.NotKept"/>.</param>
    /// <param name="tell">Whether it is said in the channel too: not of what was posted long ago.</param>
    public static Decision Decide(Incident incident, IReadOnlyList<AttachedFile> files, bool tell, DateTimeOffset now)
    {
        var text = Words(files);
        var entry = new TimelineEntry
        {
            Incident = incident.Id,
            Number = incident.LastEntry + 1,
            Kind = EntryKind.Note,
            HappenedAt = now,
            RecordedAt = now,
            Text = text,
        };
        return new Decision(incident with { LastEntry = entry.Number }, "")
        {
            Entries = [entry],
            Owes =
            [
                .. tell && incident.Channel is not null ? (Owed[])[new Tell($"-# 📎 {Harmless.Line(text, 900)}")] : [],
                .. incident.PostmortemMessages.IsEmpty ? (Owed[])[] : [new PostPostmortem()],
            ],
        };
    }

    // One reason is given where all share it, else each has its own.
    private static string Words(IReadOnlyList<AttachedFile> files)
    {
        var reasons = files.Select(f => f.NotKept ?? "").Distinct(StringComparer.Ordinal).ToList();
        var names = files.Take(Named).Select(f => reasons.Count == 1 ? SafeName.Of(f.Name) : $"{SafeName.Of(f.Name)} ({f.NotKept})").ToList();
        if (files.Count > Named) names.Add($"{files.Count - Named} more");
        var what = files.Count == 1 ? "" : $"{files.Count} files: ";
        return $"I could not keep {what}{Lists.InWords(names)}{(reasons.Count == 1 ? $" because {reasons[0]}" : "")}";
    }
}
