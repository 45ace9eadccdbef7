using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.PolicyBooks;

/// <summary>Policies as everyone on the server may read them. Of a web address only the host is shown: the rest is often a secret.</summary>
internal static class PolicyWordsInChat
{
    private const int LongestLine = 500;

    public static OutgoingMessage List(OnCallRecord record)
    {
        if (record.Applied is not { } applied) return new OutgoingMessage { Content = BookAnswers.Nothing, AllowedMentions = AllowedMentions.None };
        var lines = new List<string>();
        foreach (var policy in applied.Book.Policies)
        {
            var services = applied.Book.Services.Where(route => route.Policy.Equals(policy.Name, StringComparison.OrdinalIgnoreCase)).Select(route => route.Service).ToList();
            var about = new List<string> { policy.Levels.Length == 1 ? "1 level" : $"{policy.Levels.Length} levels" };
            if (!policy.For.IsEmpty) about.Add(policy.For.InWords());
            if (services.Count > 0) about.Add($"services: {string.Join(", ", services)}");
            if (ChoosePolicy.Default(applied.Book) == policy) about.Add("the default");
            lines.Add($"{policy.Name}: {string.Join("; ", about)}{(policy.Description is { } text ? $" ({text})" : "")}");
        }

        lines.AddRange(applied.Book.Schedules.Select(schedule => $"schedule {schedule.Name}: {(schedule.Layers.Length == 1 ? "1 layer" : $"{schedule.Layers.Length} layers")}, {schedule.Zone}"));
        return LongAnswer.Of($"**Version {applied.Number}**, from {Harmless.Line(string.Join(", ", applied.Sources.Select(file => file.Name)), 300)}:", [.. lines.Select(Shown)], "policies.txt");
    }

    /// <summary>One policy, level by level, and what it would do now for a bad incident.</summary>
    public static OutgoingMessage Show(OnCallRecord record, Policy policy, DateTimeOffset now, string zone)
    {
        var book = record.Book;
        var names = Names(book);
        var lines = new List<string>();
        if (policy.Description is { } description) lines.Add(description);
        if (!policy.For.IsEmpty) lines.Add($"Incidents: {policy.For.InWords()}");
        if (ChoosePolicy.Default(book) == policy) lines.Add("It is the default.");
        lines.AddRange(policy.Levels.Select((level, index) => $"Level {index + 1}: {PolicyWords.Of(level, names)}"));
        if (policy.Repeat is { } repeat) lines.Add($"Then: {PolicyWords.Of(repeat)}");
        if (policy.Then is { } then) lines.Add($"After the last level the policy {then} goes on.");
        if (policy.AckTimeout is { } timeout) lines.Add($"Without a sign of life for {Durations.InWords(timeout)} after an acknowledgement it pages again.");
        if (policy.Quiet is { } quiet) lines.Add($"Quiet hours: {PolicyWords.Of(quiet, names)}");

        var preview = PolicyPreview.OfStart(book.Snapshot(policy, (name, level) => record.State.NextTurn(name, level)), new IncidentFacts(Severity.Sev1, []), now, book.OnCall, names, zone);
        lines.Add("");
        lines.Add("For an incident of SEV1:");
        lines.AddRange(preview.Replace("**", "", StringComparison.Ordinal).Split('\n'));
        return LongAnswer.Of($"**{Harmless.Line(policy.Name, 100)}**", [.. lines.Select(Shown)], "policy.txt");
    }

    /// <summary>A version: what it changed, and its files.</summary>
    public static OutgoingMessage Version(BookVersion version, BookVersion? before)
    {
        var by = version.By is { } person ? $"<@{person}>" : "the configuration folder";
        var answer = LongAnswer.Of(
            $"**Version {version.Number}**, <t:{version.At.ToUnixTimeSeconds()}:f>, {by}: {Harmless.Line(version.Change, 200)}. What it changed:",
            [.. PolicyDiff.Between(before?.Book ?? PolicyBook.Empty, version.Book).Select(BookAnswers.Change)],
            "changes.txt",
            version.Sources.IsEmpty ? "No files counted any more." : "Its files are attached.");

        // Discord takes ten files with a message.
        return answer with { Files = [.. answer.Files, .. version.Sources.Take(10 - answer.Files.Count).Select(file => new MessageFile(file.Name, Encoding.UTF8.GetBytes(file.Text), "text/plain; charset=utf-8"))] };
    }

    public static PolicyNames Names(PolicyBook book) => new(
        book.NameOf,
        target => target.Kind == PolicyTargetKind.Webhook && Uri.TryCreate(target.Name, UriKind.Absolute, out var address) ? $"webhook at {address.Host}" : PolicyNames.Plain.Other(target));

    private static AnswerLine Shown(string line) => new(Harmless.Line(line, LongestLine), line);
}
