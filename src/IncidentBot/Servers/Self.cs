using IncidentBot.Discord;

namespace IncidentBot.Servers;

/// <summary>Who the bot is on Discord; known once it has logged in.</summary>
public sealed class Self
{
    private Snowflake id;
    private Snowflake applicationId;

    public Snowflake Id => id;

    public Snowflake ApplicationId => applicationId;

    public bool HearsMessages { get; set; }

    /// <summary>Whether the bot may list the members of a server (the "server members" intent).</summary>
    public bool SeesMembers { get; set; }

    /// <summary>The bot's name, as people see it.</summary>
    public string Name { get; private set; } = "IncidentBot";

    public void Is(User user, Snowflake application)
    {
        id = user.Id;
        Name = user.GlobalName ?? user.Username;
        applicationId = application;
    }
}
