using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>One schedule of a file.</summary>
internal sealed partial class ScheduleReader(BookNames names, BookFile file, Dictionary<Subject, (BookFile File, YamlNode Node)> places)
{
    private const int MostLayers = 20;

    /// <summary>Null when it is not a schedule at all.</summary>
    public Schedule? Read(string name, YamlNode body, string defaultZone)
    {
        if (body is not MapNode map)
        {
            file.Error(body, $"a schedule is a block of keys with its layers, this is {body.Kind}");
            return null;
        }

        var fields = new BookFields(map, file);
        var zone = BookValues.Zone(fields.Get("timezone", "time_zone", "zone"), file) ?? defaultZone;
        _ = BookValues.Text(fields.Get("description"), "a description", file);
        var layersNode = fields.Get("layers", "rotations");
        var overridesNode = fields.Get("overrides");
        ImmutableArray<Layer> layers;
        if (layersNode is null && fields.Get("people", "members", "participants") is not null)
        {
            // One layer needs no list.
            layers = Layer(name, fields, index: 1) is { } only ? [only] : [];
            places[new Subject(SubjectKind.Schedule, name, 1)] = (file, map);
        }
        else
        {
            layers = Layers(name, map, layersNode);
        }

        fields.RefuseOthers("in a schedule");
        return new Schedule { Name = name, Zone = zone, Layers = layers, Overrides = Overrides(overridesNode, zone) };
    }

    private ImmutableArray<Layer> Layers(string schedule, MapNode map, YamlNode? node)
    {
        if (node is null && !map.BrokenOff) file.Error(map, "'layers' is missing: who is on call when");
        if (node is not ListNode list)
        {
            if (node is not null) file.Error(node, $"'layers' is a list, each layer beginning with '-'; this is {node.Kind}");
            return [];
        }

        if (list.Items.Count == 0) file.Error(list, "'layers' is empty: nobody would ever be on call");
        if (list.Items.Count > MostLayers) file.Error(list, $"a schedule has {MostLayers} layers at most, this has {list.Items.Count}");
        var layers = ImmutableArray.CreateBuilder<Layer>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (item is not MapNode body)
            {
                file.Error(item, $"a layer is a block of keys (people, rotate, handoff, start), this is {item.Kind}");
                continue;
            }

            var fields = new BookFields(body, file);
            var layer = Layer(schedule, fields, index + 1);
            fields.RefuseOthers("in a layer");
            places[new Subject(SubjectKind.Schedule, schedule, index + 1)] = (file, body);
            if (layer is not null) layers.Add(layer);
        }

