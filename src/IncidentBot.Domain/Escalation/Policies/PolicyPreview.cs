using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>Says in plain words, with names and clock times, what would happen from now on if nobody answered.</summary>
public static class PolicyPreview
{
    private const int MostLines = 14;

    /// <summary>Of paging that would begin now.</summary>
    /// <param name="zone">IANA name, for the clock times.</param>
    public static string OfStart(PolicySnapshot policy, IncidentFacts facts, DateTimeOffset now, OnCallLookup onCall, PolicyNames names, string zone) =>
        $"If paging began now, {TypedTime.Clock(now, now, zone)}, by the policy {policy.Policy}, and nobody answered:\n"
        + Ahead(new PolicyRun(policy) { Events = [new RunEvent.Began(now)] }, facts, onCall, names, zone, now)
        + "\nPressing **Acknowledge** ends it at any time. Nobody was paged.";

    /// <summary>Of paging that is under way; empty when nothing more would happen.</summary>
    public static string OfRest(PolicyRun run, IncidentFacts facts, DateTimeOffset now, OnCallLookup onCall, PolicyNames names, string zone)
    {
        if (run.Events.IsEmpty || RunState.Of(run).Phase == RunPhase.Over) return "";
        return "If nobody answers:\n" + Ahead(run, facts, onCall, names, zone, now);
    }

    private static string Ahead(PolicyRun run, IncidentFacts facts, OnCallLookup onCall, PolicyNames names, string zone, DateTimeOffset now)
    {
        var played = Rehearsal.Play(run, facts, now, onCall).Run;
        var lines = new List<string>();
        foreach (var moment in Moments(played.Events.Skip(run.Events.Length)))
        {
            var what = moment.SelectMany(one => PolicyWords.Lines(played, one, names, Clock)).ToList();
            if (what.Count > 0) lines.Add($"· {Clock(moment[0].At)} {string.Join("; ", Shortened(what))}");
        }

        if (lines.Count > MostLines) lines = [.. lines.Take(MostLines - 2), $"· … {lines.Count - MostLines + 1} more steps like these", lines[^1]];
        return string.Join('\n', lines);

        string Clock(DateTimeOffset at) => TypedTime.Clock(at, now, zone);
    }

    /// <summary>What happens at the same time stands in one line.</summary>
    private static IEnumerable<List<RunEvent>> Moments(IEnumerable<RunEvent> events)
    {
        var moment = new List<RunEvent>();
        foreach (var one in events)
        {
            if (moment.Count > 0 && moment[0].At != one.At)
            {
                yield return moment;
                moment = [];
            }

            moment.Add(one);
        }

        if (moment.Count > 0) yield return moment;
    }

    /// <summary>"level 1: page Ada; page Tunde" instead of naming the level twice.</summary>
    private static IEnumerable<string> Shortened(List<string> lines)
    {
        var level = "";
        foreach (var line in lines)
        {
            var colon = line.StartsWith("level ", StringComparison.Ordinal) ? line.IndexOf(": ", StringComparison.Ordinal) : -1;
            var same = colon > 0 && line[..colon] == level;
            level = colon > 0 ? line[..colon] : "";
            yield return same ? line[(colon + 2)..] : line;
        }
    }
}
