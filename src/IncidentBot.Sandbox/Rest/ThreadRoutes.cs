using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Threads and forum posts (Topics: Threads).</summary>
internal static class ThreadRoutes
{
    private static readonly int[] ArchiveDurations = [60, 1440, 4320, 10080];

    public static void Add(RouteTable table)
    {
        table.Add("POST", "/channels/{channel_id}/messages/{message_id}/threads", FromMessage, 50, 300);
        table.Add("POST", "/channels/{channel_id}/threads", Create, 50, 300);
        table.Add("GET", "/channels/{channel_id}/threads/archived/public", call => Archived(call, ChannelType.PublicThread));
        table.Add("GET", "/channels/{channel_id}/threads/archived/private", call => Archived(call, ChannelType.PrivateThread));
        table.Add("GET", "/channels/{channel_id}/users/@me/threads/archived/private", call => Archived(call, ChannelType.PrivateThread));
        table.Add("GET", "/channels/{channel_id}/thread-members", Members);
        table.Add("GET", "/channels/{channel_id}/thread-members/{user_id}", Member);
        table.Add("PUT", "/channels/{channel_id}/thread-members/{user_id}", Join);
        // Discord's documents name PUT alone; it takes POST too, which discord.py sends.
        table.Add("POST", "/channels/{channel_id}/thread-members/{user_id}", Join);
        table.Add("DELETE", "/channels/{channel_id}/thread-members/{user_id}", Leave);
    }

    public static Answer Active(Call call)
    {
        call.RequireGuild();
        return Listing(call, Visible(call).Where(c => !c.Thread!.Archived));
    }

    public static Answer Patch(Call call, Channel thread)
    {
        var state = thread.Thread!;
        var body = call.Body;
        var errors = new FieldErrors();
        var name = errors.String(body, "name", "", 1, 100);
        var archived = errors.Boolean(body, "archived", "");
        var locked = errors.Boolean(body, "locked", "");
        var slow = errors.Integer(body, "rate_limit_per_user", "", 0, 21600);
        var duration = Duration(body, errors);
        var parent = call.Guild.Channels[thread.ParentId!.Value];
        var tags = Tags(body, errors, parent);
        errors.ThrowIfAny();

        var permissions = call.World.PermissionsOf(call.Actor, thread);
        var manages = permissions.Has(Permission.ManageThreads);
        if (!manages && state.OwnerId != call.Actor.Id && !(archived == false && !state.Locked && permissions.Has(Permission.SendMessagesInThreads))) throw ApiException.MissingPermissions();

        // Whoever started a thread may change it as long as nobody locked it.
        if (!manages && (locked is not null || slow is not null || state.Locked)) throw ApiException.MissingPermissions();
        if (tags is not null) ForumRules.RequireMayApply(call, parent, tags, state.AppliedTags);
        // An archived thread must be opened before, or together with, any other change.
        if (state.Archived && archived != false) throw ApiException.ThreadArchived();
        if (name is not null && name != thread.Name && call.World.Limiter.TakeRename(thread.Id) is { } refusal) throw new RateLimitedException(refusal);

        if (name is not null) thread.Name = name;
        if (slow is { } seconds) thread.RateLimitPerUser = (int)seconds;
        if (duration is { } minutes) state.AutoArchiveDuration = minutes;
        if (locked is { } isLocked) state.Locked = isLocked;
        if (tags is not null)
        {
            state.AppliedTags.Clear();
            state.AppliedTags.AddRange(tags);
        }

        if (archived is { } isArchived && isArchived != state.Archived)
        {
            state.Archived = isArchived;
            state.ArchiveChangedAt = call.World.Time.GetUtcNow();
        }

        call.World.AnnounceChannel("THREAD_UPDATE", thread);
        return Answer.Ok(Wire.Channel(thread, call.Actor));
    }

    private static Answer FromMessage(Call call)
    {
        var parent = call.Channel(Permission.CreatePublicThreads);
        if (parent.Type is not (ChannelType.Text or ChannelType.Announcement)) throw ApiException.WrongChannelType();
        var message = call.Message(parent);
        if (message.StartedThread is not null) throw new ApiException(400, 160004, "A thread has already been created for this message");
        var errors = new FieldErrors();
        var name = errors.String(call.Body, "name", "", 1, 100, required: true);
        var duration = Duration(call.Body, errors);
        var slow = errors.Integer(call.Body, "rate_limit_per_user", "", 0, 21600);
        errors.ThrowIfAny();
        var type = parent.Type == ChannelType.Announcement ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
        var thread = call.World.CreateThread(parent, call.Actor, type, name!, message, (int?)slow, s => s.AutoArchiveDuration = duration ?? parent.DefaultAutoArchiveDuration ?? s.AutoArchiveDuration);
        return Answer.Created(Wire.Channel(thread, call.Actor));
    }

