using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Sandbox.World;
using IncidentBot.Yaml;

namespace IncidentBot.Replay;

/// <summary>
/// Policies and schedules of a scenario: `policies` names a file beside it, as `/policy apply` takes one, or the blocks of such a file stand among the settings
/// themselves. Whom and what they name by the handles and roles of the scenario is found on the sandbox.
/// </summary>
internal static class ScenarioPolicies
{
    private const string Key = "policies";

    /// <summary>The blocks of a policy file that may stand among the settings.</summary>
    private static readonly FrozenSet<string> Blocks = new[] { Key, "schedules", "services", "channels" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Their keys, for sentences.</summary>
    public static IEnumerable<string> Keys => Blocks.Order(StringComparer.Ordinal);

    public static bool IsOne(ScenarioSetting setting) => Blocks.Contains(setting.Key);

    /// <returns>Null when there are none, or when they cannot be applied: then <paramref name="mistake"/> was told why.</returns>
    public static BookText? Check(IReadOnlyList<ScenarioSetting> settings, string folder, DateTimeOffset start, Action<ScenarioSetting, string> mistake)
    {
        if (settings.Count == 0) return null;
        var text = settings is [{ Value: JsonValue name } only] && only.Key.Equals(Key, StringComparison.OrdinalIgnoreCase) ? FileText(only, name.ToString(), folder, mistake) : BlockText(settings, mistake);
        if (text is null) return null;
        var errors = PolicyFiles.Read([text], start).Findings.Where(finding => finding.IsError).ToList();
        foreach (var error in errors)
        {
            // Blocks keep their lines; a file has its own.
            if (text.Name.Length > 0) mistake(settings[0], $"{text.Name}, line {error.Line}: {error.Message}");
            else mistake(settings[0] with { Line = error.Line, Column = 0 }, error.Message);
        }

        return errors.Count == 0 ? text : null;
    }

    /// <summary>What they say, with the ids that the sandbox gave people, roles and channels.</summary>
    public static BookVersion Read(BookText text, SandboxWorld world, DateTimeOffset now)
    {
        var book = PolicyFiles.Read([text], now).Book;
        var name = text.Name.Length > 0 ? text.Name : "the scenario's settings";
        var people = book.People.Where(one => !world.People.ContainsKey(one.Handle.Value))
            .Concat(world.People.Values.Where(user => !user.IsBot).Select(user => new Person(new Handle(user.Username), book.Person(new Handle(user.Username))?.Name ?? user.DisplayName, new(user.Id))));
        return new BookVersion
        {
            Server = new(world.Guild.Id),
            Number = 1,
            At = now,
            Change = $"applied {name}",
            Sources = [new BookSource(name, text.Text.TrimStart())],
            Book = book with { People = [.. people], Policies = [.. book.Policies.Select(policy => policy with { Levels = [.. policy.Levels.Select(level => level with { Targets = Found(level.Targets, world) })] })] },
        };
    }

    private static BookText? FileText(ScenarioSetting setting, string name, string folder, Action<ScenarioSetting, string> mistake)
    {
        var file = YamlFile.Read(Path.GetFullPath(name, folder), "policy");
        if (file.Problem is { } problem) mistake(setting, problem);
        return file.Text is { } text ? new BookText(name, text) : null;
    }

    /// <summary>The blocks, as a file of their own.</summary>
    private static BookText? BlockText(IReadOnlyList<ScenarioSetting> settings, Action<ScenarioSetting, string> mistake)
    {
        if (settings.FirstOrDefault(setting => setting.Value is not JsonObject { Count: > 0 }) is { } wrong)
        {
            mistake(wrong, $"'{wrong.Key}' must be a block of keys as in a policy file{(wrong.Key.Equals(Key, StringComparison.OrdinalIgnoreCase) ? ", or the name of such a file beside the scenario" : "")}");
            return null;
        }

        return new BookText("", YamlLines.Of(
            settings.Select(setting => setting.Written).OfType<(ScalarNode Key, YamlNode Value)>().Select(one => (one.Key with { Text = one.Key.Text.ToLowerInvariant() }, one.Value)),
            static scalar => ScenarioReader.Json(scalar)?.ToJsonString(AsWritten) ?? "null"));
    }

    private static ImmutableArray<PolicyTarget> Found(ImmutableArray<PolicyTarget> targets, SandboxWorld world) => [.. targets.Select(target => target.Kind switch
    {
        PolicyTargetKind.Role => target with { Id = world.Guild.Roles.Values.FirstOrDefault(role => role.Name.Equals(target.Name, StringComparison.OrdinalIgnoreCase))?.Id ?? target.Id },
        PolicyTargetKind.Channel when target != NextStep.IncidentChannel => target with { Id = world.FindChannel(target.Name)?.Id ?? target.Id },
        _ => target,
    })];
}
