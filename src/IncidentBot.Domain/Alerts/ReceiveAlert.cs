using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Alerts;

/// <summary>
/// What an alert does to an incident: it opens one, joins one, or is over in one. It never resolves an incident: that its measurements look well again is for
/// people to judge.
/// </summary>
public static class ReceiveAlert
{
    /// <summary>How many alerts an incident tells apart; what comes beyond is counted.</summary>
    public const int MostAlerts = 200;

    /// <summary>How many lines alerts may write into one timeline.</summary>
    public const int MostEntries = 40;

    /// <summary>Opens an incident for it.</summary>
    /// <param name="self">The bot, on the server concerned: it declares.</param>
    public static Outcome Declare(Alert alert, IncidentId id, int number, Asker self) => Incidents.Declare.Decide(
        new DeclareCommand(alert.Title)
        {
            Severity = alert.Severity,
            Service = string.Join(',', alert.Services.Select(service => service.Replace(',', ' ').Replace(';', ' '))),
            Summary = alert.Description,
            Alert = alert,
        },
        id,
        number,
        self);

    /// <summary>Decides what it does in an incident that exists.</summary>
    /// <param name="state">Of the route's incident.</param>
    /// <returns>Null: there is nothing to keep.</returns>
    public static Decision? Decide(IncidentState state, Alert alert, AlertRoute route, Asker self) => route.Verdict switch
    {
        AlertVerdict.Repeat => Repeat(state.Incident, alert, self.Now),
        AlertVerdict.Attach => Attach(state, alert, route.Storm, self),
        AlertVerdict.Over => Over(state, alert, self),
        _ => null,
    };

    private static Decision? Repeat(Incident incident, Alert alert, DateTimeOffset now)
    {
        if (incident.Alerts.FirstOrDefault(one => one.Is(alert)) is not { } known) return null;
        return new Decision(incident with { Alerts = incident.Alerts.Replace(known, known with { Received = known.Received + 1, Heard = now.ToUniversalTime() }) }, "");
    }

    private static Decision Attach(IncidentState state, Alert alert, bool storm, Asker self)
    {
        var incident = state.Incident;
        var known = incident.Alerts.FirstOrDefault(one => one.Is(alert));
        if (known is null && incident.Alerts.Length >= MostAlerts) return new Decision(incident with { AlertsUnlisted = incident.AlertsUnlisted + 1 }, "");

        var draft = new Draft(state, self);
        var fresh = IncidentAlert.Of(alert, self.Now) with { Received = (known?.Received ?? 0) + 1 };
        draft.Incident = incident with { Alerts = known is null ? incident.Alerts.Add(fresh) : incident.Alerts.Replace(known, fresh) };
        Note(draft, $"Alert from {alert.Source}{(known is null ? "" : " again")}: {alert.Title}", fresh.Began);
        if (storm) TellStorm(draft, self.Now);
        OweTelling(draft, self.Now);
        return draft.Done("");
    }

    private static Decision Over(IncidentState state, Alert alert, Asker self)
    {
        var incident = state.Incident;
        var known = incident.Alerts.FirstOrDefault(one => one.Is(alert));
        var before = known ?? IncidentAlert.Of(alert, self.Now);
        var ended = alert.EndsAt is { } at && at < self.Now && at >= before.Began ? at.ToUniversalTime() : self.Now.ToUniversalTime();
        var over = before with { Status = AlertStatus.Resolved, Ended = ended, Heard = self.Now.ToUniversalTime(), Received = known is null ? 1 : known.Received + 1 };
        var draft = new Draft(state, self);
        draft.Incident = incident with { Alerts = known is null ? incident.Alerts.Add(over) : incident.Alerts.Replace(known, over) };
        Note(draft, $"Alert over, after {Durations.InWords(ended - over.Began)}: {over.Title}", ended);
        OweTelling(draft, self.Now);
        return draft.Done("");
    }

    private static void Note(Draft draft, string text, DateTimeOffset at)
    {
        var written = draft.Entries.Count(entry => entry.Kind == EntryKind.Alert);
        if (written < MostEntries) draft.Write(EntryKind.Alert, text, at);
        if (written == MostEntries) draft.Write(EntryKind.Alert, "Many alerts: from here on they are counted, not listed one by one");
    }

    private static void TellStorm(Draft draft, DateTimeOffset now)
    {
        if (draft.Incident.AlertStormAt is { } told && now - told < AlertRoute.StormWindow) return;
        var words = $"Alerts opened {AlertRoute.MostDeclared} incidents within {Durations.InWords(AlertRoute.StormWindow)}; until it calms down, further alerts come here";
        draft.Incident = draft.Incident with { AlertStormAt = now.ToUniversalTime() };
        draft.Write(EntryKind.Note, words);
        draft.Owe(new Tell($"⚠️ {words}. Declare what is another matter with `/incident declare`."));
    }

    private static void OweTelling(Draft draft, DateTimeOffset now)
    {
        if (draft.Incident.IsOpen) draft.Owe(new TellAlerts { Due = AlertWords.NotBefore(draft.Incident, now) });
    }
}
