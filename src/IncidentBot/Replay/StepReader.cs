using System.Collections.Immutable;
using IncidentBot.Alerts;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;
using NodaTime;

namespace IncidentBot.Replay;

/// <summary>Reads the steps of a scenario in order, keeping the running time and the ids given so far.</summary>
internal sealed class StepReader(ScenarioPeople people, DateTimeZone zone, string folder, YamlErrors errors)
{
    /// <summary>What a step does, and the other keys that go with it, beside `at`, and `by` and `channel` for people.</summary>
    private static readonly (string Verb, string[] With)[] Verbs =
    [
        ("command", ["form"]),
        ("menu", ["to", "form"]),
        ("press", ["form"]),
        ("react", ["to"]),
        ("unreact", ["to"]),
        ("edit", ["say"]),
        ("delete", []),
        ("bot", ["for"]),
        ("alert", ["file"]),
        ("reply", ["say", "attach", "id"]),
        ("attach", ["say", "id"]),
        ("say", ["id"]),
        ("form", []),
    ];

    private static readonly string[] AllKeys = [.. Verbs.Select(v => v.Verb), "at", "by", "channel", "to", "id", "for", "file"];

    /// <summary>Who said the message, and in which line; null author: that step had no known speaker.</summary>
    private readonly Dictionary<string, (int Line, string? Author)> said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> saidAnywhere = new(StringComparer.Ordinal);

    public ImmutableArray<Step> Read(ListNode list, Instant start)
    {
        foreach (var map in list.Items.OfType<MapNode>())
        {
            if (map.Find("id") is ScalarNode id) saidAnywhere.TryAdd(id.Text.Trim(), id.Line);
        }

        var steps = ImmutableArray.CreateBuilder<Step>();
        var now = start;
        foreach (var item in list.Items)
        {
            if (item is not MapNode map)
            {
                errors.Add(item, $"a step is a block of keys, like {{ at: \"14:30\", by: ada, say: \"...\" }}; this is {item.Kind}");
                continue;
            }

            var fields = new YamlFields(map, errors);
            now = TimeOf(map, fields, now);
            if (ReadOne(map, fields, now.ToDateTimeOffset()) is not { } step) continue;
            if (step is FormStep late) LeaveOpen(steps, late, map);
            steps.Add(step);
        }

        return steps.ToImmutable();
    }

