using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Tests.Reminders;

/// <summary>
/// An incident in which time passes: what is owed is done when it falls due, as the agenda does it (of two that are owed, the earlier instant holds), and each
/// reminder is taken to arrive. Minutes count from <see cref="Given.Now"/>.
/// </summary>
internal sealed class ReminderRun
{
    private readonly bool _looksEachMinute;
    private readonly Dictionary<MessageRef, ReminderKind> _standing = [];
    private DateTimeOffset? _owed;
    private DateTimeOffset _now = Given.Now;
    private ulong _lastMessage = 9000;

    /// <summary>A server on which no postmortem is due, so that nothing but the incident itself is reminded of.</summary>
    public static readonly ServerSettings WithoutDueDates = Given.Settings with { Reviews = new ReviewRules { Due = new(null, null, null, null) } };

    /// <param name="looksEachMinute">Nothing needs to be owed: it is looked at once a minute anyway.</param>
    public ReminderRun(IncidentState state, ServerSettings? settings = null, bool looksEachMinute = false)
    {
        State = state;
        Settings = settings ?? WithoutDueDates;
        _looksEachMinute = looksEachMinute;
        _owed = Given.Now;
        if (looksEachMinute) Look();
    }

    public IncidentState State { get; private set; }

    public ServerSettings Settings { get; }

    public List<Sent> Reminders { get; } = [];

    /// <summary>Messages that stand with their buttons.</summary>
    public IReadOnlyCollection<ReminderKind> Standing => _standing.Values;

    /// <summary>How often it was looked, whether or not there was anything to do.</summary>
    public int Looks { get; private set; }

    /// <summary>"10 NoCommander, 30 NoUpdate".</summary>
    public string Told => string.Join(", ", Reminders.Select(sent => $"{sent.Minute} {sent.Kind}"));

    public ReminderRun Until(double minutes)
    {
        var end = Given.Now.AddMinutes(minutes);
        while (true)
        {
            var next = _looksEachMinute ? _now.AddMinutes(1) : _owed;
            if (next is not { } due || due > end) break;
            if (due > _now) _now = due;
            _owed = null;
            Look();
        }

        if (end > _now) _now = end;
        return this;
    }

    /// <summary>Somebody does something at that minute; whatever falls due before comes before. What is refused changes nothing.</summary>
    public ReminderRun At(double minutes, Func<IncidentState, Asker, Outcome> does, PersonId? who = null)
    {
        Until(minutes);
        var asker = new Asker(who ?? Given.Ada, _now, Settings) { Channel = Given.Channel, ManagesServer = true };
        if (does(State, asker).Decision is { } decision) Commit(decision);
        if (_looksEachMinute) Look();
        return Until(minutes);
    }

    private void Look()
    {
        Looks++;
        var plan = NextReminder.Of(State, Settings, _now);
        var ended = plan.Over.Select(kind => NextReminder.LogOf(State.Incident, kind)!.Message!.Value).ToList();
        foreach (var message in ended) _standing.Remove(message);
        SentReminder? sent = null;
        if (plan.Due is { } kind)
        {
            if (NextReminder.LogOf(State.Incident, kind)?.Message is { } former) _standing.Remove(former);
            var message = new MessageRef(Given.Channel, new MessageId(++_lastMessage));
            sent = new(kind, ReminderMatter.Since(State, kind)!.Value, ReminderMatter.To(State, kind), message);
            _standing[message] = kind;
            Reminders.Add(new(kind, (int)(_now - Given.Now).TotalMinutes, State.Incident.IsOpen, sent.To, sent.Since));
        }

        if (RecordReminders.Decide(State, Settings, ended, sent, _now) is { } decision) Commit(decision);
    }

    private void Commit(Decision decision)
    {
        State = State.With(decision);
        foreach (var due in decision.Owes.OfType<Remind>().Select(owed => owed.Due ?? _now)) _owed = _owed is { } known && known < due ? known : due;
    }

    public sealed record Sent(ReminderKind Kind, int Minute, bool WhileOpen, PersonId? To, DateTimeOffset Since);
}
