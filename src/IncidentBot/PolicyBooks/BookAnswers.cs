using System.Collections.Immutable;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;
using IncidentBot.Policies;

namespace IncidentBot.PolicyBooks;

/// <summary>What people are told about files, versions and what changes between them. All of it may be words of a file, so all of it is made harmless.</summary>
internal static class BookAnswers
{
    public const string ApplyButton = "book-apply";
    public const string CancelButton = "book-cancel";

    private const int LongestLine = 600;

    /// <summary>Nothing is applied: every mistake with its place.</summary>
    public static OutgoingMessage Mistakes(BookReadResult read)
    {
        var (errors, warnings) = (read.Findings.Count(one => one.IsError), read.Findings.Count(one => !one.IsError));
        var also = warnings > 0 ? $", and {Count(warnings, "warning")}" : "";
        return LongAnswer.Of(
            $"Nothing was applied: there {(errors == 1 ? "is" : "are")} {Count(errors, "error")} in the files{also}.",
            [.. read.Findings.OrderByDescending(one => one.IsError).Select(Line)],
            "findings.txt");
    }

    /// <summary>What would change, what is doubtful about it, and the two buttons.</summary>
    /// <param name="stay">Files that count as before beside those that change.</param>
    public static OutgoingMessage Question(BookProposal proposal, ImmutableArray<string> changes, BookReadResult read, IReadOnlyList<string> stay)
    {
        List<AnswerLine> lines = [.. changes.Select(Change)];
        if (!read.Findings.IsEmpty) lines.Add(new($"**{Count(read.Findings.Length, "warning")}**", "Warnings"));
        lines.AddRange(read.Findings.Select(Line));
        var others = stay.Count > 0 ? $" These files stay as they are: {Harmless.Line(string.Join(", ", stay), 300)}." : "";
        return LongAnswer.Of(
            $"**What would change** ({Harmless.Line(proposal.Change, 200)}):",
            lines,
            "changes.txt",
            $"A file replaces the one of the same name; all files together count as one.{others} Nothing has changed yet.",
            new Button { Style = ButtonStyle.Success, Label = "Apply", CustomId = IdOf(ApplyButton, proposal.Number) },
            new Button { Style = ButtonStyle.Secondary, Label = "Cancel", CustomId = IdOf(CancelButton, proposal.Number) });
    }

    /// <summary>The files would change, and nothing that they say.</summary>
    public static string Same(BookReadResult read) =>
        "These files say what counts already: nothing would change." + (read.Findings.IsEmpty ? "" : $" ({Count(read.Findings.Length, "warning")}; `policy check` on the command line lists them.)");

    /// <summary>The versions there were, newest first.</summary>
    public static OutgoingMessage Versions(ImmutableArray<BookVersion> versions) => versions.IsEmpty
        ? new OutgoingMessage { Content = Nothing, AllowedMentions = AllowedMentions.None }
        : LongAnswer.Of("**Versions** (`/policy show version:` shows one, `/policy restore version:` puts it back)", [.. versions.Select(Line)], "versions.txt");

    public const string Nothing = "No policies are set on this server. `/policy apply file:` takes them from a YAML file.";

    public static AnswerLine Change(string sentence) => new("- " + Harmless.Line(sentence, LongestLine), "- " + sentence);

    private static AnswerLine Line(BookVersion version)
    {
        var by = version.By is { } person ? $"<@{person}>" : "the configuration folder";
        var change = Harmless.Line(version.Change, 200);
        return new($"{version.Number}. <t:{version.At.ToUnixTimeSeconds()}:f>, {by}: {change}", $"{version.Number}. {version.At:u}, {version.By?.ToString() ?? "the configuration folder"}: {version.Change}");
    }

    private static AnswerLine Line(Finding finding)
    {
        var place = finding.Line > 0 ? $"{finding.File}:{finding.Line}" : finding.File;
        return new($"{(finding.IsError ? "❌" : "⚠️")} **{Harmless.Line(place, 120)}** {Harmless.Line(finding.Message, LongestLine)}", finding.ToString());
    }

    private static string IdOf(string verb, int proposal) => new CustomId(verb, default, proposal.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString();

    private static string Count(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";
}