    /// <summary>Finds what opened the form that is answered now, and marks it so.</summary>
    private void LeaveOpen(ImmutableArray<Step>.Builder steps, FormStep late, MapNode map)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i] is not PersonStep { By: var by } step || by != late.By || step is not (OpeningStep or FormStep)) continue;
            if (step is not OpeningStep { Form: null } opening) break;
            steps[i] = opening with { FormComesLater = true };
            return;
        }

        // A step above that could not be read may have been the one: then there is an error already.
        if (!errors.Any) errors.Add(map, $"no form is open for {late.By}: a 'command', 'menu' or 'press' without a 'form' must come first");
    }

    /// <summary>A step without `at` happens right after the one above it. So does one whose time is wrong, so that the steps after it can be checked.</summary>
    private Instant TimeOf(MapNode map, YamlFields fields, Instant before)
    {
        if (!fields.Has("at") || fields.Text("at") is not { } text) return before;
        var (at, problem) = ScenarioTime.ReadAt(text, before, zone);
        if (problem is not null) errors.Add(map.Find("at")!, problem);
        return at ?? before;
    }

    private Step? ReadOne(MapNode map, YamlFields fields, DateTimeOffset at)
    {
        if (VerbOf(map, fields) is not var (verb, with)) return null;
        var line = map.Line;
        CheckKeys(map, verb, with);
        if (verb == "bot") return Offline(map, fields, at);
        if (verb == "alert") return Alert(fields, map, at);

        var by = Speaker(map, fields);
        var form = map.Find("form") is { } answers ? Answers(answers) : (ImmutableArray<FormAnswer>?)null;
        var to = with.Contains("to") ? MessageOf(map, fields, "to") : null;
        var channel = fields.Text("channel")?.TrimStart('#');
        PersonStep? step = verb switch
        {
            "command" => CommandText(map, fields) is { } text ? new CommandStep(line, at, by ?? "", text) { Form = form } : null,
            "menu" => fields.Text("menu") is { } menu && to is not null ? new MenuStep(line, at, by ?? "", menu, to) { Form = form } : null,
            "press" => fields.Text("press") is { } label ? new PressStep(line, at, by ?? "", label) { Form = form } : null,
            "react" or "unreact" => fields.Text(verb) is { } emoji && to is not null ? new ReactStep(line, at, by ?? "", emoji, to, Remove: verb == "unreact") : null,
            "edit" => Edit(map, fields, at, by),
            "delete" => MessageOf(map, fields, "delete") is { } message ? new DeleteStep(line, at, by ?? "", message) : null,
            "form" => form is { } filled ? new FormStep(line, at, by ?? "", filled) : null,
            _ => Say(map, fields, at, by),
        };
        return step is null || by is null ? null : step with { Channel = channel };
    }

    private (string Verb, string[] With)? VerbOf(MapNode map, YamlFields fields)
    {
        foreach (var verb in Verbs)
        {
            if (fields.Has(verb.Verb)) return verb;
        }

        foreach (var (key, _) in map.Entries.Where(e => !AllKeys.Contains(e.Key.Text))) errors.Add(key, $"'{key.Text}' is not known in a step{Nearest.Question(key.Text, AllKeys)}");
        if (!map.BrokenOff) errors.Add(map, $"this step does nothing: it needs one of {Nearest.Quoted(Verbs.Select(v => v.Verb), "or")}");
        return null;
    }

    private void CheckKeys(MapNode map, string verb, string[] with)
    {
        string[] common = verb is "bot" or "alert" ? [verb, "at"] : [verb, "at", "by", "channel"];
        foreach (var (key, _) in map.Entries)
        {
            if (common.Contains(key.Text) || with.Contains(key.Text)) continue;
            errors.Add(key, AllKeys.Contains(key.Text)
                ? $"'{key.Text}' does not go with '{verb}' in one step (it takes {Nearest.Quoted([.. common[1..], .. with])})"
                : $"'{key.Text}' is not known in a step{Nearest.Question(key.Text, [.. common, .. with])}");
        }
    }

    private string? Speaker(MapNode map, YamlFields fields)
    {
        if (!fields.Has("by") && people.Only is { } only) return only;
        var by = fields.Text("by", required: true, "'by' is missing: who does this?");
        return by is null || map.Find("by") is not { } node ? null : people.Find(by, node.Line, node.Column, errors);
    }

    private SayStep? Say(MapNode map, YamlFields fields, DateTimeOffset at, string? by)
    {
        var replyTo = fields.Has("reply") ? MessageOf(map, fields, "reply") : null;
        var files = fields.Has("attach") ? Files(fields) : [];
        var text = fields.Has("say") || !fields.Has("attach") ? fields.Text("say", required: true, "'say' is missing: a reply needs a text or a file") : "";
        var id = fields.Text("id");
        if (id is not null && !said.TryAdd(id, (map.Line, by))) errors.Add(map.Find("id")!, $"the id '{id}' is taken: line {said[id].Line} gave it to another message");
        if (text is null || (fields.Has("reply") && replyTo is null)) return null;
        return new SayStep(map.Line, at, by ?? "", text) { Id = id, ReplyTo = replyTo, Files = files };
    }

    private EditStep? Edit(MapNode map, YamlFields fields, DateTimeOffset at, string? by)
    {
        var message = MessageOf(map, fields, "edit");
        var text = fields.Text("say", required: true, "'say' is missing: what the message says after the edit");
        if (message is not null && by is not null && said[message].Author is { } author && author != by)
            errors.Add(map.Find("edit")!, $"'{message}' was said by {author}: {by} cannot edit another person's message");
        return message is null || text is null ? null : new EditStep(map.Line, at, by ?? "", message, text);
    }

    private BotOfflineStep? Offline(MapNode map, YamlFields fields, DateTimeOffset at)
    {
        var state = fields.Text("bot");
        if (state is not null && state.ToLowerInvariant() is not ("offline" or "off" or "away")) errors.Add(map.Find("bot")!, $"'{state}' is nothing that can happen to the bot: write 'bot: offline' with 'for: 10m'");
        var text = fields.Text("for", required: true, "'for' is missing: how long the bot is away, like 10m");
        if (text is null) return null;
        if (ScenarioTime.TryReadSpan(text, out var span)) return new BotOfflineStep(map.Line, at, span);
        errors.Add(map.Find("for")!, $"'{text}' is no length of time: write it like 90s, 10m or 1h30m");
        return null;
    }

    private AlertStep? Alert(YamlFields fields, MapNode map, DateTimeOffset at)
    {
        var source = fields.Text("alert");
        var name = fields.Text("file", required: true, "'file' is missing: the file that holds what the webhook sends");
        var path = name is null ? null : FileBeside(name, map.Find("file")!);
        if (source is null || path is null) return null;
        if (AlertSource.Find(source) is { } known) return new AlertStep(map.Line, at, known.Name, path);
        var names = AlertSource.All.Select(one => one.Name).ToList();
        errors.Add(map.Find("alert")!, $"'{source}' sends no alerts that are understood (there are {Nearest.Quoted(names, "and")}){Nearest.Question(source, names)}");
        return null;
    }

    /// <summary>The id of a message that was said in a line above.</summary>
    private string? MessageOf(MapNode map, YamlFields fields, string key)
    {
        if (fields.Text(key, required: true, $"'{key}' is missing: the id of the message that is meant") is not { } id) return null;
        if (said.ContainsKey(id)) return id;
        errors.Add(map.Find(key)!, saidAnywhere.TryGetValue(id, out var line)
            ? $"the message '{id}' is not said yet: it comes in line {line}"
            : $"no message above has the id '{id}'{Nearest.Question(id, said.Keys)}");
        return null;
    }

    private string? CommandText(MapNode map, YamlFields fields)
    {
        if (fields.Text("command") is not { } text) return null;
        var node = map.Find("command")!;
        if (!text.StartsWith('/')) text = "/" + text;
        var (command, problem) = CommandLine.Parse(text);
        if (command is null)
        {
            errors.Add(node, problem!);
            return null;
        }

        foreach (var part in command.Parts)
        {
            if (part.Mention is { } name && !people.CanMention(name))
                errors.Add(node, $"'@{name}' is neither a person nor a role under people{Nearest.Question(name, people.Mentions)}");
        }

        return text;
    }

    private ImmutableArray<FormAnswer> Answers(YamlNode node)
    {
        var answers = ImmutableArray.CreateBuilder<FormAnswer>();
        if (node is not MapNode map)
        {
            errors.Add(node, $"'form' must be a block of fields with their answers, like form: {{ cause: \"...\" }}; this is {node.Kind}");
            return [];
        }

        var fields = new YamlFields(map, errors);
        foreach (var (key, value) in map.Entries)
        {
            // A field left empty on purpose is an answer too.
            if (value is ScalarNode { IsNull: true }) answers.Add(new FormAnswer(key.Text.Trim(), ""));
            else answers.AddRange(fields.Texts(key.Text).Select(v => new FormAnswer(key.Text.Trim(), v.Text.Trim())));
        }

        return answers.ToImmutable();
    }

    private ImmutableArray<string> Files(YamlFields fields)
    {
        var names = fields.Texts("attach");
        return [.. names.Select(n => FileBeside(n.Text.Trim(), n)).OfType<string>()];
    }

    /// <summary>A scenario comes from anywhere, so it may only name files that lie beside it.</summary>
    private string? FileBeside(string name, YamlNode where)
    {
        var root = Path.GetFullPath(folder);
        var path = name.Length == 0 || name.Contains('\0') ? null : Path.GetFullPath(Path.Combine(root, name));
        if (path is null || Path.IsPathRooted(name) || Path.GetRelativePath(root, path) is var inside && (inside is "." or ".." || inside.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            errors.Add(where, $"'{name}' must be the name of a file beside the scenario, or in a folder below it");
            return null;
        }

        if (File.Exists(path)) return path;
        errors.Add(where, $"the file '{name}' does not lie beside the scenario");
        return null;
    }
}
