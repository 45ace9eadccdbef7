using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem list`: which postmortems are still on their way, the overdue ones first.</summary>
public sealed class PostmortemListModule(IncidentStore store) : ICommandModule
{
    /// <summary>Of so many resolved incidents, the newest ones.</summary>
    private const int Most = 1000;

    public void Register(Catalog catalog) => catalog.Slash(
        "postmortem list",
        "Postmortems of this server by state, the overdue ones first; those not published unless you choose",
        [
            Option.Choice("state", "Only these", required: false, ("not published", "unpublished"), ("draft", "draft"), ("in review", "review"), ("published", "published"), ("overdue", "overdue"), ("all", "all")),
            Option.Person("owner", "Only those of this person"),
            Option.Person("reviewer", "Only those that wait for this person's review"),
        ],
        ListAsync);

    private async Task ListAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        var which = call.Text("state") ?? "unpublished";
        var all = (await store.ListIncidentsAsync(call.Server, new IncidentFilter { Status = IncidentStatus.Resolved, Limit = Most }))
            .Where(incident => Visibility.MaySee(incident, asker) && !incident.IsDrill && ReviewStanding.IsUnderWay(incident))
            .ToList();
        var seen = all
            .Where(incident => IsOf(incident, which, call.Settings, call.At))
            .Where(incident => call.PersonOf("owner") is not { } owner || ReviewStanding.Owner(incident) == owner)
            .Where(incident => call.PersonOf("reviewer") is not { } person
                || (incident.Postmortem.Stage == PostmortemStage.InReview && ReviewStanding.Waiting(incident.Postmortem).Any(one => one.Person == person)))
            .OrderByDescending(incident => ReviewStanding.IsOverdue(incident, call.Settings, call.At))
            .ThenBy(incident => incident.Postmortem.Stage == PostmortemStage.Published)
            .ThenBy(incident => incident.Postmortem.Due?.Date ?? DateOnly.MaxValue)
            .ThenByDescending(incident => incident.Number)
            .ToList();
        if (seen.Count == 0)
        {
            await call.AnswerPrivatelyAsync(which == "unpublished" ? "No postmortem waits to be published. `/postmortem list state:all` shows all of them." : "There is none like that. `/postmortem list state:all` shows all of them.");
            return;
        }

        var names = await store.NamesAsync([.. seen.Select(ReviewStanding.Owner).OfType<PersonId>().Distinct()]);
        var overdue = all.Count(incident => ReviewStanding.IsOverdue(incident, call.Settings, call.At));
        var head = string.Create(CultureInfo.InvariantCulture, $"Drafts: {Count(PostmortemStage.Draft)} · in review: {Count(PostmortemStage.InReview)} · published: {Count(PostmortemStage.Published)}{(overdue > 0 ? $" · **overdue: {overdue}**" : "")}");
        await call.AnswerPrivatelyAsync(LongAnswer.Of(head, [.. seen.Select(incident => LineOf(incident, names, call))], "postmortems.txt"));

        int Count(PostmortemStage stage) => all.Count(incident => incident.Postmortem.Stage == stage);
    }

    private static bool IsOf(Incident incident, string which, ServerSettings settings, DateTimeOffset now) => which switch
    {
        "draft" => incident.Postmortem.Stage == PostmortemStage.Draft,
        "review" => incident.Postmortem.Stage == PostmortemStage.InReview,
        "published" => incident.Postmortem.Stage == PostmortemStage.Published,
        "overdue" => ReviewStanding.IsOverdue(incident, settings, now),
        "all" => true,
        _ => incident.Postmortem.Stage != PostmortemStage.Published,
    };

    private static AnswerLine LineOf(Incident incident, IReadOnlyDictionary<PersonId, string> names, CommandCall call)
    {
        var postmortem = incident.Postmortem;
        var isOverdue = ReviewStanding.IsOverdue(incident, call.Settings, call.At);
        var owner = ReviewStanding.Owner(incident) is { } person ? names.GetValueOrDefault(person) ?? person.ToString() : null;
        var due = postmortem.Stage == PostmortemStage.Published || postmortem.Due is not { } date ? "" : $", {(isOverdue ? "was due" : "due")} {DueDate.InWords(date.Date)}";
        var review = postmortem.Stage == PostmortemStage.InReview
            ? string.Create(CultureInfo.InvariantCulture, $" ({ReviewStanding.Approvals(postmortem)} of {postmortem.Reviewers.Length} approved{(ReviewStanding.Objectors(postmortem).Any() ? ", changes asked for" : "")})")
            : "";
        var link = incident.PostmortemMessages is [var first, ..] ? $"https://discord.com/channels/{incident.Server}/{first.Channel}/{first.Message}" : null;
        var mark = isOverdue ? "⚠️ " : postmortem.Stage switch { PostmortemStage.Published => "✅ ", PostmortemStage.InReview => "📝 ", _ => "✏️ " };
        var tail = $"{postmortem.Stage.Word()}{review}{due}{(incident.IsPrivate ? ", private" : "")}";
        return new(
            $"{mark}{(link is null ? $"**{incident.Name}**" : $"[**{incident.Name}**](<{link}>)")} {Harmless.Line(incident.Title, 100)}: {tail}{(owner is null ? "" : ", " + Harmless.Line(owner, 40))}",
            $"{incident.Name} {Harmless.Plain(incident.Title)}: {tail}{(owner is null ? "" : ", " + owner)}");
    }
}
