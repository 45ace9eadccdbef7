using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Options;
using IncidentBot.Trackers;

namespace IncidentBot.Doctor;

/// <summary>Whether action items can be sent to the trackers of the configuration.</summary>
public sealed class TrackerExam(TrackerBook trackers, TrackerClient client)
{
    public async Task<IReadOnlyList<Symptom>> LookAsync(ServerId server, ServerSettings settings, CancellationToken cancellationToken)
    {
        var symptoms = new List<Symptom>();
        if (settings.FollowUp.Tracker is { } chosen && await trackers.FindAsync(chosen, server, cancellationToken) is null)
            symptoms.Add(Symptom.Ill($"Action items are to go to {Harmless.Line(chosen, 60)}, which does not stand under Trackers in the configuration for this server", "Add it there, or choose another with `/action settings action_tracker:`."));
        foreach (var tracker in await trackers.ForAsync(server, cancellationToken)) symptoms.Add(await LookAsync(client, tracker, cancellationToken));
        return symptoms;
    }

    internal static async Task<Symptom> LookAsync(TrackerClient client, BotOptions.TrackerSection tracker, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ExamineAsync(tracker, cancellationToken) is { } trouble
                ? Symptom.Ill($"Tracker {tracker.Name}: {trouble}", $"Mend it in {Harmless.Line(tracker.FullName, 100)}, or change Trackers:{tracker.Name}.")
                : Symptom.Well($"Tracker {tracker.Name} answers ({Harmless.Line(tracker.FullName, 100)})");
        }
        catch (TrackerException e)
        {
            return e.Trouble == TrackerTrouble.Refused ? Symptom.Ill($"Tracker {e.Message}", "Action items wait until that is mended.") : Symptom.Doubtful($"Tracker {e.Message}", "Action items wait; ask again in a minute.");
        }
    }
}
