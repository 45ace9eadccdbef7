using System.Text.RegularExpressions;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>What the names that people type after @ and # stand for. Names are given without the sign and compared without regard to case.</summary>
public sealed partial record ChatNames
{
    public ChatNames(IReadOnlyDictionary<string, ulong> people, IReadOnlyDictionary<string, ulong> roles, IReadOnlyDictionary<string, ulong> channels)
    {
        People = new Dictionary<string, ulong>(people, StringComparer.OrdinalIgnoreCase);
        Roles = new Dictionary<string, ulong>(roles, StringComparer.OrdinalIgnoreCase);
        Channels = new Dictionary<string, ulong>(channels, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Everyone, every role and every place to write in that there is.</summary>
    public static ChatNames Of(SandboxWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        lock (world.Gate)
        {
            return new ChatNames(
                world.People.ToDictionary(p => p.Key, p => p.Value.Id),
                world.Guild.Roles.Values.Where(r => r.Id != world.Guild.Id).GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Id),
                world.Guild.Channels.Values.Where(c => c.HoldsMessages || c.Type is ChannelType.Forum or ChannelType.Media).GroupBy(c => c.Name!, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Id));
        }
    }

    public static ChatNames None { get; } = new(new Dictionary<string, ulong>(), new Dictionary<string, ulong>(), new Dictionary<string, ulong>());

    public IReadOnlyDictionary<string, ulong> People { get; }

    public IReadOnlyDictionary<string, ulong> Roles { get; }

    public IReadOnlyDictionary<string, ulong> Channels { get; }

    /// <summary>What else people call by name, by the option that takes it: the policies and schedules of a server. "/escalate to:nights" means its schedule.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Others { get; init; } = new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>
    /// The text as a person's client sends it: known names after @ and # become mentions, a person before a role of the same name; everything else, @everyone
    /// included, stays as typed. Code is left alone.
    /// </summary>
    public string WithMentions(string text) => MentionShape().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        if (!match.Groups["name"].Success) return match.Value;

        // "ask @ada." ends a sentence: the dot belongs to the name only when such a name exists.
        for (var length = name.Length; length > 0; length--)
        {
            if (length < name.Length && name[length] is not ('.' or '-')) continue;
            if (Mention(match.Groups["sign"].Value, name[..length]) is { } mention) return mention + name[length..];
        }

        return match.Value;
    });

    private string? Mention(string sign, string name)
    {
        if (sign == "#") return Channels.TryGetValue(name, out var channel) ? $"<#{channel}>" : null;
        if (People.TryGetValue(name, out var person)) return $"<@{person}>";
        return Roles.TryGetValue(name, out var role) ? $"<@&{role}>" : null;
    }

    [GeneratedRegex(@"```.*?```|`[^`\n]*`|(?<![\p{L}\p{N}_@#/<])(?<sign>[@#])(?<name>[\p{L}\p{N}_.\-]+)", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex MentionShape();
}