        return layers.ToImmutable();
    }

    private Layer? Layer(string schedule, BookFields fields, int index)
    {
        var name = BookValues.Text(fields.Get("name"), "a name", file) ?? $"layer {index}";
        var peopleNode = fields.Get("people", "members", "participants");
        var turns = Turns(peopleNode);
        if (peopleNode is null && !fields.Map.BrokenOff) file.Error(fields.Map, $"'people' is missing: who is on call in {schedule}");
        var rotateNode = fields.Get("rotate", "rotation", "every");
        var handoffNode = fields.Get("handoff", "handover");
        var startNode = fields.Get("start", "starts", "from");
        var (start, hasTime) = Local(startNode);
        var (end, _) = Local(fields.Get("end", "until", "ends"));
        var hours = BookValues.ActiveHours(fields.Get("hours", "active", "active_hours"), file);
        var rotation = Rotation(rotateNode, handoffNode, start, hasTime);
        if (rotateNode is null && turns.Length > 1) file.Error(fields.Map, $"'rotate' is missing: when {name} hands over (daily, weekly, every 2 weeks); people who are on call together stand in a list within the list");
        if (rotateNode is null && handoffNode is not null) file.Error(handoffNode, "a handoff needs 'rotate' beside it: how often");
        if (rotation is not null && turns.Length > 1 && startNode is null) file.Error(fields.Map, "'start' is missing: the day on which the first person begins");
        if (!hasTime) start += rotation?.At.ToTimeSpan() ?? TimeSpan.Zero;
        if (end <= start) file.Error(fields.Get("end", "until", "ends")!, "the layer ends before it begins");
        return new Layer { Name = name, Turns = turns, Rotation = rotation, Start = start, End = end, Hours = hours };
    }

    private ImmutableArray<ImmutableArray<Handle>> Turns(YamlNode? node)
    {
        var turns = ImmutableArray.CreateBuilder<ImmutableArray<Handle>>();
        foreach (var item in node is ListNode list ? list.Items : node is null ? [] : [node])
        {
            if (item is ListNode together) turns.Add([.. BookValues.Texts(together, "a person", file).Select(one => names.Person(one, file)).OfType<Handle>().Distinct()]);
            else turns.AddRange(BookValues.Texts(item, "a person", file).Select(one => names.Person(one, file)).OfType<Handle>().Select(one => ImmutableArray.Create(one)));
        }

        if (node is ListNode { Items.Count: 0 }) file.Warn(node, "'people' is empty: nobody is on call in this layer");
        return turns.ToImmutable();
    }

    private (DateTime? Local, bool HasTime) Local(YamlNode? node)
    {
        if (BookValues.Text(node, "a date", file) is not { } text) return (null, false);
        if (BookValues.Moment(text) is { Offset: null } read) return (read.Local, read.HasTime);
        file.Error(node!, $"'{text}' is no date: write it like 2026-01-05 or 2026-01-05T09:00, on the clock of the schedule's zone");
        return (null, false);
    }

    private Rotation? Rotation(YamlNode? node, YamlNode? handoff, DateTime? start, bool hasTime)
    {
        if (BookValues.Text(node, "'rotate'", file) is not { } text) return null;
        var match = EveryShape().Match(text);
        if (!match.Success)
        {
            file.Error(node!, $"'{text}' is no rotation: write hourly, daily, weekly, monthly, or every 2 weeks{Nearest.Question(text, ["hourly", "daily", "weekly", "monthly"])}");
            return null;
        }

        var unit = match.Groups["unit"].Value.ToLowerInvariant()[0] switch
        {
            'h' => RotationUnit.Hour,
            'd' => RotationUnit.Day,
            'w' => RotationUnit.Week,
            _ => RotationUnit.Month,
        };
        var every = match.Groups["n"].Success ? int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) : match.Groups["other"].Success ? 2 : 1;
        if (every is < 1 or > 1000)
        {
            file.Error(node!, "a turn lasts 1 to 1000 hours, days, weeks or months");
            return null;
        }

        var rotation = new Rotation(unit, every, hasTime ? TimeOnly.FromDateTime(start!.Value) : TimeOnly.MinValue) { Weekday = start?.DayOfWeek ?? DayOfWeek.Monday, DayOfMonth = start?.Day ?? 1 };
        return handoff is null ? rotation : Handoff(handoff, rotation);
    }

    private Rotation Handoff(YamlNode node, Rotation rotation)
    {
        if (node is MapNode map)
        {
            var fields = new BookFields(map, file);
            if (BookValues.TimeOfDay(fields.Get("at", "time"), file) is { } at) rotation = rotation with { At = at };
            if (fields.Get("on", "day", "weekday") is { } on && BookValues.Text(on, "a day", file) is { } day) rotation = On(on, day, rotation);
            fields.RefuseOthers("in a handoff");
            return rotation;
        }

        if (BookValues.Text(node, "a handoff", file) is not { } text) return rotation;
        var match = HandoffShape().Match(text);
        if (match.Groups["time"].Success)
        {
            if (BookValues.TimeOfDay(match.Groups["time"].Value) is { } at) rotation = rotation with { At = at };
            else match = Match.Empty;
        }

        if (!match.Success) file.Error(node, $"'{text}' is no handoff: write it like monday 09:00, or 09:00");
        else if (match.Groups["day"].Value.Trim() is { Length: > 0 } day) rotation = On(node, day, rotation);
        return rotation;
    }

    private Rotation On(YamlNode node, string day, Rotation rotation)
    {
        switch (rotation.Unit)
        {
            case RotationUnit.Week when BookValues.Day(day) is { } weekday:
                return rotation with { Weekday = weekday };
            case RotationUnit.Week:
                file.Error(node, $"'{day}' is no weekday: a weekly rotation hands over on one, like monday");
                return rotation;
            case RotationUnit.Month:
                var number = day.Equals("last", StringComparison.OrdinalIgnoreCase) ? 31 : OrdinalShape().Match(day) is { Success: true } match ? int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) : 0;
                if (number is >= 1 and <= 31) return rotation with { DayOfMonth = number };
                file.Error(node, $"'{day}' is no day of the month: write 1 to 31, or last");
                return rotation;
            default:
                file.Error(node, $"a rotation of {(rotation.Unit == RotationUnit.Day ? "days" : "hours")} hands over at a time of day, on no day in particular");
                return rotation;
        }
    }

    private ImmutableArray<Override> Overrides(YamlNode? node, string zone)
    {
        if (node is not (null or ListNode)) file.Error(node, $"'overrides' is a list, each beginning with '-'; this is {node.Kind}");
        var overrides = ImmutableArray.CreateBuilder<Override>();
        foreach (var item in (node as ListNode)?.Items ?? [])
        {
            if (item is not MapNode map) file.Error(item, $"an override is a block of keys (from, to, and add, remove or replace), this is {item.Kind}");
            else if (Override(map, zone) is { } change) overrides.Add(change);
        }

        return overrides.ToImmutable();
    }

    private Override? Override(MapNode map, string zone)
    {
        var fields = new BookFields(map, file);
        var (fromNode, toNode, lengthNode) = (fields.Get("from", "start"), fields.Get("to", "until", "end"), fields.Get("for", "length"));
        var (add, remove, replace, with) = (fields.Get("add"), fields.Get("remove"), fields.Get("replace"), fields.Get("with", "by"));
        var reason = BookValues.Text(fields.Get("reason", "because"), "a reason", file);
        fields.RefuseOthers("in an override");

        var from = BookValues.Moment(fromNode, zone, file);
        var to = BookValues.Moment(toNode, zone, file);
        if (lengthNode is not null && BookValues.Length(lengthNode, "an override", TimeSpan.FromMinutes(1), TimeSpan.FromDays(366), file) is { } length) to ??= from + length;
        if (fromNode is null) file.Error(map, "'from' is missing: when the override begins");
        if (toNode is null && lengthNode is null) file.Error(map, "'to' (or 'for') is missing: when the override ends");
        if (to <= from) file.Error(toNode ?? map, "the override ends before it begins");
        var given = new[] { add, remove, replace }.Count(one => one is not null);
        if (given != 1 && !(given == 0 && with is not null))
        {
            file.Error(map, given == 0 ? "an override says what changes: add, remove, or replace … with" : "an override does one thing: add, remove or replace; write one for each");
            return null;
        }

        if (replace is not null && with is null) file.Error(map, "'with' is missing: who comes in");
        if (with is not null && (add ?? remove) is { } odd) file.Error(odd, "'with' goes only with 'replace'");
        var person = Person(add ?? remove ?? with);
        var everyone = replace is ScalarNode { Text: var whom } && whom.Trim().ToLowerInvariant() is "everyone" or "all" or "*" || (replace is null && with is not null);
        var instead = replace is null || everyone ? null : Person(replace);
        if (from is null || to is null || person is null || (replace is not null && !everyone && instead is null)) return null;
        var kind = add is not null ? OverrideKind.Add : remove is not null ? OverrideKind.Remove : OverrideKind.Replace;
        return new Override(kind, from.Value, to.Value, person.Value, instead) { Reason = reason };
    }

    private Handle? Person(YamlNode? node)
    {
        if (node is null) return null;
        if (node is ScalarNode { IsNull: false } text) return names.Person(text, file);
        file.Error(node, $"this is one person, and not {node.Kind}");
        return null;
    }

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^(every\s+)?((?<n>\d{1,4})\s*|(?<other>other\s+))?(?<unit>h(ours?|ourly|rs?)?|d(ays?)?|daily|w(eeks?|eekly)?|months?|monthly)$", Form, 1_000)]
    private static partial Regex EveryShape();

    [GeneratedRegex(@"^(on\s+)?(?<day>[a-z]+|\d{1,2}(st|nd|rd|th)?(?=\s|$))?[\s,]*(at\s+)?(?<time>\d{1,2}([:.h]\d{2})?\s*([ap]\.?m\.?)?)?$", Form, 1_000)]
    private static partial Regex HandoffShape();

    [GeneratedRegex(@"^(?<n>\d{1,2})(st|nd|rd|th|\.)?$", Form, 1_000)]
    private static partial Regex OrdinalShape();
}
