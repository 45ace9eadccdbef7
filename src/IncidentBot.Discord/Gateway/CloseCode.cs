namespace IncidentBot.Discord;

/// <summary>What the gateway's close codes mean for what is done next.</summary>
/// <seealso href="https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"/>
internal static class CloseCode
{
    public const int WrongToken = 4004;

    /// <summary>The session is gone: identify anew. 4003 not authenticated, 4007 invalid sequence, 4009 session timed out.</summary>
    public static bool EndsSession(int? code) => code is 4003 or 4007 or 4009;

    /// <summary>The setting that is wrong, for the codes after which Discord does not want the bot to come back.</summary>
    public static DiscordGatewayFatalException? Fatal(int? code) => code switch
    {
        WrongToken => new(4004, "Discord does not know the bot's token. Copy it again from the developer portal "
            + "(your application → Bot → Reset Token) into Discord:Token."),
        4010 => new(4010, "Discord refused the shard: a shard number is not below the shard count. "
            + "Check Discord:ShardCount and the shards that each process runs."),
        4011 => new(4011, "The bot is in too many servers for so few shards. Raise Discord:ShardCount, or leave it out to take what Discord recommends."),
        4012 => new(4012, "Discord no longer offers this version of its gateway. Update the bot, and check that Discord:ApiUrl ends in /v10."),
        4013 => new(4013, "Discord does not know one of the gateway intents that were asked for. Check Discord:Intents."),
        4014 => new(4014, "Discord refuses a privileged intent. Turn on the MESSAGE CONTENT INTENT (and the SERVER MEMBERS INTENT, if it is asked for) "
            + "in the developer portal: your application → Bot → Privileged Gateway Intents. Then start the bot again."),
        _ => null,
    };
}
