using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Sandbox.People;
using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Replay;

/// <summary>Reads a scenario file and reports everything that is wrong with it at once.</summary>
public static class ScenarioReader
{
    /// <summary>Far above any scenario written by hand; keeps a wrong file from filling the memory.</summary>
    private const int LargestFile = 4 * 1024 * 1024;

    /// <summary>Discord's ids count from the first of January 2015; the sandbox's do too.</summary>
    private static readonly Instant Earliest = Instant.FromUtc(2015, 1, 2, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    /// <summary>The day of a scenario that gives none. Fixed, so that a replay is the same on every day.</summary>
    private static readonly LocalDate NoDate = new(2024, 1, 1);

    private static readonly string[] Keys = ["name", "timezone", "start", "people", "settings", "steps"];

    /// <summary>Never throws for what stands in the file, nor for a file that cannot be read.</summary>
    public static ScenarioReadResult Read(string path)
    {
        string text;
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path)) return Unreadable(path, "it is a folder, not a scenario file");
            if (!file.Exists) return Unreadable(path, "there is no such file");
            if (file.Length > LargestFile) return Unreadable(path, $"it is larger than {LargestFile / 1024 / 1024} MB: that is no scenario");
            text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "it is no UTF-8 text");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unreadable(path, e.Message);
        }

        return Parse(text, Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
    }

    /// <param name="text">The YAML.</param>
    /// <param name="folder">Where the files that steps name are looked for.</param>
    /// <param name="name">What the scenario is called when it gives no name.</param>
    public static ScenarioReadResult Parse(string text, string folder, string name)
    {
        var errors = new ScenarioErrors();
        var root = ScenarioYaml.Parse(text, errors);
        var scenario = root switch
        {
            MapNode map => Read(map, folder, name, errors),
            null => null,
            _ => NotAScenario(root, errors),
        };
        return errors.Any ? new ScenarioReadResult(null, errors.Sorted()) : new ScenarioReadResult(scenario, []);
    }

    private static ScenarioReadResult Unreadable(string path, string why) => new(null, [new ScenarioError(0, $"{path} cannot be read: {why}")]);

    private static Scenario? NotAScenario(ScenarioNode root, ScenarioErrors errors)
    {
        errors.Add(root, root is ScalarNode { IsNull: true }
            ? "the file is empty: a scenario needs people and steps"
            : $"a scenario is a block of keys (name, timezone, start, people, settings, steps); this is {root.Kind}");
        return null;
    }

    private static Scenario Read(MapNode root, string folder, string name, ScenarioErrors errors)
    {
        var fields = new ScenarioFields(root, errors);
        fields.RefuseOthers(Keys, "in a scenario");
        var zone = ZoneOf(root, fields, errors);
        var people = ScenarioPeople.Read(root, errors);
        var list = StepsOf(root, errors);
        var start = StartOf(root, fields, list, zone, errors);
        return new Scenario
        {
            Name = fields.Has("name") ? fields.Text("name") ?? name : name,
            Folder = folder,
            TimeZone = zone.Id,
            Start = start.ToDateTimeOffset(),
            People = people.All,
            Settings = SettingsOf(root, people, errors),
            Steps = new StepReader(people, zone, folder, errors).Read(list, start),
        };
    }

    private static DateTimeZone ZoneOf(MapNode root, ScenarioFields fields, ScenarioErrors errors)
    {
        var utc = DateTimeZoneProviders.Tzdb["Etc/UTC"];
        if (!fields.Has("timezone") || fields.Text("timezone") is not { } id) return utc;
        if (Zones.Find(id) is { } known) return DateTimeZoneProviders.Tzdb[known];
        var ids = Zones.All;
        var city = id[(id.LastIndexOf('/') + 1)..];
        var near = Nearest.To(id, ids).Concat(ids.Where(i => i.EndsWith("/" + city, StringComparison.OrdinalIgnoreCase))).Distinct(StringComparer.Ordinal).Take(3).ToList();
        errors.Add(root.Find("timezone")!, $"'{id}' is no time zone of the IANA list (they look like Africa/Lagos or Europe/Berlin){(near.Count == 0 ? "" : $". Did you mean {Nearest.Quoted(near, "or")}?")}");
        return utc;
    }

    private static ListNode StepsOf(MapNode root, ScenarioErrors errors)
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
    private static Instant StartOf(MapNode root, ScenarioFields fields, ListNode steps, DateTimeZone zone, ScenarioErrors errors)
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

    private static ImmutableArray<ScenarioSetting> SettingsOf(MapNode root, ScenarioPeople people, ScenarioErrors errors)
    {
        var settings = SettingsOf(root, errors);

        // Ids come with the sandbox; here they only stand for "exists".
        var roles = people.All.SelectMany(person => person.Roles).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(role => role, _ => 1UL, StringComparer.OrdinalIgnoreCase);
        var channels = ScenarioSettings.Channels(settings).Where(IsChannelName).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(name => name, _ => 1UL, StringComparer.OrdinalIgnoreCase);
        ScenarioSettings.Apply(
            new ServerSettings { Server = default }, settings, new ChatNames(new Dictionary<string, ulong>(), roles, channels), (setting, problem) => errors.Add(setting.Line, setting.Column, problem));
        return settings;
    }

    private static bool IsChannelName(string name) => name.Length <= 100 && !name.Any(c => char.IsWhiteSpace(c) || char.IsUpper(c) || c == '#');

    private static ImmutableArray<ScenarioSetting> SettingsOf(MapNode root, ScenarioErrors errors)
    {
        switch (root.Find("settings"))
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case MapNode map:
                return [.. map.Entries.Select(e => new ScenarioSetting(e.Key.Text, Json(e.Value), e.Key.Line, e.Key.Column))];
            case var other:
                errors.Add(other, $"'settings' must be a block of keys; this is {other.Kind}");
                return [];
        }
    }

    private static JsonNode? Json(ScenarioNode node) => node switch
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
