using System.Collections.Immutable;
using System.Text;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>What is still to be done on a server, by owner, for everybody to read: private incidents and drills are not in it.</summary>
public static class ActionDigest
{
    /// <summary>How each message of a digest begins.</summary>
    public const string Opening = "📋 ";

    /// <summary>How each but the first does.</summary>
    public const string Continued = Opening + "**Action items to be done**, continued";

    /// <summary>Discord's limit is 2,000.</summary>
    private const int Room = 1_950;

    /// <summary>More than anybody reads; what is left out is counted.</summary>
    private const int MostMessages = 8;

    /// <returns>Messages in Discord's Markdown, none longer than one may be; empty when nothing is to be done.</returns>
    public static ImmutableArray<string> Write(IEnumerable<(Incident Incident, ActionItem Action)> items, DateOnly today)
    {
        var open = items.Where(item => item.Action.State == ActionState.Open && Visibility.IsForEveryone(item.Incident) && !item.Incident.IsDrill && IsAnybodys(item)).ToList();
        if (open.Count == 0) return [];
        var overdue = open.Count(item => item.Action.IsOverdue(today));
        var messages = new List<string>();
        var text = new StringBuilder($"{Opening}**{Say.Count(open.Count, "action item")} to be done**{(overdue > 0 ? $", {overdue} of them overdue" : "")} · {TypedDate.InWords(today)}");
        var written = 0;
        foreach (var owner in open.GroupBy(item => item.Action.Owner)
            .OrderBy(group => group.Key is null).ThenByDescending(group => group.Count(item => item.Action.IsOverdue(today))).ThenByDescending(group => group.Count()).ThenBy(group => group.Key?.Value ?? 0))
        {
            var late = owner.Count(item => item.Action.IsOverdue(today));
            var heading = $"\n{(owner.Key is { } person ? Say.Person(person) : "**Nobody's yet**")} · {owner.Count()} open{(late > 0 ? $", {late} overdue" : "")}";
            var isBegun = false;
            foreach (var (incident, action) in owner.InOrder())
            {
                var line = "\n" + ActionLine.Write(incident, action, owner: null, today);
                var needed = (isBegun ? "" : heading) + line;
                if (text.Length + needed.Length > Room)
                {
                    if (messages.Count == MostMessages - 1) return [.. messages, text + $"\n-# … and {open.Count - written} more: `/action list` shows them."];
                    messages.Add(text.ToString());
                    text.Clear().Append(Continued).Append(" · ").Append(TypedDate.InWords(today));
                    needed = (isBegun ? $"\n{(owner.Key is { } same ? Say.Person(same) : "**Nobody's yet**")}, continued" : heading) + line;
                }

                text.Append(needed);
                isBegun = true;
                written++;
            }
        }

        messages.Add(text + "\n-# `/action done` when one is done · `/action edit` gives it an owner or a date · `/action drop` with the reason when it will not be");
        return [.. messages];
    }

    // What old reports wanted to have done long ago is nobody's concern until somebody takes it on.
    private static bool IsAnybodys((Incident Incident, ActionItem Action) item) => !item.Incident.IsHistory || item.Action.Owner is not null || item.Action.Due is not null;
}
