using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions.Tracking;

/// <summary>
/// What a tracker's issue says of an action item. Nothing that a person typed takes effect there: no name is mentioned, no other issue referred to, no Markdown
/// or HTML runs. The bot's part stands between two comments, by which it is found again; what people write around them stays.
/// </summary>
/// <param name="Marker">Unlike any other in the repository; not visible to readers.</param>
public sealed partial record IssueText(string Title, string Part, string Marker)
{
    /// <summary>What both GitHub and Gitea take, in characters.</summary>
    private const int LongestTitle = 200;

    /// <summary>Stands between a sign and what would be referred to by it.</summary>
    private const char Breaker = '\u200B';

    private string Begin => $"<!-- {Marker} -->";

    private static string End => "<!-- incidentbot:end -->";

    /// <summary>As the issue is made.</summary>
    public string Body => $"{Begin}\n{Part}\n{End}\n";

    /// <summary>Changes with everything that the tracker is told.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Title + "\n" + Part)))[..32];

    public static IssueText Of(IncidentFile file, ActionItem action)
    {
        var incident = file.Incident;
        var times = new DocumentTimes(file.Settings.TimeZone);
        var plain = UserText.Plain(action.Text, file, times);
        var facts = new List<string> { $"Severity: {incident.Severity.InWords()}", $"Kind: {action.Kind.Word()}" };
        if (action.Priority is { } priority) facts.Add($"Priority: {priority.Word()}");
        if (action.Owner is { } owner) facts.Add($"Owner: {Shown(file.NameOf(owner), 80)}");
        if (action.Due is { } due) facts.Add($"Due: {due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        if (action is { State: ActionState.Dropped, DropReason: { } reason }) facts.Add($"Will not be done: {Shown(UserText.Plain(reason, file, times), Limits.Reason)}");
        var from = incident.Channel is { } channel ? $"[{incident.Name}](https://discord.com/channels/{incident.Server}/{channel})" : incident.Name;
        var part = $"""
            {Shown(plain, Limits.Text)}

            Action item {action.Number} of {from}: {Shown(UserText.Plain(incident.Title, file, times), Limits.Title)}

            {string.Join("\n", facts.Select(static fact => "- " + fact))}

            *Kept in step with the incident: whoever closes this issue marks the action item as done.*
            """.ReplaceLineEndings("\n");
        return new(Harmless.Cut(Unreferring(Harmless.Plain(plain)), LongestTitle), part, MarkerOf(incident, action.Number));
    }

    /// <summary>The same for the same item, whatever becomes of it.</summary>
    public static string MarkerOf(Incident incident, int action) =>
        string.Create(CultureInfo.InvariantCulture, $"incidentbot:{incident.Server}/{incident.Name}/{action}/{incident.Milestones.Declared.ToUnixTimeSeconds()}");

    /// <summary>A body as it is, with the bot's part as it is to be; what people wrote around it stays. Without a part it is put before everything.</summary>
    public string Into(string? body)
    {
        var text = (body ?? "").ReplaceLineEndings("\n");
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(End, begin, StringComparison.Ordinal);
        if (begin < 0) return text.Length == 0 ? Body : $"{Body}\n{text}";
        return end < 0 ? text[..begin] + Body : text[..begin] + Body.TrimEnd('\n') + text[(end + End.Length)..];
    }

    /// <summary>Labels of the bot's own.</summary>
    public static IEnumerable<string> Labels(ActionItem action)
    {
        yield return "incident";
        yield return action.Kind.Word();
        if (action.Priority is { } priority) yield return $"priority: {priority.Word()}";
    }

    private static string Shown(string text, int most)
    {
        var shown = new StringBuilder();
        var (plain, at) = (Harmless.Cut(Harmless.Plain(text), most), 0);
        foreach (Match link in Address().Matches(plain))
        {
            // The address of another issue would refer to it; every other is a link.
            shown.Append(Escape(Unreferring(plain[at..link.Index]), shown.Length == 0));
            shown.Append(Issue().IsMatch(link.Value) ? Escape(link.Value.Insert(link.Value.IndexOf(':', StringComparison.Ordinal), Breaker.ToString()), isFirst: false) : $"<{link.Value}>");
            at = link.Index + link.Length;
        }

        return shown.Append(Escape(Unreferring(plain[at..]), shown.Length == 0)).ToString();
    }

    // A name after @, a number after # or !, and "GH-12" would each notify or refer to somebody or something that has nothing to do with it.
    private static string Unreferring(string text) => Reference().Replace(text, static match => match.Value + Breaker);

    private static string Escape(string text, bool isFirst)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is '<') escaped.Append("&lt;");
            else if (c is '>') escaped.Append("&gt;");
            else if (c is '&') escaped.Append("&amp;");
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '!' or '|' or '~' or '$' or '^' or '=' || (isFirst && escaped.Length == 0 && c is '#' or '-' or '+')) escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return isFirst ? StartOfList().Replace(escaped.ToString(), @"${number}\${mark}") : escaped.ToString();
    }

    [GeneratedRegex(@"@(?=[\w-])|[#!](?=\d)|\bGH(?=-\d)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"/(issues|pull|pulls|commit|discussions)/", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Issue();

    [GeneratedRegex(@"^(?<number>\d+)(?<mark>[.)])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartOfList();
}
