using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Polls (Resources: Poll). Bots read and end them; only people vote, with the request of Discord's own client.</summary>
internal static class PollRoutes
{
    public static void Add(RouteTable table)
    {
        const string Root = "/channels/{channel_id}/polls/{message_id}";
        table.Add("GET", Root + "/answers/{answer_id}", Voters);
        table.Add("POST", Root + "/expire", End);
        table.Add("PUT", Root + "/answers/@me", Vote);
    }

    private static (Message Message, Poll Poll) Find(Call call)
    {
        var message = call.Message(call.Channel());
        return message.Poll is { } poll ? (message, poll) : throw ApiException.UnknownMessage();
    }

    private static Answer Voters(Call call)
    {
        var (_, poll) = Find(call);
        var limit = call.QueryInt("limit", 25, 1, 100);
        var after = call.QueryId("after") ?? 0;
        var id = call.Id("answer_id");
        var users = id >= 1 && id <= (ulong)poll.Votes.Count ? poll.Votes[(int)id - 1] : [];
        return Answer.Ok(new JsonObject { ["users"] = Wire.Array(users.Where(u => u.Id > after).OrderBy(u => u.Id).Take(limit), Wire.User) });
    }

    private static Answer End(Call call)
    {
        var (message, poll) = Find(call);
        if (message.Author != call.Actor) throw new ApiException(403, 50001, "Missing Access");
        if (poll.Expiry <= call.World.Time.GetUtcNow()) throw new ApiException(400, 520001, "Poll expired");
        poll.Expiry = call.World.Time.GetUtcNow();
        poll.IsFinalized = true;
        call.World.AnnounceEdit(message);
        return Answer.Ok(call.World.Render(message, call.Actor));
    }

    private static Answer Vote(Call call)
    {
        if (call.Actor.IsBot) throw new ApiException(403, 20001, "Bots cannot use this endpoint");
        var (message, poll) = Find(call);
        if (poll.Expiry <= call.World.Time.GetUtcNow()) throw new ApiException(400, 520001, "Poll expired");
        var errors = new FieldErrors();
        var wanted = new HashSet<ulong>();
        foreach (var (i, node) in (errors.List(call.Body, "answer_ids", "", 0, poll.AllowMultiselect ? poll.Answers.Count : 1) ?? []).Index())
        {
            if (errors.Snowflake(node, $"answer_ids.{i}") is { } id && id >= 1 && id <= (ulong)poll.Answers.Count) wanted.Add(id);
            else errors.Add($"answer_ids.{i}", "POLL_ANSWER_INVALID", "Unknown answer");
        }

        errors.ThrowIfAny();
        foreach (var (i, voters) in poll.Votes.Index())
        {
            var (has, wants) = (voters.Contains(call.Actor), wanted.Contains((ulong)i + 1));
            if (has == wants) continue;
            if (wants) voters.Add(call.Actor);
            else voters.Remove(call.Actor);
            call.World.Announce(wants ? "MESSAGE_POLL_VOTE_ADD" : "MESSAGE_POLL_VOTE_REMOVE", message.Channel, Intent.GuildMessagePolls, Intent.DirectMessagePolls, _ =>
            {
                var json = new JsonObject
                {
                    ["user_id"] = Wire.Id(call.Actor.Id),
                    ["channel_id"] = Wire.Id(message.Channel.Id),
                    ["message_id"] = Wire.Id(message.Id),
                    ["answer_id"] = i + 1,
                };
                if (message.Channel.GuildId is { } guild) json["guild_id"] = Wire.Id(guild);
                return json;
            });
        }

        return Answer.NoContent;
    }
}
