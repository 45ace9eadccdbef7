using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Writes down an incident the way a test tells it: times of day in the incident's zone, people by first name.</summary>
internal sealed class IncidentBuilder
{
    private static readonly IncidentId s_id = new(1);
    private static readonly ChannelId s_channel = new(900);

    private readonly TimeSpan _offset;
    private readonly DateTime _day;
    private readonly ServerSettings _settings;
    private readonly Dictionary<string, PersonId> _people = [];
    private readonly Dictionary<string, int> _talkByName = [];
    private readonly List<TalkMessage> _talk = [];
    private readonly List<TimelineEntry> _entries = [];
    private readonly List<Domain.Escalation.Escalation> _escalations = [];
    private readonly List<ActionItem> _actions = [];

    public IncidentBuilder(string title, string zone, int offsetHours, DateTime day, string declared, string by = "Ada Obi", Severity severity = Severity.Sev2)
    {
        (_offset, _day) = (TimeSpan.FromHours(offsetHours), day);
        _settings = new ServerSettings { Server = new ServerId(77), TimeZone = zone };
        Incident = new Incident
        {
            Id = s_id,
            Server = new ServerId(77),
            Number = 12,
            Title = title,
            Severity = severity,
            Status = IncidentStatus.Investigating,
            DeclaredBy = Person(by),
            Milestones = new Milestones { Declared = At(declared) },
            Channel = s_channel,
            StatusHistory = [new StatusChange(IncidentStatus.Investigating, At(declared), Person(by))],
            SeverityHistory = [new SeverityChange(severity, At(declared), Person(by))],
        };
    }

    public Incident Incident { get; set; }

    public PersonId Person(string name)
    {
        if (!_people.TryGetValue(name, out var id)) _people[name] = id = new PersonId(200 + (ulong)_people.Count);
        return id;
    }

    /// <summary>"14:05", or "+1 00:10" on the next day.</summary>
    public DateTimeOffset At(string time)
    {
        var day = _day;
        if (time[0] == '+')
        {
            day = day.AddDays(time[1] - '0');
            time = time[3..];
        }

        return new DateTimeOffset(day.Add(TimeSpan.Parse(time)), _offset).ToUniversalTime();
    }

    public static MessageRef Ref(ulong id) => new(s_channel, new MessageId(id));

    public MessageRef Say(string at, string by, string text, string? name = null, string? reply = null)
    {
        var message = new TalkMessage
        {
            Id = new MessageId(1000 + (ulong)_talk.Count),
            Channel = s_channel,
            Incident = s_id,
            Author = Person(by),
            Text = text,
            SaidAt = At(at),
            ReplyTo = reply is null ? null : _talk[_talkByName[reply]].Id,
        };
        if (name is not null) _talkByName[name] = _talk.Count;
        _talk.Add(message);
        return new MessageRef(message.Channel, message.Id);
    }

    public void Change(string name, Func<TalkMessage, TalkMessage> change) => _talk[_talkByName[name]] = change(_talk[_talkByName[name]]);

    public TimelineEntry Enter(EntryKind kind, string at, string text, string? by = null, MessageRef? source = null, params Mark[] marks)
    {
        var entry = new TimelineEntry
        {
            Incident = s_id,
            Number = _entries.Count + 1,
            Kind = kind,
            HappenedAt = At(at),
            RecordedAt = At(at),
            By = by is null ? null : Person(by),
            Source = source,
            Text = text,
            Marks = [.. marks],
        };
        _entries.Add(entry);
        return entry;
    }

    /// <summary>A message and the mark somebody put on it.</summary>
    public MessageRef SayMarked(EntryKind kind, string at, string by, string text, string markedAt, string markedBy, string emoji = "📌", string? name = null)
    {
        var source = Say(at, by, text, name);
        Enter(kind, at, text, by, source, new Mark(Person(markedBy), MarkedThrough.Reaction, At(markedAt), emoji));
        return source;
    }

    public void Add(Domain.Escalation.Escalation escalation) => _escalations.Add(escalation);

    public void Add(ActionItem action) => _actions.Add(action);

    public ActionItem Action(int number, string text, ActionKind kind, string? owner = null, DateOnly? due = null, ActionState state = ActionState.Open, string? closed = null) => new()
    {
        Incident = s_id,
        Number = number,
        Text = text,
        Kind = kind,
        State = state,
        Owner = owner is null ? null : Person(owner),
        Due = due,
        AddedBy = Incident.DeclaredBy,
        AddedAt = Incident.Milestones.Declared,
        ClosedAt = closed is null ? null : At(closed),
    };

    public Domain.Escalation.Escalation Escalate(int number, string at, string by, string target, string? reason) => new()
    {
        Incident = s_id,
        Number = number,
        Target = new EscalationTarget(TargetKind.ChatRole, 500, target),
        Reason = reason,
        RequestedBy = Person(by),
        StartedAt = At(at),
    };

    public Statement Say(string at, string by, string text, MessageRef? source) => new(text, Person(by), At(at), source);

    public IncidentFile Build() => new(
        Incident,
        [.. _entries],
        [.. _talk],
        [.. _escalations],
        [.. _actions],
        _people.ToImmutableDictionary(p => p.Value, p => p.Key),
        _settings);
}
