using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Retention;

/// <summary>What is next for the channel of a closed incident.</summary>
public enum RetirementStep
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>Something falls due later.</summary>
    Wait,

    /// <summary>The channel is to be told.</summary>
    Announce,

    /// <summary>It was told, the time is over, and nobody kept it.</summary>
    Retire,
}

/// <summary>
/// Archives or deletes a closed incident's channel: told a day before, kept by anybody's press of a button, never before its time. Nothing is ever taken off the
/// agenda: when an item falls due, the state and the settings as they are then decide what is still right.
/// </summary>
public static class RetireChannel
{
    /// <summary>What to do now; for <see cref="RetirementStep.Wait"/> also until when.</summary>
    public static (RetirementStep Step, DateTimeOffset Due) Next(Incident incident, RetentionRule rule, DateTimeOffset now)
    {
        if (incident.IsOpen || incident.Channel is null || rule.Closed == ClosedChannel.Keep || incident.Retirement is { KeptBy: not null } or { DoneAt: not null }) return (RetirementStep.None, now);
        var due = ClosedAt(incident) + rule.After;

        // Told of one thing, another is not done: whoever read it would be surprised.
        if (incident.Retirement is { } told && told.How == rule.Closed)
        {
            if (told.Due > due) due = told.Due;
            return now < due ? (RetirementStep.Wait, due) : (RetirementStep.Retire, due);
        }

        var tell = due - RetentionRule.Notice;
        return now < tell ? (RetirementStep.Wait, tell) : (RetirementStep.Announce, tell);
    }

    /// <summary>What is owed to the channel from now on; null when nothing becomes of it.</summary>
    public static Owed? Owe(Incident incident, RetentionRule rule, DateTimeOffset now)
    {
        var (step, due) = Next(incident, rule, now);
        return step == RetirementStep.None ? null : new TendClosedChannel { Due = due };
    }

    /// <summary>The channel was told.</summary>
    /// <param name="due">What it was told: not before then.</param>
    public static Decision Told(Incident incident, ClosedChannel how, DateTimeOffset due, DateTimeOffset now) =>
        new(incident with { Retirement = new(how, now, due) }, "") { Owes = [new TendClosedChannel { Due = due }] };

    /// <summary>Somebody wants to keep the channel.</summary>
    public static Outcome Keep(IncidentState state, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (incident.IsOpen) return new Refusal($"{incident.Name} is open again, so its channel stays anyway.");
        if (incident.Retirement is not { DoneAt: null } told) return new Refusal($"Nothing is about to become of the channel of {incident.Name}.");
        if (told.KeptBy is { } by) return new Refusal($"{Say.Person(by)} keeps this channel already.");
        var now = asker.Now.ToUniversalTime();
        var (noted, entry) = Note(incident with { Retirement = told with { KeptBy = asker.Person } }, "The channel is kept", now, asker.Person);
        return new Decision(noted, $"{Say.Person(asker.Person)} keeps this channel: it is not {Done(told.How)}.") { Entries = [entry] };
    }

    /// <summary>It is archived, or about to be deleted: from here on the record says so.</summary>
    /// <param name="export">Where the record was written out to, for people to read.</param>
    public static Decision Retired(Incident incident, ClosedChannel how, string export, DateTimeOffset now)
    {
        var (noted, entry) = Note(incident, $"The channel was {Done(how)}; the whole record was written to {export}", now, by: null);
        var retirement = (noted.Retirement ?? new(how, now, now)) with { How = how, DoneAt = now };
        return new Decision(how == ClosedChannel.Delete ? noted with { Retirement = retirement, Card = null } : noted with { Retirement = retirement }, "") { Entries = [entry] };
    }

    /// <summary>"archived", "deleted".</summary>
    public static string Done(ClosedChannel how) => how == ClosedChannel.Delete ? "deleted" : "archived";

    public static DateTimeOffset ClosedAt(Incident incident) => incident.StatusHistory is [.., var last] ? last.At : incident.Milestones.Resolved ?? incident.Milestones.Declared;

    private static (Incident Incident, TimelineEntry Entry) Note(Incident incident, string text, DateTimeOffset now, PersonId? by)
    {
        var entry = new TimelineEntry { Incident = incident.Id, Number = incident.LastEntry + 1, Kind = EntryKind.Note, HappenedAt = now, RecordedAt = now, By = by, Text = text };
        return (incident with { LastEntry = entry.Number }, entry);
    }
}
