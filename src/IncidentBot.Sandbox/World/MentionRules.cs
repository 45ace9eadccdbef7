using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Sandbox.World;

/// <summary>Who a message may ping (Discord documentation, Resources: Message, Allowed Mentions Object).</summary>
internal sealed record AllowedMentions(bool ParseUsers, bool ParseRoles, bool ParseEveryone, IReadOnlySet<ulong> Users, IReadOnlySet<ulong> Roles, bool? RepliedUser);

/// <summary>Works out who is mentioned and who is pinged, as Discord does from the text, allowed_mentions and the author's permissions.</summary>
internal static partial class MentionRules
{
    public static void Apply(SandboxWorld world, Message message, AllowedMentions? allowed, Message? repliedTo)
    {
        Mark(world, message, allowed, repliedTo);
        if (message.EphemeralFor is not null) return;

        var pinged = new OrderedDictionary<ulong, User>();
        foreach (var user in message.Mentions) pinged.TryAdd(user.Id, user);
        // A direct message notifies by itself.
        foreach (var user in message.Channel.Recipients) pinged.TryAdd(user.Id, user);
        if (!message.Channel.IsDm)
        {
            foreach (var member in world.Guild.Members.Values)
            {
                if (message.MentionEveryone || member.RoleIds.Exists(message.MentionRoles.Contains)) pinged.TryAdd(member.User.Id, member.User);
            }
        }

        message.Pinged = [.. pinged.Values.Where(u => u.Id != message.Author.Id && world.PermissionsOf(u, message.Channel).Has(Permission.ViewChannel))];
    }

    /// <summary>Sets what the message shows as mentioned; an edit does this too, but pings nobody.</summary>
    public static void Mark(SandboxWorld world, Message message, AllowedMentions? allowed, Message? repliedTo)
    {
        var text = Code().Replace(Text(message), "");
        var guild = world.Guild;
        // A webhook has no permissions of its own and may mention whom it wants.
        var everyoneAllowed = !message.Channel.IsDm && (message.WebhookId is not null || world.PermissionsOf(message.Author, message.Channel).Has(Permission.MentionEveryone));

        var users = new List<User>();
        foreach (Match match in UserMention().Matches(text))
        {
            if (!ulong.TryParse(match.Groups["id"].Value, out var id) || world.FindUser(id) is not { } user || users.Contains(user)) continue;
            if (allowed is null || allowed.ParseUsers || allowed.Users.Contains(id)) users.Add(user);
        }

        if (repliedTo is not null && (allowed is null || allowed.RepliedUser == true) && !users.Contains(repliedTo.Author)) users.Add(repliedTo.Author);

        var roles = new List<ulong>();
        foreach (Match match in RoleMention().Matches(text))
        {
            if (!ulong.TryParse(match.Groups["id"].Value, out var id) || !guild.Roles.TryGetValue(id, out var role) || roles.Contains(id) || message.Channel.IsDm) continue;
            if ((role.Mentionable || everyoneAllowed) && (allowed is null || allowed.ParseRoles || allowed.Roles.Contains(id))) roles.Add(id);
        }

        message.Mentions = users;
        message.MentionRoles = roles;
        message.MentionEveryone = everyoneAllowed && (allowed is null || allowed.ParseEveryone) && EveryoneMention().IsMatch(text);
    }

    /// <summary>Content and the text displays of Components V2 ping; embeds do not.</summary>
    private static string Text(Message message)
    {
        var parts = new List<string> { message.Content };
        Collect(message.Components, parts);
        return string.Join('\n', parts);
    }

    private static void Collect(JsonNode? node, List<string> parts)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) Collect(item, parts);
        }
        else if (node is JsonObject component)
        {
            if ((int?)component["type"] == 10) parts.Add((string?)component["content"] ?? "");
            Collect(component["components"], parts);
        }
    }

    [GeneratedRegex(@"```.*?```|`[^`\n]+`", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"<@!?(?<id>\d{1,20})>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserMention();

    [GeneratedRegex(@"<@&(?<id>\d{1,20})>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleMention();

    [GeneratedRegex("@everyone|@here", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EveryoneMention();
}
