using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Benchmarks;

/// <summary>A record of any length: days of talk, and entries made from it and beside it.</summary>
internal static class LongIncident
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 13, 55, 0, TimeSpan.Zero);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(17);
    private static readonly IncidentId Id = new(1);
    private static readonly ServerId Server = new(77);
    private static readonly ChannelId Place = new(900);

    private static readonly EntryKind[] Kinds =
    [
        EntryKind.KeyEvent, EntryKind.Hypothesis, EntryKind.RuledOut, EntryKind.Update, EntryKind.Fix, EntryKind.Status, EntryKind.Escalation, EntryKind.KeyEvent, EntryKind.Impact, EntryKind.Cause,
    ];

    /// <param name="entries">Every second one is made from a message.</param>
    public static IncidentFile Build(int entries, int messages)
    {
        var end = Start + (Between * Math.Max(entries, messages));
        var people = Enumerable.Range(0, 12).Select(i => new PersonId(200 + (ulong)i)).ToArray();
        var incident = new Incident
        {
            Id = Id,
            Server = Server,
            Number = 12,
            Title = "Shop answers slowly",
            Severity = Severity.Sev1,
            Status = IncidentStatus.Resolved,
            DeclaredBy = people[0],
            Channel = Place,
            Milestones = new Milestones { Declared = Start, Resolved = end },
            StatusHistory = [new StatusChange(IncidentStatus.Investigating, Start, people[0]), new StatusChange(IncidentStatus.Resolved, end, people[0])],
            SeverityHistory = [new SeverityChange(Severity.Sev1, Start, people[0])],
        };
        return new IncidentFile(
            incident,
            [.. Enumerable.Range(0, entries).Select(i => Entry(i, people[i % people.Length]))],
            [.. Enumerable.Range(0, messages).Select(i => Message(i, people[i % people.Length]))],
            [],
            [.. Enumerable.Range(0, Math.Min(entries, 50)).Select(i => Task(i, people[i % people.Length]))],
            people.ToImmutableDictionary(static p => p, static p => string.Create(CultureInfo.InvariantCulture, $"Person {p.Value - 199}")),
            new ServerSettings { Server = Server, TimeZone = "Europe/Berlin" });
    }

    private static TalkMessage Message(int i, PersonId author)
    {
        var at = Start + (Between * i);
        return new TalkMessage
        {
            Id = new MessageId(1000 + (ulong)i),
            Channel = Place,
            Incident = Id,
            Author = author,
            Text = Chatter.Line(i),
            SaidAt = at,
            EditedAt = i % 40 == 0 ? at.AddMinutes(1) : null,
            Revisions = i % 40 == 0 ? [new MessageRevision("one moment", at.AddMinutes(1))] : [],
            ReplyTo = i % 9 == 5 ? new MessageId(1000 + (ulong)i - 3) : null,
        };
    }

    private static TimelineEntry Entry(int i, PersonId by)
    {
        var at = Start + (Between * i);
        var fromTalk = i % 2 == 0;
        return new TimelineEntry
        {
            Incident = Id,
            Number = i + 1,
            Kind = Kinds[i % Kinds.Length],
            HappenedAt = at,
            SaidAt = fromTalk ? at : null,
            RecordedAt = at.AddSeconds(40),
            By = by,
            Source = fromTalk ? new MessageRef(Place, new MessageId(1000 + (ulong)i)) : null,
            Text = Chatter.Line(i),
            Marks = fromTalk ? [new Mark(by, MarkedThrough.Reaction, at.AddSeconds(40), "📌")] : [],
        };
    }

    private static ActionItem Task(int i, PersonId by) => new()
    {
        Incident = Id,
        Number = i + 1,
        Text = "Watch " + Chatter.Line(i),
        Kind = (ActionKind)(i % 3),
        Owner = by,
        AddedBy = by,
        AddedAt = Start,
    };
}
