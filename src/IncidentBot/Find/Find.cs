using System.Globalization;
using System.Text;
using IncidentBot.Card;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Find;

/// <summary>`/incident list`, `show`, `search` and `similar`, and the completion of incident numbers.</summary>
public sealed class FindModule(IncidentStore store, Desk desk) : ICommandModule
{
    private const int Most = 20;

    /// <summary>More would not fit in a message, and would not be alike.</summary>
    private const int MostSimilar = 3;

    /// <summary>Discord takes 2,000 characters in a message; the last line says how many more there are.</summary>
    private const int MostText = 1900;

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "incident list",
            "Incidents of this server, newest first; the open ones unless you choose",
            [
                Option.Choice(
                    "status",
                    "Only these",
                    required: false,
                    ("open", "open"),
                    ("all", "all"),
                    ("investigating", "investigating"),
                    ("identified", "identified"),
                    ("monitoring", "monitoring"),
                    ("resolved", "resolved"),
                    ("false alarm", "falsealarm"),
                    ("duplicate", "duplicate")),
                Option.Severity(),
            ],
            ListAsync);
        catalog.Slash("incident show", "Where an incident stands", [Option.Incident("number", "Which one; the one of this channel when left out")], ShowAsync);
        catalog.Slash("incident search", "Find incidents by what was written in them", [Option.Text("words", "All of these words", required: true, max: 200)], SearchAsync);
        catalog.Slash("incident similar", "Earlier incidents like this one, and why", [Option.Incident()], SimilarAsync);
        catalog.Complete("incident", CompleteAsync);
        catalog.Complete("number", CompleteAsync);
    }

    private async Task ListAsync(CommandCall call)
    {
        var status = call.Text("status") ?? "open";
        var filter = new IncidentFilter
        {
            Open = status == "open" ? true : null,
            Status = Enum.TryParse<IncidentStatus>(status, ignoreCase: true, out var one) ? one : null,
            Severity = Enum.TryParse<Severity>(call.Text("severity"), ignoreCase: true, out var severity) ? severity : null,
            Limit = 200,
        };
        var asker = Desk.AskerOf(call);
        var seen = (await store.ListIncidentsAsync(call.Server, filter)).Where(i => Visibility.MaySee(i, asker)).ToList();
        if (seen.Count == 0)
        {
            await call.AnswerPrivatelyAsync(status == "open"
                ? "No incident is open. `/incident list status:all` shows earlier ones, `/incident declare` opens one."
                : "There is none like that. `/incident list status:all` shows all of them.");
            return;
        }

        var text = new StringBuilder();
        var shown = 0;
        foreach (var line in seen.Take(Most).Select(LineOf).TakeWhile(line => text.Length + line.Length < MostText))
        {
            text.Append(line).Append('\n');
            shown++;
        }

        if (seen.Count > shown) text.Append(CultureInfo.InvariantCulture, $"… and {seen.Count - shown} more: narrow it down with `status:` or `severity:`.");
        await call.AnswerPrivatelyAsync(text.ToString().TrimEnd());
    }

    private async Task ShowAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        Incident? incident;
        if (call.Whole("number") is { } number)
        {
            incident = await store.FindIncidentAsync(call.Server, (int)Math.Min(number, int.MaxValue));
            if (incident is null || !Visibility.MaySee(incident, asker))
            {
                await call.RefuseAsync(Visibility.Unknown((int)Math.Min(number, int.MaxValue)).Sentence);
                return;
            }
        }
        else
        {
            incident = await desk.FindOrTellAsync(call);
        }

        if (incident is not null && await store.LoadFileWithoutTalkAsync(incident.Id) is { } file) await call.AnswerPrivatelyAsync(IncidentCard.AsAnswer(file));
    }

    private async Task SearchAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        var hits = (await store.SearchAsync(call.Server, call.Text("words") ?? "", 100)).Where(h => Visibility.MaySee(h.Incident, asker)).ToList();
        if (hits.Count == 0)
        {
            await call.AnswerPrivatelyAsync("Nothing was found. All the words must occur together; fewer words find more.");
            return;
        }

        var people = await store.NamesAsync([.. hits.SelectMany(h => MentionNames.People(h.Text)).Distinct()]);
        var roles = await store.RoleNamesAsync(call.Server);
        var text = new StringBuilder();
        foreach (var group in hits.GroupBy(h => h.Incident.Id).Take(10))
        {
            var incident = group.First().Incident;
            text.Append(LineOf(incident)).Append('\n');
            foreach (var hit in group.Where(h => h.In != FoundIn.Incident).Take(1))
            {
                var link = hit.Message is { } message ? $" ([message](<https://discord.com/channels/{incident.Server}/{message.Channel}/{message.Message}>))" : "";
                var found = MentionNames.InWords(hit.Text, p => people.GetValueOrDefault(p), r => roles.GetValueOrDefault(r));
                text.Append("> ").Append(Harmless.Line(found, 90)).Append(link).Append('\n');
            }
        }

        await call.AnswerPrivatelyAsync(Harmless.Cut(text.ToString().TrimEnd(), 2000));
    }

    private async Task SimilarAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        var asker = Desk.AskerOf(call);
        var found = await store.SimilarAsync(incident, other => Visibility.MaySee(other, asker), MostSimilar);
        if (found.IsEmpty)
        {
            await call.AnswerPrivatelyAsync($"No incident on this server is like {incident.Name}, by its title, cause, summary and timeline. What is recorded later makes it easier: `/incident cause`, `/incident impact`.");
            return;
        }

        var text = new StringBuilder($"Like {incident.Name}, the likest first:\n");
        foreach (var (other, why) in found)
        {
            text.Append(LineOf(other)).Append('\n');
            text.Append("> ").Append(Harmless.Line(why, 250));
            if (other.Cause is { } cause) text.Append("\n> Cause: ").Append(Harmless.Line(cause.Text, 120));
            if (other.PostmortemMessages is [var first, ..]) text.Append(CultureInfo.InvariantCulture, $" ([postmortem](<https://discord.com/channels/{other.Server}/{first.Channel}/{first.Message}>))");
            text.Append('\n');
        }

        await call.AnswerPrivatelyAsync(Harmless.Cut(text.ToString().TrimEnd(), 2000));
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var asker = Desk.AskerOf(call);
        var number = typed.Trim().TrimStart('#');
        if (number.StartsWith("INC-", StringComparison.OrdinalIgnoreCase)) number = number[4..];
        var found = await store.ListIncidentsAsync(call.Server, new IncidentFilter { Limit = 200 });
        return
        [
            .. found
                .Where(i => Visibility.MaySee(i, asker))
                .Where(i => number.Length == 0 || i.Number.ToString(CultureInfo.InvariantCulture).StartsWith(number, StringComparison.Ordinal) || i.Title.Contains(number, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(i => i.IsOpen)
                .ThenByDescending(i => i.Number)
                .Take(25)
                .Select(i => new CommandChoice(Harmless.Cut($"{i.Name} {i.Title} ({i.Status.Word()})", 100), i.Number)),
        ];
    }

    private static string LineOf(Incident incident)
    {
        var place = incident.Channel is { } channel ? $" <#{channel}>" : "";
        var marks = (incident.IsDrill ? " · drill" : "") + (incident.IsPrivate ? " · private" : "");
        return $"**{incident.Name}** {incident.Severity.Code()} {incident.Status.Word()}{marks} · {Harmless.Line(incident.Title, 60)} · <t:{incident.Milestones.Declared.ToUnixTimeSeconds()}:R>{place}";
    }
}
