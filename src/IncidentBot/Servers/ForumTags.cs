using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using Permissions = IncidentBot.Discord.Permissions;

namespace IncidentBot.Servers;

/// <summary>The tags that a postmortem's post carries. What the forum lacks is added to it where the bot may; what is missing never keeps the post from being made.</summary>
public sealed class ForumTags(IDiscordApi api, Self self)
{
    // Tags are changed by sending all of them: two at once would take each other's away.
    private readonly SemaphoreSlim changing = new(1);

    /// <param name="present">What the post carries; null for one that is to be made.</param>
    public async Task<TagChoice> ChooseAsync(Channel forum, IReadOnlyList<Snowflake>? present, Incident incident, CancellationToken cancellationToken)
    {
        string? trouble = null;
        if (PostmortemTags.ToAdd([.. forum.AvailableTags.Select(t => t.Name)], incident).Length > 0) (forum, trouble) = await AddAsync(forum, incident, cancellationToken);

        var offered = forum.AvailableTags.Where(t => t.Id is not null).ToList();
        var carried = offered.Where(t => present?.Contains(t.Id!.Value) == true).ToList();
        var next = PostmortemTags.Next(carried.Select(t => t.Name), incident)
            .Select(name => offered.Find(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .OfType<ForumTag>()
            .ToList();

        // Moderated tags are put on and taken off by those who manage threads.
        var moderated = next.Except(carried).Concat(carried.Except(next)).Where(t => t.Moderated).ToList();
        if (moderated.Count > 0 && !await ManagesThreadsAsync(forum, incident.Server, cancellationToken))
        {
            next = [.. carried.Where(t => t.Moderated).Concat(next.Where(t => !t.Moderated)).Take(PostmortemTags.MostOnPost)];
            trouble ??= $"I may not use the moderated tag{(moderated.Count > 1 ? "s" : "")} {string.Join(", ", moderated.Select(t => t.Name))} of <#{forum.Id}>. Give my role the permission **Manage Threads** there";
        }

        if (next.Count == 0 && forum.Flags.HasFlag(ChannelFlags.RequireTag) && offered.Find(t => !t.Moderated) is { } any)
        {
            // A wrong tag can be taken off by hand; a postmortem that is not there cannot be read.
            next = [any];
            trouble ??= $"<#{forum.Id}> wants a tag on each post and has none that fits, so I took \"{any.Name}\". Give my role the permission **Manage Channels** there";
        }

        return new TagChoice([.. next.Select(t => t.Id!.Value)], trouble);
    }

    private async Task<(Channel Forum, string? Trouble)> AddAsync(Channel forum, Incident incident, CancellationToken cancellationToken)
    {
        await changing.WaitAsync(cancellationToken);
        try
        {
            var now = await api.GetChannelAsync(forum.Id, cancellationToken) ?? forum;
            var missing = PostmortemTags.ToAdd([.. now.AvailableTags.Select(t => t.Name)], incident);
            if (missing.Length == 0) return (now, null);
            try
            {
                var all = now.AvailableTags.Concat(missing.Select(name => new ForumTag { Name = name })).ToList();
                return (await api.ModifyChannelAsync(forum.Id, new ChannelChanges { AvailableTags = all }, $"Tags for {incident.Name}", cancellationToken), null);
            }
            catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
            {
                return (now, $"I may not add the tag{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)} to <#{forum.Id}>. Give my role the permission **Manage Channels** there, or add {(missing.Length > 1 ? "them" : "it")} by hand");
            }
        }
        finally
        {
            changing.Release();
        }
    }

    private async Task<bool> ManagesThreadsAsync(Channel forum, ServerId server, CancellationToken cancellationToken)
    {
        var guild = new Snowflake(server.Value);
        if (await api.GetMemberAsync(guild, self.Id, cancellationToken) is not { } me) return false;
        if (me.User is null) me = me with { User = new User { Id = self.Id } };
        var onServer = ChannelPermissions.OnServer(await api.GetGuildAsync(guild, cancellationToken), await api.GetGuildRolesAsync(guild, cancellationToken), me);
        return ChannelPermissions.In(forum, onServer, guild, me).HasFlag(Permissions.ManageThreads);
    }
}

/// <param name="Tags">At most <see cref="PostmortemTags.MostOnPost"/>.</param>
/// <param name="Trouble">Why not all that should be there are, and what mends it, as a sentence without its full stop; null: all are.</param>
public sealed record TagChoice(IReadOnlyList<Snowflake> Tags, string? Trouble);
