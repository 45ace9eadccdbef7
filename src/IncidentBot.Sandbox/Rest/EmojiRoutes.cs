using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Custom emojis of the server and of the application (Resources: Emoji).</summary>
internal static partial class EmojiRoutes
{
    private const int MaxOfServer = 50;
    private const int MaxOfApplication = 2000;
    private const int MaxImage = 256 * 1024;

    public static void Add(RouteTable table)
    {
        foreach (var root in (string[])["/guilds/{guild_id}/emojis", "/applications/{application_id}/emojis"])
        {
            table.Add("GET", root, call =>
            {
                var list = Wire.Array(Of(call).Values, Render);
                return Answer.Ok(OfServer(call) ? list : new JsonObject { ["items"] = list });
            });
            table.Add("POST", root, Create);
            table.Add("GET", root + "/{emoji_id}", call => Answer.Ok(Render(Find(call))));
            table.Add("PATCH", root + "/{emoji_id}", Patch);
            table.Add("DELETE", root + "/{emoji_id}", Delete);
        }
    }

    private static bool OfServer(Call call) => call.Has("guild_id");

    private static OrderedDictionary<ulong, Emoji> Of(Call call)
    {
        if (OfServer(call))
        {
            call.RequireGuild();
            return call.Guild.Emojis;
        }

        AccountRoutes.RequireOwnApplication(call);
        return call.World.ApplicationEmojis;
    }

    private static Emoji Find(Call call) => Of(call).TryGetValue(call.Id("emoji_id"), out var emoji) ? emoji : throw new ApiException(404, 10014, "Unknown Emoji");

    private static void RequireManage(Call call)
    {
        if (OfServer(call)) call.RequireGuildPermission(Permission.ManageGuildExpressions);
    }

    private static Answer Create(Call call)
    {
        var emojis = Of(call);
        RequireManage(call);
        var errors = new FieldErrors();
        var name = Name(call, errors, required: true);
        var image = errors.String(call.Body, "image", "", 1, int.MaxValue, required: true);
        var animated = false;
        if (image is not null)
        {
            var data = ImageData().Match(image);
            if (!data.Success) errors.Add("image", "IMAGE_INVALID", "Invalid image data");
            else if (data.Groups["bytes"].Length * 3 / 4 > MaxImage) errors.Add("image", "BINARY_TYPE_MAX_SIZE", "File cannot be larger than 256.0 kb.");
            animated = data.Groups["type"].Value == "gif";
        }

        errors.ThrowIfAny();
        var most = OfServer(call) ? MaxOfServer : MaxOfApplication;
        if (emojis.Count >= most) throw new ApiException(400, 30008, $"Maximum number of emojis reached ({most})");
        var emoji = new Emoji { Id = call.World.Mint.Next(SnowflakeMint.ServerSlot), Name = name!, Animated = animated, Creator = call.Actor };
        Roles(call, emoji);
        emojis.Add(emoji.Id, emoji);
        Tell(call);
        return Answer.Created(Render(emoji));
    }

    private static Answer Patch(Call call)
    {
        var emoji = Find(call);
        RequireManage(call);
        var errors = new FieldErrors();
        var name = Name(call, errors, required: false);
        errors.ThrowIfAny();
        if (name is not null) emoji.Name = name;
        Roles(call, emoji);
        Tell(call);
        return Answer.Ok(Render(emoji));
    }

    private static Answer Delete(Call call)
    {
        var emoji = Find(call);
        RequireManage(call);
        Of(call).Remove(emoji.Id);
        Tell(call);
        return Answer.NoContent;
    }

    private static string? Name(Call call, FieldErrors errors, bool required)
    {
        var name = errors.String(call.Body, "name", "", 2, 32, required);
        if (name is not null && !EmojiName().IsMatch(name)) errors.Add("name", "STRING_TYPE_REGEX", "String value did not match validation regex.");
        return name;
    }

    private static void Roles(Call call, Emoji emoji)
    {
        if (!OfServer(call) || call.Body["roles"] is not JsonArray roles) return;
        var errors = new FieldErrors();
        var ids = roles.Select((n, i) => errors.Snowflake(n, $"roles.{i}")).OfType<ulong>().ToList();
        errors.ThrowIfAny();
        emoji.RoleIds.Clear();
        emoji.RoleIds.AddRange(ids);
    }

    private static void Tell(Call call)
    {
        if (!OfServer(call)) return;
        call.World.AnnounceGuild("GUILD_EMOJIS_UPDATE", Intent.GuildExpressions, () => new JsonObject
        {
            ["guild_id"] = Wire.Id(call.Guild.Id),
            ["emojis"] = Wire.Array(call.Guild.Emojis.Values, Render),
        });
    }

    public static JsonObject Render(Emoji emoji) => new()
    {
        ["id"] = Wire.Id(emoji.Id),
        ["name"] = emoji.Name,
        ["roles"] = Wire.Ids(emoji.RoleIds),
        ["user"] = Wire.User(emoji.Creator),
        ["require_colons"] = true,
        ["managed"] = false,
        ["animated"] = emoji.Animated,
        ["available"] = true,
    };

    [GeneratedRegex("^[A-Za-z0-9_]{2,32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmojiName();

    [GeneratedRegex("^data:image/(?<type>png|jpeg|gif|webp|avif);base64,(?<bytes>[A-Za-z0-9+/=\r\n]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageData();
}
