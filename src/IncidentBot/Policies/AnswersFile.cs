using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>
/// The answers that a simulation plays: a YAML or JSON list of blocks, each with a time (<c>after: 7m</c> from the beginning, or <c>at: 2026-03-29T01:40</c>),
/// <c>by: ada</c> and <c>does:</c> ack, cant-help, snooze (<c>for: 15m</c>), escalate (<c>level: 2</c>), reassign (<c>to: grace</c>), still-on-it or stop.
/// </summary>
internal static class AnswersFile
{
    private static readonly Dictionary<string, RunAnswerKind> Kinds = new(StringComparer.Ordinal)
    {
        ["ack"] = RunAnswerKind.Acknowledge,
        ["acknowledge"] = RunAnswerKind.Acknowledge,
        ["acknowledges"] = RunAnswerKind.Acknowledge,
        ["cant_help"] = RunAnswerKind.CannotHelp,
        ["can't_help"] = RunAnswerKind.CannotHelp,
        ["cannot_help"] = RunAnswerKind.CannotHelp,
        ["decline"] = RunAnswerKind.CannotHelp,
        ["snooze"] = RunAnswerKind.Snooze,
        ["escalate"] = RunAnswerKind.Escalate,
        ["escalate_now"] = RunAnswerKind.Escalate,
        ["reassign"] = RunAnswerKind.Reassign,
        ["still_on_it"] = RunAnswerKind.StillOnIt,
        ["update"] = RunAnswerKind.StillOnIt,
        ["stop"] = RunAnswerKind.Stop,
    };

    /// <param name="zone">IANA name, of times without an offset.</param>
    public static (ImmutableArray<PlayedAnswer> Answers, ImmutableArray<Finding> Findings) Read(BookText text, DateTimeOffset began, string zone)
    {
        var file = new BookFile(text.Name);
        var root = YamlText.Parse(text.Text, file.Errors, "a file of answers", "a list of them", bareAt: true);
        if (root is MapNode map && map.Find("answers") is { } inner) root = inner;
        var answers = ImmutableArray.CreateBuilder<PlayedAnswer>();
        if (root is not (null or ListNode)) file.Error(root, $"answers are a list, each beginning with '-'; this is {root.Kind}");
        foreach (var item in (root as ListNode)?.Items ?? [])
        {
            if (item is not MapNode body) file.Error(item, $"an answer is a block of keys (after, by, does), this is {item.Kind}");
            else if (Answer(body, began, zone, file) is { } answer) answers.Add(answer);
        }

        return (answers.ToImmutable(), [.. file.Findings]);
    }

    private static PlayedAnswer? Answer(MapNode map, DateTimeOffset began, string zone, BookFile file)
    {
        var names = new BookNames(chat: null);
        var fields = new BookFields(map, file);
        var (afterNode, atNode, byNode, doesNode) = (fields.Get("after"), fields.Get("at"), fields.Get("by", "who"), fields.Get("does", "do", "answer"));
        var (lengthNode, levelNode, toNode) = (fields.Get("for", "length"), fields.Get("level"), fields.Get("to"));
        fields.RefuseOthers("in an answer");

        var at = BookValues.Moment(atNode, zone, file);
        if (BookValues.Length(afterNode, "'after'", TimeSpan.FromSeconds(1), TimeSpan.FromDays(30), file) is { } after) at ??= began + after;
        if (afterNode is null && atNode is null) file.Error(map, "'after' (or 'at') is missing: when the answer is given");
        var by = byNode is ScalarNode { IsNull: false } who ? names.Person(who, file) : null;
        if (byNode is null) file.Error(map, "'by' is missing: who answers");
        var does = BookValues.Text(doesNode, "'does'", file);
        RunAnswerKind? kind = does is not null && Kinds.TryGetValue(BookFields.Canonical(does), out var known) ? known : null;
        if (doesNode is null) file.Error(map, "'does' is missing: ack, cant-help, snooze, escalate, reassign, still-on-it or stop");
        else if (kind is null) file.Error(doesNode, $"'{does}' is no answer: it is ack, cant-help, snooze, escalate, reassign, still-on-it or stop");
        var length = BookValues.Length(lengthNode, "a snooze", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), file);
        var level = BookValues.Number(levelNode, "a level", 1, 99, file);
        var to = toNode is ScalarNode { IsNull: false } target ? names.Target(target, file) : null;
        return at is { } moment && by is { } person && kind is { } answer ? new PlayedAnswer(moment, new RunAnswer(answer, person, length, level, to)) : null;
    }
}
