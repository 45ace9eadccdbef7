using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Replay;

/// <summary>The `settings` of a scenario: what `/bot settings` can set.</summary>
public static class ScenarioSettings
{
    /// <summary>What can be set is set; a key that this version does not know (policies, schedules) is left to later versions.</summary>
    public static ServerSettings Apply(ServerSettings settings, ImmutableArray<ScenarioSetting> given, ChatNames names)
    {
        foreach (var setting in given)
        {
            settings = setting.Key.ToLowerInvariant() switch
            {
                "timezone" when ZoneNames.Find(setting.Value?.ToString()) is { } zone => settings with { TimeZone = zone },
                "announcements" when names.Channels.TryGetValue(Text(setting), out var channel) => settings with { AnnouncementChannel = new ChannelId(channel) },
                "postmortems" when names.Channels.TryGetValue(Text(setting), out var channel) => settings with { PostmortemChannel = new ChannelId(channel) },
                "roles" => settings with { ExtraRoles = [.. List(setting.Value)] },
                _ => settings,
            };
        }

        return settings;
    }

    private static string Text(ScenarioSetting setting) => setting.Value?.ToString().TrimStart('#') ?? "";

    private static IEnumerable<string> List(JsonNode? value) => value is JsonArray array
        ? array.Select(v => v?.ToString() ?? "").Where(v => v.Length > 0)
        : (value?.ToString() ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
