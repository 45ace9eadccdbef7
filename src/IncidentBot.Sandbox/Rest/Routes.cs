using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Every route, by resource.</summary>
internal static class Routes
{
    public static RouteTable All(SandboxWorld world)
    {
        var table = new RouteTable();
        AccountRoutes.Add(table);
        GuildRoutes.Add(table);
        MemberRoutes.Add(table);
        RoleRoutes.Add(table);
        ChannelRoutes.Add(table);
        ThreadRoutes.Add(table);
        MessageRoutes.Add(table);
        ReactionRoutes.Add(table);
        PinRoutes.Add(table);
        CommandRoutes.Add(table);
        InteractionRoutes.Add(table);
        WebhookRoutes.Add(table);
        ChannelWebhooks.Add(table);
        InviteRoutes.Add(table);
        ModerationRoutes.Add(table);
        EmojiRoutes.Add(table);
        PollRoutes.Add(table);
        StageRoutes.Add(table);
        SearchRoutes.Add(table);
        QuietRoutes.Add(table);
        ScheduledEventRoutes.Add(table);
        return table;
    }
}
