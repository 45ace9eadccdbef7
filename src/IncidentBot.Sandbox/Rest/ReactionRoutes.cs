using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Reactions (Resources: Message). An emoji is its character, or name:id for a custom one.</summary>
internal static partial class ReactionRoutes
{
    private const int MaxKinds = 20;
    private const string One = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}";

    public static void Add(RouteTable table)
    {
        table.Add("PUT", One + "/@me", AddOwn, 1, 0.25);
        table.Add("DELETE", One + "/@me", call => Remove(call, call.Actor), 1, 0.25);
        table.Add("DELETE", One + "/{user_id}", call => Remove(call, call.World.FindUser(call.Id("user_id")) ?? throw ApiException.UnknownUser()), 1, 0.25);
        table.Add("GET", One, List, 5, 1);
        table.Add("DELETE", One, ClearOne, 1, 0.25);
        table.Add("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions", ClearAll, 1, 0.25);
    }

    private static (string Key, Reaction Emoji) Emoji(Call call)
    {
        var text = call.Text("emoji_name");
        if (Custom().Match(text) is { Success: true } match && ulong.TryParse(match.Groups["id"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return (Wire.Id(id), new Reaction(id, match.Groups["name"].Value, Animated: text.StartsWith("a:", StringComparison.Ordinal)));
        }

        // Letters are no emoji; neither are plain digits without the keycap that makes them one.
        if (text.Length is 0 or > 32 || text.All(char.IsAscii)) throw ApiException.UnknownEmoji();
        return (text, new Reaction(null, text, Animated: false));
    }

    private static Message Target(Call call, ulong permission)
    {
        var channel = call.Channel(Permission.ReadMessageHistory | permission);
        return call.Message(channel);
    }

    private static Answer AddOwn(Call call)
    {
        var (key, emoji) = Emoji(call);
        var message = Target(call, 0);
        if (message.Channel.Thread is { Archived: true }) throw ApiException.ThreadArchived();
        if (!message.Reactions.ContainsKey(key))
        {
            call.Require(message.Channel, Permission.AddReactions);
            if (emoji.EmojiId is { } custom && !call.Guild.Emojis.ContainsKey(custom) && !(call.Actor.IsBot && call.World.ApplicationEmojis.ContainsKey(custom))) throw ApiException.UnknownEmoji();
            if (message.Reactions.Count >= MaxKinds) throw new ApiException(400, 30010, "Maximum number of reactions reached (20)");
        }

        call.World.React(message, call.Actor, emoji);
        return Answer.NoContent;
    }

    private static Answer Remove(Call call, User whose)
    {
        var (key, _) = Emoji(call);
        var message = Target(call, whose == call.Actor ? 0 : Permission.ManageMessages);
        if (message.Channel.Thread is { Archived: true }) throw ApiException.ThreadArchived();
        call.World.Unreact(message, whose, key);
        return Answer.NoContent;
    }

    private static Answer List(Call call)
    {
        var (key, _) = Emoji(call);
        var message = Target(call, 0);
        var limit = call.QueryInt("limit", 25, 1, 100);
        var after = call.QueryId("after") ?? 0;
        var users = message.Reactions.TryGetValue(key, out var reaction) ? reaction.Users : [];
        return Answer.Ok(Wire.Array(users.Where(u => u.Id > after).OrderBy(u => u.Id).Take(limit), Wire.User));
    }

    private static Answer ClearOne(Call call)
    {
        var (key, _) = Emoji(call);
        call.World.ClearReactions(Target(call, Permission.ManageMessages), key);
        return Answer.NoContent;
    }

    private static Answer ClearAll(Call call)
    {
        call.World.ClearReactions(Target(call, Permission.ManageMessages), key: null);
        return Answer.NoContent;
    }

    [GeneratedRegex(@"^(a:)?(?<name>\w{2,32}):(?<id>\d{15,20})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Custom();
}
