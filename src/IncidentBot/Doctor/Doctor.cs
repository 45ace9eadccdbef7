using IncidentBot.Alerts;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Storage;

namespace IncidentBot.Doctor;

/// <summary>`/bot doctor`: what is well and what is not, each with how to mend it; for the eyes of who asked.</summary>
public sealed class DoctorModule(IDiscordApi api, IDiscordGateway gateway, IncidentStore store, ServerExam server, OnCallExam onCall, TemplatesExam templates, TrackerExam trackers, UnplacedAlerts unplaced, BotOptions options, TimeProvider clock) : ICommandModule
{
    private const int MostTold = 10;
    private const int MessageLength = 2000;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public void Register(Catalog catalog) =>
        catalog.Slash("bot doctor", "Look whether all is well, and how to mend what is not", [], ExamineAsync, Verb.Configure);

    private async Task ExamineAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        List<Symptom> symptoms =
        [
            .. await DiscordExam.LookAsync(api, options.Discord.ApiUrl, CancellationToken.None),
            .. ConnectionExam.Look(gateway, clock.GetUtcNow()),
            .. await server.LookAsync(call.Server, call.Settings, asker, CancellationToken.None),
            .. await onCall.LookAsync(call.Server, call.Settings, CancellationToken.None),
            .. await templates.LookAsync(call.Server, call.Settings),
            .. await trackers.LookAsync(call.Server, call.Settings, CancellationToken.None),
            .. await AgendaAsync(call.Server, asker),
            .. Alerts(call.Settings),
            .. await RecordExam.LookAsync(options.Record(clock), CancellationToken.None),
        ];
        foreach (var message in Pack(symptoms)) await call.AnswerPrivatelyAsync(message);
    }

    private async Task<IReadOnlyList<Symptom>> AgendaAsync(ServerId serverId, Asker asker)
    {
        var now = clock.GetUtcNow();
        var trouble = (await store.ListTroubleAsync(serverId, now - Recent, now - Patience)).Where(found => found.Incident is null || Visibility.MaySee(found.Incident, asker)).ToList();
        if (trouble.Count == 0) return [Symptom.Well("Everything that was promised has been done")];
        var told = trouble.Take(MostTold).Select(found => found.Item.State == AgendaState.Failed
            ? Symptom.Doubtful($"{NameOf(found.Incident)}: a promise ({KindOf(found.Item)}) was given up: {Harmless.Line(found.Item.LastError, 150).TrimEnd('.')}", "Mend the reason, then `/bot retry` has it tried again.")
            : Symptom.Doubtful($"{NameOf(found.Incident)}: a promise ({KindOf(found.Item)}) is overdue{(found.Item.LastError is { } error ? ": " + Harmless.Line(error, 150).TrimEnd('.') : "")}", "It is tried again by itself."));
        return trouble.Count > MostTold ? [.. told, Symptom.Doubtful($"{trouble.Count - MostTold} more promises are overdue or were given up", "`check` on the command line lists them.")] : [.. told];
    }

    private IEnumerable<Symptom> Alerts(ServerSettings settings)
    {
        if (unplaced.Of(settings.Server) is not [var latest, ..] alerts) yield break;
        yield return Symptom.Doubtful(
            $"{alerts.Count} {(alerts.Count == 1 ? "alert" : "alerts")} of the last 24 hours joined no open incident and opened none; the latest: \"{Harmless.Line(latest.Title, 100)}\" from {Harmless.Line(latest.Source, 40)}, <t:{latest.At.ToUnixTimeSeconds()}:R>",
            settings.Alerts == AlertHandling.Attach
                ? "Alerts only join open incidents of their service here; `/bot settings alerts:declare` lets them open incidents."
                : $"Alerts open incidents from {settings.AlertsFrom.InWords()} on; `/bot settings alerts_from:` changes that.");
    }

    private static string NameOf(Incident? incident) => incident?.Name ?? "This server";

    private static string KindOf(AgendaItem item) => string.Concat(item.Owed.GetType().Name.Select(static (letter, at) => char.IsUpper(letter) ? (at > 0 ? " " : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>What is wrong first, in as few messages as it fits into.</summary>
    internal static IReadOnlyList<string> Pack(IReadOnlyList<Symptom> symptoms)
    {
        var ill = symptoms.Count(symptom => symptom.Condition == Condition.Ill);
        var doubtful = symptoms.Count(symptom => symptom.Condition == Condition.Doubtful);
        var messages = new List<string> { (ill, doubtful) switch
        {
            (0, 0) => "All is well.",
            (0, 1) => "All works; one thing should be looked at.",
            (0, _) => $"All works; {doubtful} things should be looked at.",
            _ => $"{(ill == 1 ? "One thing does" : $"{ill} things do")} not work{(doubtful > 0 ? $", {(doubtful == 1 ? "one" : $"{doubtful}")} more should be looked at" : "")}.",
        } };
        foreach (var line in symptoms.OrderByDescending(symptom => symptom.Condition).Select(symptom => Harmless.Cut(symptom.ToString(), MessageLength / 4)))
        {
            if (messages[^1].Length + 1 + line.Length > MessageLength) messages.Add(line);
            else messages[^1] += "\n" + line;
        }

        return messages;
    }
}
