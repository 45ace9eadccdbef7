using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Pins, by the routes of 2025 and by the older ones (Resources: Message). 250 per channel, with Pin Messages.</summary>
internal static class PinRoutes
{
    private const int MaxPins = 250;

    public static void Add(RouteTable table)
    {
        table.Add("GET", "/channels/{channel_id}/messages/pins", Page, 5, 5);
        table.Add("PUT", "/channels/{channel_id}/messages/pins/{message_id}", Pin, 5, 4);
        table.Add("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", Unpin, 5, 4);
        table.Add("GET", "/channels/{channel_id}/pins", All, 5, 5);
        table.Add("PUT", "/channels/{channel_id}/pins/{message_id}", Pin, 5, 4);
        table.Add("DELETE", "/channels/{channel_id}/pins/{message_id}", Unpin, 5, 4);
    }

    private static IEnumerable<Message> Pinned(Channel channel) => channel.Messages.Where(m => m.Pinned).OrderByDescending(m => m.PinnedAt);

    private static Answer Page(Call call)
    {
        var channel = call.Channel(Permission.ReadMessageHistory);
        var limit = call.QueryInt("limit", 50, 1, 50);
        var pins = Pinned(channel);
        if (DateTimeOffset.TryParse(call.Query["before"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var before)) pins = pins.Where(m => m.PinnedAt < before);
        var list = pins.Take(limit + 1).ToList();
        return Answer.Ok(new JsonObject
        {
            ["items"] = Wire.Array(list.Take(limit), m => new JsonObject { ["pinned_at"] = Wire.Time(m.PinnedAt), ["message"] = call.World.Render(m, call.Actor) }),
            ["has_more"] = list.Count > limit,
        });
    }

    private static Answer All(Call call)
    {
        var channel = call.Channel(Permission.ReadMessageHistory);
        return Answer.Ok(Wire.Array(Pinned(channel).Take(50), m => call.World.Render(m, call.Actor)));
    }

    private static Answer Pin(Call call)
    {
        var channel = call.Channel(Permission.PinMessages);
        var message = call.Message(channel);
        if (message.Pinned) return Answer.NoContent;
        if (channel.Thread is { Archived: true }) throw ApiException.ThreadArchived();
        if (Pinned(channel).Count() >= MaxPins) throw new ApiException(400, 30003, "Maximum number of pins reached (250)");
        call.World.Pin(message, pinned: true);
        // The notice "… pinned a message to this channel".
        call.World.Post(channel, call.Actor, new Draft { Type = 6, PinOf = message });
        return Answer.NoContent;
    }

    private static Answer Unpin(Call call)
    {
        var channel = call.Channel(Permission.PinMessages);
        call.World.Pin(call.Message(channel), pinned: false);
        return Answer.NoContent;
    }
}