    private static Answer Create(Call call)
    {
        var parent = call.Channel();
        var isForum = parent.Type is ChannelType.Forum or ChannelType.Media;
        if (!isForum && parent.Type is not (ChannelType.Text or ChannelType.Announcement)) throw ApiException.WrongChannelType();
        var errors = new FieldErrors();
        var name = errors.String(call.Body, "name", "", 1, 100, required: true);
        var duration = Duration(call.Body, errors);
        var type = isForum ? ChannelType.PublicThread : (int)(errors.Integer(call.Body, "type", "", 10, 12) ?? ChannelType.PrivateThread);
        var tags = Tags(call.Body, errors, parent) ?? [];
        var invitable = errors.Boolean(call.Body, "invitable", "") ?? true;
        var slow = errors.Integer(call.Body, "rate_limit_per_user", "", 0, 21600);
        if (isForum && call.Body["message"] is not JsonObject) errors.Required("message");
        errors.ThrowIfAny();
        call.Require(parent, isForum ? Permission.SendMessages : type == ChannelType.PrivateThread ? Permission.CreatePrivateThreads : Permission.CreatePublicThreads);
        if (isForum) ForumRules.RequireMayApply(call, parent, tags, []);

        var first = isForum ? MessageRules.ReadCreate(call, (JsonObject)call.Body["message"]!, call.Files, parent) : null;
        var thread = call.World.CreateThread(parent, call.Actor, type, name!, from: null, (int?)slow ?? parent.ThreadSlowmode, s =>
        {
            s.AutoArchiveDuration = duration ?? parent.DefaultAutoArchiveDuration ?? s.AutoArchiveDuration;
            s.Invitable = invitable;
            s.AppliedTags.AddRange(tags);
        });
        var json = Wire.Channel(thread, call.Actor);
        if (first is not null)
        {
            // The first message of a post has the post's own id.
            first.Id = thread.Id;
            var message = call.World.Post(thread, call.Actor, first);
            json = Wire.Channel(thread, call.Actor);
            json["message"] = call.World.Render(message, call.Actor);
        }

        return Answer.Created(json);
    }

    private static IEnumerable<Channel> Visible(Call call) =>
        call.Guild.Channels.Values.Where(c => c.IsThread && call.World.PermissionsOf(call.Actor, c).Has(Permission.ViewChannel));

    private static Answer Archived(Call call, int type)
    {
        var parent = call.Channel(Permission.ReadMessageHistory);
        var found = Visible(call).Where(c => c.ParentId == parent.Id && c.Thread!.Archived && (c.Type == type || (type == ChannelType.PublicThread && c.Type == ChannelType.AnnouncementThread)))
            .OrderByDescending(c => c.Thread!.ArchiveChangedAt);
        return Listing(call, found);
    }

    private static Answer Listing(Call call, IEnumerable<Channel> threads)
    {
        var list = threads.ToList();
        var json = new JsonObject
        {
            ["threads"] = Wire.Array(list, t => Wire.Channel(t, call.Actor)),
            ["members"] = Wire.Array(list.Where(t => t.Thread!.Members.ContainsKey(call.Actor.Id)), t => Wire.ThreadMember(t.Id, call.Actor.Id, t.Thread!.Members[call.Actor.Id])),
            ["has_more"] = false,
        };
        return Answer.Ok(json);
    }

    private static Channel Thread(Call call)
    {
        var thread = call.Channel();
        return thread.IsThread ? thread : throw ApiException.WrongChannelType();
    }

    private static Answer Members(Call call)
    {
        var thread = Thread(call);
        return Answer.Ok(Wire.Array(thread.Thread!.Members, m => Wire.ThreadMember(thread.Id, m.Key, m.Value)));
    }

    private static ulong UserId(Call call) => call.Text("user_id") == "@me" ? call.Actor.Id : call.Id("user_id");

    private static Answer Member(Call call)
    {
        var thread = Thread(call);
        var id = UserId(call);
        return thread.Thread!.Members.TryGetValue(id, out var joined) ? Answer.Ok(Wire.ThreadMember(thread.Id, id, joined)) : throw ApiException.UnknownMember();
    }

    private static Answer Join(Call call)
    {
        var thread = Thread(call);
        var id = UserId(call);
        if (!call.Guild.Members.ContainsKey(id)) throw ApiException.UnknownMember();
        if (thread.Thread!.Archived) throw ApiException.ThreadArchived();
        if (thread.Thread.Members.TryAdd(id, call.World.Time.GetUtcNow())) call.World.AnnounceThreadMembers(thread, [id], []);
        return Answer.NoContent;
    }

    private static Answer Leave(Call call)
    {
        var thread = Thread(call);
        var id = UserId(call);
        if (id != call.Actor.Id) call.Require(thread, Permission.ManageThreads);
        if (thread.Thread!.Archived) throw ApiException.ThreadArchived();
        if (thread.Thread.Members.Remove(id)) call.World.AnnounceThreadMembers(thread, [], [id]);
        return Answer.NoContent;
    }

    private static int? Duration(JsonObject body, FieldErrors errors)
    {
        var value = (int?)errors.Integer(body, "auto_archive_duration", "", 0, int.MaxValue);
        if (value is { } minutes && !ArchiveDurations.Contains(minutes)) errors.Choice("auto_archive_duration", ArchiveDurations);
        return value;
    }

    private static List<ulong>? Tags(JsonObject body, FieldErrors errors, Channel parent) =>
        errors.List(body, "applied_tags", "", 0, ForumRules.MostApplied) is { } list ? ForumRules.Applied(list, parent, errors) : null;
}
