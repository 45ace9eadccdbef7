using System.Text.Json;

namespace IncidentBot.Discord;

/// <summary>From Discord's form of an interaction to ours: nested parts flattened, members given their accounts.</summary>
internal static class InteractionReader
{
    public static Interaction Read(InteractionJson json) => new()
    {
        Id = json.Id,
        ApplicationId = json.ApplicationId,
        Type = json.Type,
        Token = new InteractionToken(json.Token ?? ""),
        GuildId = json.GuildId,
        ChannelId = json.ChannelId ?? json.Channel?.Id,
        Channel = json.Channel,
        User = json.Member?.User ?? json.User ?? new User(),
        Member = json.Member,
        Locale = json.Locale ?? "en-US",
        AppPermissions = json.AppPermissions,
        Message = json.Message,
        Data = json.Data is { } data ? Data(json.Type, data) : null,
    };

    private static InteractionData? Data(InteractionType type, InteractionDataJson data)
    {
        var resolved = WithAccounts(data.Resolved ?? new Resolved());
        return type switch
        {
            InteractionType.Command or InteractionType.Autocomplete => Command(data) with { Resolved = resolved },
            InteractionType.Component => new ComponentData
            {
                CustomId = data.CustomId ?? "",
                ComponentType = data.ComponentType,
                Values = data.Values ?? [],
                Resolved = resolved,
            },
            InteractionType.Modal => new ModalData { CustomId = data.CustomId ?? "", Fields = Fields(data.Components), Resolved = resolved },
            _ => null,
        };
    }

    private static CommandData Command(InteractionDataJson data)
    {
        var options = Options(data.Options);
        var path = new List<string> { data.Name ?? "" };
        var level = options;
        while (level is [{ Type: CommandOptionType.SubCommand or CommandOptionType.SubCommandGroup } sub])
        {
            path.Add(sub.Name);
            level = sub.Options;
        }

        return new CommandData
        {
            Id = data.Id,
            Name = data.Name ?? "",
            Type = data.Type,
            Path = path,
            Options = options,
            Arguments = level.DistinctBy(option => option.Name, StringComparer.Ordinal).ToDictionary(option => option.Name, StringComparer.Ordinal),
            Focused = level.FirstOrDefault(option => option.Focused),
            TargetId = data.TargetId,
        };
    }

    private static IReadOnlyList<CommandOption> Options(IReadOnlyList<CommandOptionJson>? options) =>
        [.. (options ?? []).Select(option => new CommandOption
        {
            Name = option.Name ?? "",
            Type = option.Type,
            Value = Text(option.Value),
            Focused = option.Focused,
            Options = Options(option.Options),
        })];

    private static Dictionary<string, ModalField> Fields(IReadOnlyList<ModalPartJson>? parts)
    {
        var fields = new Dictionary<string, ModalField>(StringComparer.Ordinal);
        Collect(parts);
        return fields;

        void Collect(IReadOnlyList<ModalPartJson>? level)
        {
            foreach (var part in level ?? [])
            {
                if (part.CustomId is { } id) fields[id] = new ModalField(id, part.Type, part.Values ?? (Text(part.Value) is { } value ? [value] : []));
                if (part.Component is { } inner) Collect([inner]);
                Collect(part.Components);
            }
        }
    }

    private static Resolved WithAccounts(Resolved resolved) => resolved with
    {
        Members = resolved.Members.ToDictionary(
            entry => entry.Key, entry => entry.Value.User is null ? entry.Value with { User = resolved.Users.GetValueOrDefault(entry.Key) } : entry.Value),
    };

    private static string? Text(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };
}
