using System.Collections.Immutable;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <param name="Title">1 to 100 characters once spaces and invisible characters are put in order.</param>
public sealed record DeclareCommand(string? Title)
{
    /// <summary>Null: SEV3.</summary>
    public Severity? Severity { get; init; }

    /// <summary>One service, or several with commas between.</summary>
    public string? Service { get; init; }

    public string? Summary { get; init; }

    public bool Private { get; init; }

    public bool Drill { get; init; }

    /// <summary>The message it is declared from: it becomes the first timeline entry, and its time the detection.</summary>
    public QuotedMessage? Origin { get; init; }

    /// <summary>The alert it is declared from: how and when it was noticed.</summary>
    public Alert? Alert { get; init; }
}

/// <summary>Opens an incident.</summary>
public static class Declare
{
    /// <summary>What is wrong with the command, if anything: asked before an id and a number are taken.</summary>
    public static Refusal? Check(DeclareCommand command, Asker asker) => Check(command, asker, out _);

    public static Outcome Decide(DeclareCommand command, IncidentId id, int number, Asker asker)
    {
        if (Check(command, asker, out var services) is { } refusal) return refusal;
        var now = asker.Now.ToUniversalTime();
        var severity = command.Severity ?? Severity.Sev3;
        var summary = Harmless.PlainBlock(command.Summary);
        var nothing = new Incident
        {
            Id = id,
            Server = asker.Settings.Server,
            Number = number,
            Title = Harmless.Plain(command.Title),
            Severity = severity,
            Status = IncidentStatus.Investigating,
            DeclaredBy = asker.Person,
            IsPrivate = command.Private,
            IsDrill = command.Drill,
            Summary = summary.Length == 0 ? null : summary,
            Services = services,
            Origin = command.Origin?.Ref,
            OpenedByAlert = command.Alert is not null,
            Alerts = command.Alert is { } first ? [IncidentAlert.Of(first, now) with { Told = first.Status }] : [],
            Milestones = new Milestones { Declared = now, Detected = command.Alert?.BeganBy(now) ?? (command.Origin is { } said ? Instants.Earlier(said.SaidAt, now) : null) },
            StatusHistory = [new StatusChange(IncidentStatus.Investigating, now, asker.Person)],
            SeverityHistory = [new SeverityChange(severity, now, asker.Person)],
        };
        var draft = new Draft(new IncidentState(nothing), asker);
        draft.Owe(new OpenChannel());
        draft.OweCard();
        draft.OweAnnounce();
        if (command.Origin is { } origin) Quote(draft, origin, asker);
        if (command.Alert is { } alert) draft.Write(EntryKind.Detection, $"Alert from {alert.Source}: {alert.Title}", alert.BeganBy(now));
        draft.Write(EntryKind.Declared, $"Declared{(command.Drill ? " as a drill" : "")}, {severity.InWords()}: {nothing.Title}");
        return draft.Done(Answer(draft.Incident));
    }

    /// <summary>A title to propose for a message: its first line, cut to what fits. Empty when the message has no words.</summary>
    public static string TitleFrom(string messageText) => Harmless.Cut(Harmless.Plain(Harmless.PlainBlock(messageText).Split('\n')[0]), Limits.Title);

    private static Refusal? Check(DeclareCommand command, Asker asker, out ImmutableArray<string> services)
    {
        services = [];
        if (Permissions.Refuse(Verb.Declare, asker) is { } not) return not;
        if (command.Private && !Permissions.May(Verb.SeePrivate, asker))
            return new Refusal(Permissions.Refuse(Verb.SeePrivate, asker)!.Sentence + " Without `private`, you can declare it yourself.");
        var title = Harmless.Plain(command.Title);
        if (title.Length == 0) return new Refusal("The incident needs a title: a few words on what is wrong, such as \"Shop does not respond\".");
        if (Limits.Refuse("title", title, Limits.Title) is { } badTitle) return badTitle;
        if (Harmless.PlainBlock(command.Summary) is { Length: > Limits.Text } summary) return Limits.Refuse("summary", summary, Limits.Text);
        return ServiceNames.Read(command.Service, [], out services);
    }

    private static void Quote(Draft draft, QuotedMessage origin, Asker asker)
    {
        var entry = draft.Write(EntryKind.Detection, origin.EntryText(), Instants.Earlier(origin.SaidAt, asker.Now));
        draft.Put(entry with
        {
            By = origin.Author,
            SaidAt = origin.SaidAt.ToUniversalTime(),
            Source = origin.Ref,
            Marks = [new Mark(asker.Person, MarkedThrough.MessageMenu, entry.RecordedAt)],
        });
        draft.Owe(new Domain.MarkMessage(origin.Ref, On: true));
    }

    private static string Answer(Incident incident)
    {
        var kind = (incident.IsPrivate, incident.IsDrill) switch
        {
            (true, true) => "private drill",
            (true, false) => "private incident",
            (false, true) => "drill",
            _ => "incident",
        };
        return $"**{incident.Name}** is open{(kind == "incident" ? "" : $" as a {kind}")}: {Say.Text(incident.Title)} · {incident.Severity.InWords()}.";
    }
}
