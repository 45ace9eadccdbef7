using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Servers;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;
using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Replay;

/// <summary>Reads a scenario file and reports everything that is wrong with it at once.</summary>
public static class ScenarioReader
{
    /// <summary>Discord's ids count from the first of January 2015; the sandbox's do too.</summary>
    private static readonly Instant Earliest = Instant.FromUtc(2015, 1, 2, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    /// <summary>The day of a scenario that gives none. Fixed, so that a replay is the same on every day.</summary>
    private static readonly LocalDate NoDate = new(2024, 1, 1);

    private static readonly string[] Keys = ["name", "timezone", "start", "people", "settings", "steps"];

    /// <summary>Never throws for what stands in the file, nor for a file that cannot be read.</summary>
    public static ScenarioReadResult Read(string path)
    {
        var (text, problem) = YamlFile.Read(path, "scenario");
        if (text is null) return new ScenarioReadResult(null, [new YamlError(0, problem!)]);
        return Parse(text, Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
    }

    /// <param name="text">The YAML.</param>
    /// <param name="folder">Where the files that steps name are looked for.</param>
    /// <param name="name">What the scenario is called when it gives no name.</param>
    public static ScenarioReadResult Parse(string text, string folder, string name)
    {
        var errors = new YamlErrors();
        var root = YamlText.Parse(text, errors, "a scenario", "people and steps");
        var scenario = root switch
        {
            MapNode map => Read(map, folder, name, errors),
            null => null,
            _ => NotAScenario(root, errors),
        };
        return errors.Any ? new ScenarioReadResult(null, errors.Sorted()) : new ScenarioReadResult(scenario, []);
    }

    private static Scenario? NotAScenario(YamlNode root, YamlErrors errors)
    {
        errors.Add(root, root is ScalarNode { IsNull: true }
            ? "the file is empty: a scenario needs people and steps"
            : $"a scenario is a block of keys (name, timezone, start, people, settings, steps); this is {root.Kind}");
        return null;
    }

    private static Scenario Read(MapNode root, string folder, string name, YamlErrors errors)
    {
        var fields = new YamlFields(root, errors);
        fields.RefuseOthers(Keys, "in a scenario");
        var zone = ZoneOf(root, fields, errors);
        var people = ScenarioPeople.Read(root, errors);
        var list = StepsOf(root, errors);
        var start = StartOf(root, fields, list, zone, errors);
        var settings = SettingsOf(root, people, errors);
        return new Scenario
        {
            Name = fields.Has("name") ? fields.Text("name") ?? name : name,
            Folder = folder,
            TimeZone = zone.Id,
            Start = start.ToDateTimeOffset(),
            People = people.All,
            Settings = settings.RemoveAll(ScenarioPolicies.IsOne),
            Policies = ScenarioPolicies.Check([.. settings.Where(ScenarioPolicies.IsOne)], folder, start.ToDateTimeOffset(), (one, problem) => errors.Add(one.Line, one.Column, problem)),
            Steps = new StepReader(people, zone, folder, errors).Read(list, start),
        };
    }

    private static DateTimeZone ZoneOf(MapNode root, YamlFields fields, YamlErrors errors)
    {
        var utc = DateTimeZoneProviders.Tzdb["Etc/UTC"];
        if (!fields.Has("timezone") || fields.Text("timezone") is not { } id) return utc;
        var (known, problem) = ZoneText.Find(id);
        if (known is not null) return DateTimeZoneProviders.Tzdb[known];
        errors.Add(root.Find("timezone")!, problem!);
        return utc;
    }

    private static ListNode StepsOf(MapNode root, YamlErrors errors)
    {
        switch (root.Find("steps"))
        {
            case ListNode { Items.Count: > 0 } list:
                return list;
            case null:
                if (!root.BrokenOff) errors.Add(root, "'steps' is missing: what happens, in order");
                break;
            case ListNode or ScalarNode { IsNull: true }:
                if (!root.BrokenOff) errors.Add(root.Find("steps")!, "'steps' is empty: nothing happens");
                break;
            case var other:
                errors.Add(other, $"'steps' must be a list, each step beginning with '-'; this is {other.Kind}");
                break;
        }

        return new ListNode(0, 0);
    }

    /// <summary>Where no start is given, the first step's full time is it, or midnight of a fixed day.</summary>
    private static Instant StartOf(MapNode root, YamlFields fields, ListNode steps, DateTimeZone zone, YamlErrors errors)
    {
        var midnight = zone.AtStartOfDay(NoDate).ToInstant();
        if (!fields.Has("start"))
        {
            var first = steps.Items.OfType<MapNode>().Select(s => s.Find("at")).OfType<ScalarNode>().FirstOrDefault()?.Text.Trim() ?? "";
            return first.Contains('-', StringComparison.Ordinal) && ScenarioTime.ReadStart(first, NoDate, zone) is { At: { } given } && given >= Earliest && given <= Latest ? given : midnight;
        }

        if (fields.Text("start") is not { } text) return midnight;
        var (at, problem) = ScenarioTime.ReadStart(text, NoDate, zone);
        if (at < Earliest || at > Latest) problem = $"'{text}' lies outside the years a scenario can play in (2015 to 2099)";
        if (problem is null) return at!.Value;
        errors.Add(root.Find("start")!, problem);

        // Any start would make the steps' times right or wrong by accident; the earliest one accuses none of them.
        return Earliest;
    }

    private static ImmutableArray<ScenarioSetting> SettingsOf(MapNode root, ScenarioPeople people, YamlErrors errors)
    {
        var all = SettingsOf(root, errors);
        var settings = all.RemoveAll(ScenarioPolicies.IsOne);

        // Ids come with the sandbox; here they only stand for "exists".
        var roles = people.All.SelectMany(person => person.Roles).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(role => role, _ => 1UL, StringComparer.OrdinalIgnoreCase);
        var channels = ScenarioSettings.Channels(settings).Where(IsChannelName).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(name => name, _ => 1UL, StringComparer.OrdinalIgnoreCase);
        ScenarioSettings.Apply(
            new ServerSettings { Server = default }, settings, new ChatNames(new Dictionary<string, ulong>(), roles, channels), (setting, problem) => errors.Add(setting.Line, setting.Column, problem));
        return all;
    }

    private static bool IsChannelName(string name) => name.Length <= 100 && !name.Any(c => char.IsWhiteSpace(c) || char.IsUpper(c) || c == '#');

    private static ImmutableArray<ScenarioSetting> SettingsOf(MapNode root, YamlErrors errors)
    {
        switch (root.Find("settings"))
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case MapNode map:
                return [.. map.Entries.Select(e => new ScenarioSetting(e.Key.Text, Json(e.Value), e.Key.Line, e.Key.Column) { Written = e })];
            case var other:
                errors.Add(other, $"'settings' must be a block of keys; this is {other.Kind}");
                return [];
        }
    }

    internal static JsonNode? Json(YamlNode node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Json(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Quoted: true } text => JsonValue.Create(text.Text),
        ScalarNode { Text: "true" or "True" or "false" or "False" } yesOrNo => JsonValue.Create(yesOrNo.Text is "true" or "True"),
        ScalarNode number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        ScalarNode number when decimal.TryParse(number.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var broken) => JsonValue.Create(broken),
        ScalarNode text => JsonValue.Create(text.Text),
        _ => null,
    };
}
