using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reviews;

namespace IncidentBot.Domain.Postmortems;

/// <summary>
/// The tags of a postmortem in a forum: how bad it was, how it stands, and which services it hurt. Tags are told apart by name, without regard to case; whatever
/// else people put on a post stays there while there is room.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/resources/channel#forum-tag-object"/>
public static class PostmortemTags
{
    /// <summary>Discord's limit for a forum.</summary>
    public const int MostInForum = 20;

    /// <summary>Discord's limit for a post.</summary>
    public const int MostOnPost = 5;

    /// <summary>Discord's limit for a name, in UTF-16 units.</summary>
    public const int LongestName = 20;

    private const string Drafted = "Draft";
    private const string InReview = "In review";
    private const string Published = "Published";
    private const string Reopened = "Reopened";
    private const string FalseAlarm = "False alarm";
    private const string Duplicate = "Duplicate";

    /// <summary>Those that any incident may need: a forum that the bot makes has them from the start, and room is kept for them.</summary>
    public static ImmutableArray<string> Standing { get; } = [.. Enum.GetValues<Severity>().Order().Select(s => s.Code()), Drafted, InReview, Published, Reopened, FalseAlarm, Duplicate];

    /// <summary>What the bot put on posts before postmortems had stages; it goes with the next change.</summary>
    private const string Former = "Resolved";

    /// <summary>What this incident's post should carry, the most telling first.</summary>
    public static ImmutableArray<string> Of(Incident incident) =>
    [
        .. new[] { incident.Severity.Code(), State(incident) }
            .Concat(incident.Services.Select(Name).Where(s => s.Length > 0))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostOnPost),
    ];

    /// <summary>Which tags the forum lacks for it and has room for: the last places are kept for <see cref="Standing"/>.</summary>
    /// <param name="offered">What the forum has.</param>
    public static ImmutableArray<string> ToAdd(IReadOnlyCollection<string> offered, Incident incident)
    {
        var known = offered.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var standing = Standing.Where(name => !known.Contains(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var free = MostInForum - known.Count;
        var added = ImmutableArray.CreateBuilder<string>();
        foreach (var name in Of(incident).Where(name => !known.Contains(name)))
        {
            var isStanding = standing.Remove(name);
            if (free - (isStanding ? 0 : standing.Count) <= 0) continue;

            added.Add(name);
            free--;
        }

        return added.ToImmutable();
    }

    /// <summary>What the post carries from now on: what it should, then what people put on it. What the bot put there and no longer holds goes.</summary>
    /// <param name="present">What it carries.</param>
    public static ImmutableArray<string> Next(IEnumerable<string> present, Incident incident)
    {
        var wanted = Of(incident);
        return [.. wanted.Concat(present.Where(name => !Standing.Append(Former).Contains(name, StringComparer.OrdinalIgnoreCase))).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOnPost)];
    }

    private static string State(Incident incident) => incident.Status switch
    {
        IncidentStatus.Resolved => incident.Postmortem.Stage switch
        {
            PostmortemStage.Published => Published,
            PostmortemStage.InReview => InReview,
            _ => Drafted,
        },
        IncidentStatus.FalseAlarm => FalseAlarm,
        IncidentStatus.Duplicate => Duplicate,
        _ => Reopened,
    };

    private static string Name(string service) => UserText.Shorten(UserText.OneLine(UserText.Visible(service)), LongestName);
}
