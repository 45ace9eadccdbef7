namespace IncidentBot.Sandbox.World;

/// <summary>Permission flags (Discord documentation, Topics: Permissions).</summary>
public static class Permission
{
    public const ulong CreateInstantInvite = 1UL << 0;
    public const ulong KickMembers = 1UL << 1;
    public const ulong BanMembers = 1UL << 2;
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageChannels = 1UL << 4;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong AddReactions = 1UL << 6;
    public const ulong ViewAuditLog = 1UL << 7;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong SendMessages = 1UL << 11;
    public const ulong ManageMessages = 1UL << 13;
    public const ulong EmbedLinks = 1UL << 14;
    public const ulong AttachFiles = 1UL << 15;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong MentionEveryone = 1UL << 17;
    public const ulong UseExternalEmojis = 1UL << 18;
    public const ulong Connect = 1UL << 20;
    public const ulong Speak = 1UL << 21;
    public const ulong ChangeNickname = 1UL << 26;
    public const ulong ManageNicknames = 1UL << 27;
    public const ulong ManageRoles = 1UL << 28;
    public const ulong ManageWebhooks = 1UL << 29;
    public const ulong ManageGuildExpressions = 1UL << 30;
    public const ulong UseApplicationCommands = 1UL << 31;
    public const ulong ManageEvents = 1UL << 33;
    public const ulong ManageThreads = 1UL << 34;
    public const ulong CreatePublicThreads = 1UL << 35;
    public const ulong CreatePrivateThreads = 1UL << 36;
    public const ulong SendMessagesInThreads = 1UL << 38;
    public const ulong ModerateMembers = 1UL << 40;
    public const ulong CreateEvents = 1UL << 44;
    public const ulong SendPolls = 1UL << 49;
    public const ulong PinMessages = 1UL << 51;

    /// <summary>Every bit Discord has defined so far.</summary>
    public const ulong All = (1UL << 53) - 1;

    /// <summary>What @everyone has on a new server, of the permissions the sandbox knows.</summary>
    public const ulong DefaultForEveryone = ViewChannel | SendMessages | AddReactions | EmbedLinks | AttachFiles | ReadMessageHistory
        | UseExternalEmojis | Connect | Speak | ChangeNickname | UseApplicationCommands | CreatePublicThreads | CreatePrivateThreads
        | SendMessagesInThreads | CreateInstantInvite | SendPolls;

    /// <summary>What those who manage the server have besides.</summary>
    public const ulong Managing = ManageGuild | ManageChannels | ManageRoles | ManageMessages | ManageThreads | ManageEvents | CreateEvents
        | ViewAuditLog | MentionEveryone | ManageNicknames | ModerateMembers | PinMessages | KickMembers;

    /// <summary>What an incident bot is usually invited with.</summary>
    public const ulong DefaultForBot = DefaultForEveryone | ManageChannels | ManageRoles | ManageMessages | ManageThreads | ManageEvents
        | CreateEvents | MentionEveryone | PinMessages | ManageWebhooks;

    /// <summary>In a channel where one may not send, these are lost as well (Topics: Permissions, Implicit Permissions).</summary>
    public const ulong LostWithoutSending = MentionEveryone | AttachFiles | EmbedLinks;
}
