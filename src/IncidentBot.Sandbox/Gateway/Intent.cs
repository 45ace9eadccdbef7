namespace IncidentBot.Sandbox.Gateway;

/// <summary>Gateway intents (Discord documentation, Events: Gateway, List of Intents).</summary>
internal static class Intent
{
    public const int Guilds = 1 << 0;
    public const int GuildMembers = 1 << 1;
    public const int GuildModeration = 1 << 2;
    public const int GuildExpressions = 1 << 3;
    public const int GuildWebhooks = 1 << 5;
    public const int GuildInvites = 1 << 6;
    public const int GuildPresences = 1 << 8;
    public const int GuildMessages = 1 << 9;
    public const int GuildMessageReactions = 1 << 10;
    public const int GuildMessageTyping = 1 << 11;
    public const int DirectMessages = 1 << 12;
    public const int DirectMessageReactions = 1 << 13;
    public const int DirectMessageTyping = 1 << 14;
    public const int MessageContent = 1 << 15;
    public const int GuildScheduledEvents = 1 << 16;

    public const int GuildMessagePolls = 1 << 24;
    public const int DirectMessagePolls = 1 << 25;

    /// <summary>Every bit that is defined: 0 to 16, 20, 21, 24, 25.</summary>
    public const int All = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

    /// <summary>For events that need no intent, such as interactions.</summary>
    public const int None = -1;
}

/// <summary>Gateway opcodes.</summary>
internal static class Op
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int PresenceUpdate = 3;
    public const int VoiceStateUpdate = 4;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int RequestGuildMembers = 8;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;
    public const int RequestSoundboardSounds = 31;
}

/// <summary>Gateway close codes (Topics: Opcodes and Status Codes).</summary>
internal static class CloseCode
{
    public const int UnknownError = 4000;
    public const int UnknownOpcode = 4001;
    public const int DecodeError = 4002;
    public const int NotAuthenticated = 4003;
    public const int AuthenticationFailed = 4004;
    public const int AlreadyAuthenticated = 4005;
    public const int InvalidSequence = 4007;
    public const int RateLimited = 4008;
    public const int SessionTimedOut = 4009;
    public const int InvalidShard = 4010;
    public const int InvalidVersion = 4012;
    public const int InvalidIntents = 4013;
    public const int DisallowedIntents = 4014;
}
