namespace IncidentBot.Discord;

/// <summary>
/// Who a message may ping. Every message that is sent or edited says so, because text that a person typed may hold mentions.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/resources/message#allowed-mentions-object"/>
public sealed record AllowedMentions
{
    private AllowedMentions()
    {
    }

    /// <summary>Nobody, whatever the text says.</summary>
    public static AllowedMentions None { get; } = new();

    /// <summary>Groups that every mention of is allowed: always empty or "everyone", since people and roles are named one by one.</summary>
    public IReadOnlyList<string> Parse { get; private init; } = [];

    /// <summary>Up to 100 people.</summary>
    public IReadOnlyList<Snowflake> Users { get; private init; } = [];

    /// <summary>Up to 100 roles.</summary>
    public IReadOnlyList<Snowflake> Roles { get; private init; } = [];

    /// <summary>Whether the author of the message answered is pinged.</summary>
    public bool RepliedUser { get; init; }

    /// <summary>These people and these roles, if the text mentions them, and nobody else.</summary>
    /// <exception cref="ArgumentException">More than 100 of a kind: Discord refuses it.</exception>
    public static AllowedMentions Only(IEnumerable<Snowflake>? users = null, IEnumerable<Snowflake>? roles = null)
    {
        Snowflake[] people = [.. (users ?? []).Distinct()];
        Snowflake[] groups = [.. (roles ?? []).Distinct()];
        if (people.Length > 100 || groups.Length > 100) throw new ArgumentException("A message can ping at most 100 people and 100 roles.");
        return new() { Users = people, Roles = groups };
    }

    /// <summary>@everyone and @here, and nobody else.</summary>
    public static AllowedMentions Everyone { get; } = new() { Parse = ["everyone"] };
}
