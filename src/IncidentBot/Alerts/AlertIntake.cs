using System.Collections.Immutable;
using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Inbox;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Alerts;

/// <summary>The way of an alert into the record: decided one after the other, committed together, then spoken of by the agenda.</summary>
public sealed class AlertIntake(IncidentStore store, GuildBook guilds, Self self, UnplacedAlerts unplaced, BotOptions options, Activity activity, TimeProvider clock, ILogger<AlertIntake> logger)
{
    /// <summary>How many closed incidents are looked through for an alert that is heard of again.</summary>
    private const int ClosedLookedThrough = 50;

    /// <summary>Takes what a sender reports. When the task ends, all of it is on disk.</summary>
    /// <exception cref="StorageException">Nothing was kept; it may be sent again.</exception>
    /// <exception cref="NoServerException">It is not known which server it is for.</exception>
    public async Task<AlertsTaken> TakeAsync(ImmutableArray<Alert> alerts, CancellationToken cancellationToken)
    {
        using var work = activity.Begin();
        if (alerts.IsEmpty) return new AlertsTaken(0, 0, 0, 0, 0, 0);
        var server = await ServerAsync(cancellationToken);
        var (taken, nowhere) = await store.CommitAsync(scope => TakeAsync(scope, server, alerts), cancellationToken);
        foreach (var alert in alerts.Where(static alert => alert.Status == AlertStatus.Firing)) unplaced.Note(server, alert, nowhere.Contains(alert));
        logger.LogInformation(
            "{Received} alert(s) received: {Declared} opened an incident, {Attached} joined one, {Over} over, {Repeated} heard before, {Ignored} belong to none",
            taken.Received, taken.Declared, taken.Attached, taken.Over, taken.Repeated, taken.Ignored);
        return taken;
    }

    private async Task<(AlertsTaken Taken, IReadOnlyList<Alert> Nowhere)> TakeAsync(CommitScope scope, ServerId server, ImmutableArray<Alert> alerts)
    {
        var settings = await scope.SettingsAsync(server);
        var asker = new Asker(new(self.Id.Value), clock.GetUtcNow(), settings) { ManagesServer = true };
        var board = new Dictionary<IncidentId, Incident>();
        foreach (var incident in await scope.OpenAndLatestAsync(server, ClosedLookedThrough)) board[incident.Id] = incident;
        var states = new Dictionary<IncidentId, IncidentState>();
        var decisions = new Dictionary<IncidentId, Decision>();
        var routes = new List<AlertVerdict>();
        foreach (var alert in alerts)
        {
            var route = AlertRoute.Of(alert, board.Values, settings, asker.Now);
            Decision? decision;
            if (route.Verdict == AlertVerdict.Declare)
            {
                var (id, number) = await scope.NextIncidentAsync(server);
                decision = ReceiveAlert.Declare(alert, id, number, asker).Decision;
                if (decision is not null) decision = PageOnDeclare.With(decision, asker, await scope.OnCallAsync(server));
                if (decision is not null) states[id] = new IncidentState(decision.Incident);
            }
            else
            {
                if (route.Incident is { } concerned && !states.ContainsKey(concerned.Id)) states[concerned.Id] = await Desk.StateAsync(scope, concerned);
                decision = route.Incident is { } known ? ReceiveAlert.Decide(states[known.Id], alert, route, asker) : null;
            }

            routes.Add(route.Verdict);
            if (decision is null) continue;
            var touched = decision.Incident.Id;
            board[touched] = decision.Incident;
            states[touched] = states[touched].With(decision);
            decisions[touched] = decisions.TryGetValue(touched, out var earlier) ? earlier.Then(decision) : decision;
        }

        if (decisions.Count > 0) await scope.SaveAsync(new KnownPerson(asker.Person, self.Name));
        foreach (var decision in decisions.Values) await scope.SaveAsync(decision);
        var taken = new AlertsTaken(
            alerts.Length, Count(AlertVerdict.Declare), Count(AlertVerdict.Attach), Count(AlertVerdict.Over), Count(AlertVerdict.Repeat), Count(AlertVerdict.Ignore));
        return (taken, [.. alerts.Zip(routes).Where(static one => one.Second == AlertVerdict.Ignore).Select(static one => one.First)]);

        int Count(AlertVerdict verdict) => routes.Count(one => one == verdict);
    }

    // After a session that went on where it was, nothing was heard yet of the servers there are: the record knows them.
    private async Task<ServerId> ServerAsync(CancellationToken cancellationToken)
    {
        var present = guilds.All.Select(guild => new ServerId(guild.Id.Value)).ToList();
        if (present.Count == 0) present = [.. await store.KnownServersAsync(cancellationToken)];
        if (options.Alerts.Server is { } set) return present.Contains(new(set)) || present.Count == 0 ? new(set) : throw new NoServerException($"Alerts:Server is {set}, and the bot is not on that server.");
        return present switch
        {
            [var only] => only,
            [] => throw new NoServerException("The bot is on no server yet."),
            _ => throw new NoServerException($"The bot is on {present.Count} servers: say with Alerts:Server which of them alerts are for."),
        };
    }
}

/// <summary>What became of the alerts of one report.</summary>
public sealed record AlertsTaken(int Received, int Declared, int Attached, int Over, int Repeated, int Ignored);

/// <summary>It is not known which server an alert is for; the message says what to do.</summary>
public sealed class NoServerException(string message) : Exception(message);
