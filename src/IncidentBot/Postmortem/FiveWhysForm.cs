using System.Text.RegularExpressions;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Words;

namespace IncidentBot.Postmortem;

/// <summary>Five questions, one after the other, in one form. What is answered is kept as a list that people can also write by hand.</summary>
internal static partial class FiveWhysForm
{
    public const string Verb = "whys-form";

    /// <summary>Five answers and their questions stay within the field of a form, so that the list can be written by hand afterwards.</summary>
    private const int Answer = 700;

    private static readonly string[] Questions = ["Why did it happen?", "Why was that?", "And why was that?", "Why, once more?", "And at the root: why?"];

    /// <summary>Null when what is written is no such list any more: then it is written as any other section.</summary>
    public static Modal? Of(SectionPage page)
    {
        var answers = new string?[Questions.Length];
        foreach (var line in page.Text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0))
        {
            var match = Line().Match(line);
            var n = match.Success ? Array.IndexOf(Questions, match.Groups["question"].Value) : -1;
            if (n < 0 || answers[n] is not null || match.Groups["answer"].Length > Answer) return null;
            answers[n] = match.Groups["answer"].Value;
        }

        return new Modal(
            new CustomId(Verb, page.File.Incident.Id, new SectionForm(page.Key, page.Version, 0).Argument).ToString(),
            Harmless.Cut($"{page.File.Incident.Name}: {page.Heading}", 45),
            [
                .. Questions.Select((question, n) => new Label(
                    question,
                    new TextInput { CustomId = "why" + (n + 1), Style = TextInputStyle.Paragraph, Required = false, MaxLength = Answer, Value = answers[n] },
                    n == 0 ? "Because… Stop where nothing is left to ask; five is no must" : null)),
            ]);
    }

    /// <summary>What was answered, as text; null when nothing was.</summary>
    public static string? Read(CommandCall call)
    {
        var lines = Questions.Select((question, n) => (question, Answer: Harmless.Plain(call.Field("why" + (n + 1))))).Where(line => line.Answer.Length > 0).Select(line => $"- **{line.question}** {line.Answer}").ToList();
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    public static bool IsFor(string key) => key == SectionIds.FiveWhys;

    [GeneratedRegex(@"^- \*\*(?<question>[^*]+)\*\* (?<answer>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
