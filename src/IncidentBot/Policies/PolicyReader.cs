using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>One policy of a file.</summary>
internal sealed class PolicyReader(BookNames names, BookFile file, Dictionary<Subject, (BookFile File, YamlNode Node)> places)
{
    private const int MostLevels = 30;
    private static readonly TimeSpan ShortestAck = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAck = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>Null when it is not a policy at all.</summary>
    public Policy? Read(string name, YamlNode body, string zone)
    {
        if (body is ListNode shortForm) return new Policy { Name = name, Levels = Levels(name, shortForm, zone) };
        if (body is not MapNode map)
        {
            file.Error(body, $"a policy is a block of keys with its levels, this is {body.Kind}");
            return null;
        }

        var fields = new BookFields(map, file);
        var description = BookValues.Text(fields.Get("description"), "a description", file);
        var isDefault = BookValues.YesOrNo(fields.Get("default"), "'default'", file) ?? false;
        var conditions = Condition(fields.Get("for", "when"), zone);
        var timeout = BookValues.Length(fields.Get("ack_timeout", "acknowledgement_timeout"), "the ack timeout", TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), file);
        var quiet = Quiet(fields.Get("quiet_hours", "quiet"), zone);
        var repeatNode = fields.Get("repeat");
        var then = Then(fields.Get("then", "and_then"));
        var levelsNode = fields.Get("levels", "steps");
        fields.RefuseOthers("in a policy");
        if (levelsNode is null && !map.BrokenOff) file.Error(map, $"'levels' is missing: who is asked, in which order");
        if (levelsNode is not (null or ListNode)) file.Error(levelsNode, $"'levels' is a list, each level beginning with '-'; this is {levelsNode.Kind}");
        var levels = levelsNode is ListNode list ? Levels(name, list, zone) : [];
        return new Policy
        {
            Name = name,
            Description = description,
            IsDefault = isDefault,
            For = conditions,
            AckTimeout = timeout,
            Quiet = quiet,
            Repeat = Repeat(repeatNode, levels.Length),
            Then = then,
            Levels = levels,
        };
    }

    private string? Then(YamlNode? node)
    {
        if (BookValues.Text(node, "'then'", file) is not { } text) return null;
        if (names.Policies.TryGetValue(text, out var known)) return known;
        file.Error(node!, $"there is no policy '{text}'{Nearest.Question(text, names.Policies)}");
        return null;
    }

    private Repeat? Repeat(YamlNode? node, int levels)
    {
        if (node is null) return null;
        if (node is not MapNode map) return BookValues.Number(node, "'repeat'", 0, Domain.Escalation.Policies.Repeat.Most, file) is > 0 and var times ? new Repeat(times) : null;
        var fields = new BookFields(map, file);
        var count = BookValues.Number(fields.Get("times"), "'times'", 1, Domain.Escalation.Policies.Repeat.Most, file);
        var from = BookValues.Number(fields.Get("from", "from_level"), "'from'", 1, Math.Max(1, levels), file);
        fields.RefuseOthers("in a repeat");
        return new Repeat(count ?? 1, from ?? 1);
    }

    private ImmutableArray<Level> Levels(string policy, ListNode list, string zone)
    {
        var levels = ImmutableArray.CreateBuilder<Level>();
        var wait = TimeSpan.Zero;
        YamlNode? waiting = null;
        if (list.Items.Count == 0) file.Error(list, $"'levels' is empty: nobody is asked");
        foreach (var node in list.Items)
        {
            if (Read(node, zone) is not { } level) continue;
            if (node is MapNode map && IsWait(map))
            {
                wait += level.Wait;
                waiting = node;
                continue;
            }

            levels.Add(level with { Wait = level.Wait + wait });
            places[new Subject(SubjectKind.Policy, policy, levels.Count)] = (file, node);
            (wait, waiting) = (TimeSpan.Zero, null);
        }

        if (waiting is not null) file.Warn(waiting, $"this wait stands after the last level of {policy}, where nothing waits for it");
        if (levels.Count > MostLevels) file.Error(list, $"a policy has {MostLevels} levels at most, this has {levels.Count}");
        return levels.ToImmutable();
    }

    private static bool IsWait(MapNode map) => map.Entries is [var (only, _)] && BookFields.Canonical(only.Text) == "wait";

    private Level? Read(YamlNode node, string zone)
    {
        switch (node)
        {
            case ScalarNode { IsNull: true }:
                file.Error(node, "this level is empty (text that begins with '#' needs quotes, else it is a comment)");
                return null;
            case ScalarNode or ListNode:
                return new Level { Targets = Targets(node) };
        }

        var map = (MapNode)node;
        var fields = new BookFields(map, file);
        var targets = Targets(fields.Get("page", "ask", "notify", "targets", "who"));
        foreach (var kind in BookNames.Kinds)
        {
            foreach (var name in BookValues.Texts(fields.Get(kind, kind + "s"), $"'{kind}'", file))
            {
                if (names.Named(kind, name, file) is { } target) targets = targets.Add(target);
            }
        }

        var level = new Level
        {
            Targets = targets,
            InTurn = BookValues.YesOrNo(fields.Get("in_turn", "round_robin"), "'in_turn'", file) ?? false,
            AckWithin = BookValues.Length(fields.Get("ack", "ack_within", "within", "timeout", "time_to_acknowledge"), "the time to acknowledge", ShortestAck, LongestAck, file) ?? Level.UsualAckWithin,
            Wait = BookValues.Length(fields.Get("wait", "delay"), "a wait", TimeSpan.FromSeconds(1), LongestWait, file) ?? TimeSpan.Zero,
            When = Condition(fields.Get("when", "if", "only_if"), zone),
        };
        fields.RefuseOthers("in a level");
        return level;
    }

    private ImmutableArray<PolicyTarget> Targets(YamlNode? node)
    {
        var targets = ImmutableArray.CreateBuilder<PolicyTarget>();
        foreach (var item in node is ListNode list ? list.Items : node is null ? [] : [node])
        {
            switch (item)
            {
                case MapNode map:
                    var fields = new BookFields(map, file);
                    foreach (var kind in BookNames.Kinds)
                    {
                        foreach (var name in BookValues.Texts(fields.Get(kind), $"'{kind}'", file)) Add(names.Named(kind, name, file), name);
                    }

                    fields.RefuseOthers("in a target");
                    break;
                default:
                    foreach (var text in BookValues.Texts(item, "a target", file)) Add(names.Target(text, file), text);
                    break;
            }
        }

        return targets.ToImmutable();

        void Add(PolicyTarget? target, ScalarNode where)
        {
            if (target is null) return;
            if (targets.Contains(target)) file.Warn(where, $"'{where.Text}' stands in this level twice");
            else targets.Add(target);
        }
    }

    private Condition Condition(YamlNode? node, string zone)
    {
        if (node is null) return new Condition();
        if (node is not MapNode map)
        {
            // "for: sev1" says what it means.
            return BookValues.Severity(node, file) is { } alone ? new Condition { Severity = alone } : new Condition();
        }

        var fields = new BookFields(map, file);
        var condition = new Condition
        {
            Severity = BookValues.Severity(fields.Get("severity", "severity_at_least"), file),
            Services = [.. BookValues.Texts(fields.Get("services", "service"), "a service", file).Select(service => service.Text).Distinct(StringComparer.OrdinalIgnoreCase)],
            Drill = BookValues.YesOrNo(fields.Get("drill", "drills"), "'drill'", file),
            Time = Window(fields, zone),
        };
        fields.RefuseOthers("in a condition");
        return condition;
    }

    private TimeWindow? Window(BookFields fields, string zone)
    {
        var (hours, days, own) = (fields.Get("between", "hours", "time"), fields.Get("days", "weekdays"), fields.Get("timezone", "time_zone", "zone"));
        var id = own is null ? zone : BookValues.Zone(own, file) ?? zone;
        if (hours is null && days is null)
        {
            if (own is not null) file.Error(own, "a time zone alone says nothing: give 'between' or 'days' with it");
            return null;
        }

        var (from, to) = hours is null ? (TimeOnly.MinValue, TimeOnly.MinValue) : BookValues.Hours(hours, file) ?? default;
        var on = BookValues.Days(days, file) ?? [];
        return new TimeWindow(from, to, on.Length == 7 ? [] : on, id);
    }

    private QuietHours? Quiet(YamlNode? node, string zone)
    {
        if (node is null) return null;
        if (node is not MapNode map)
        {
            file.Error(node, $"'quiet_hours' is a block of keys (between, days, severity, then), this is {node.Kind}");
            return null;
        }

        var fields = new BookFields(map, file);
        var hoursGiven = fields.Get("between", "hours", "time") is not null || fields.Get("days", "weekdays") is not null;
        var window = Window(fields, zone);
        if (!hoursGiven) file.Error(map, "'between' is missing: the hours that are quiet");
        var mildest = BookValues.Severity(fields.Get("severity", "from_severity", "severities"), file) ?? Severity.Sev3;
        var thenNode = fields.Get("then", "action");
        var then = thenNode is MapNode or ListNode ? null : BookValues.Text(thenNode, "'then'", file);
        var action = QuietAction.Hold;
        PolicyTarget? channel = null;
        if (thenNode is MapNode or ListNode || (then is not null && !then.Equals("hold", StringComparison.OrdinalIgnoreCase)))
        {
            action = QuietAction.Channel;
            var text = thenNode as ScalarNode;
            if (text is null || !text.Text.Trim().Equals("channel", StringComparison.OrdinalIgnoreCase)) channel = Targets(thenNode) is [{ Kind: PolicyTargetKind.Channel } one] ? one : null;
            if (channel is null && !(text?.Text.Trim().Equals("channel", StringComparison.OrdinalIgnoreCase) ?? false))
                file.Error(thenNode!, "'then' is hold (until the quiet hours end), channel (tell the incident's channel) or a channel to tell (\"#name\")");
        }

        fields.RefuseOthers("in quiet hours");
        return window is null ? null : new QuietHours(window, mildest, action, channel);
    }
}
