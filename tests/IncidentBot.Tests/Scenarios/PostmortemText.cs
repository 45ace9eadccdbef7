using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Scenarios;

/// <summary>A postmortem in Markdown, taken apart by its headings. Headings inside code blocks are text.</summary>
internal sealed partial class PostmortemText
{
    public static readonly string[] Sections =
    [
        "Issue summary", "Timeline", "Root cause", "Investigation", "Escalation", "Resolution and recovery",
        "Corrective and preventive measures", "Lessons learned", "Record",
    ];

    private readonly Dictionary<string, string> sections = new(StringComparer.OrdinalIgnoreCase);

    private PostmortemText(string whole) => Whole = whole;

    public string Whole { get; }

    public string Title { get; private set; } = "";

    /// <summary>The headings in the order they stand.</summary>
    public List<string> Headings { get; } = [];

    public string Summary => this["Issue summary"];

    public string Timeline => this["Timeline"];

    public string RootCause => this["Root cause"];

    public string Investigation => this["Investigation"];

    public string Escalation => this["Escalation"];

    public string Resolution => this["Resolution and recovery"];

    public string Measures => this["Corrective and preventive measures"];

    public string Corrective => this["Corrective"];

    public string Preventive => this["Preventive"];

    public string Tasks => this["Tasks"];

    public string Record => this["Record"];

    /// <summary>The text below a heading; that of a ## section includes its ### parts.</summary>
    public string this[string heading] => sections.TryGetValue(heading, out var text) ? text : throw new KeyNotFoundException($"No section '{heading}' in:\n{Whole}");

    public static PostmortemText Parse(string markdown)
    {
        var postmortem = new PostmortemText(markdown);
        string? section = null, part = null;
        var inCode = false;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            if (!inCode && line.StartsWith("# ", StringComparison.Ordinal))
            {
                postmortem.Title = line.Trim();
                continue;
            }

            if (!inCode && line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..].Trim();
                part = null;
                postmortem.Headings.Add(section);
                postmortem.sections.Add(section, "");
                continue;
            }

            if (!inCode && line.StartsWith("### ", StringComparison.Ordinal)) part = line[4..].Trim();
            if (section is null) continue;
            postmortem.sections[section] += line + "\n";
            if (part is not null) postmortem.sections[part] = postmortem.sections.GetValueOrDefault(part) + line + "\n";
        }

        return postmortem;
    }

    /// <summary>The text without links' addresses and the marks of Markdown, so that a sentence can be looked for as it is read.</summary>
    public static string AsRead(string markdown) => Space().Replace(Marks().Replace(Address().Replace(markdown, "]"), ""), " ");

    [GeneratedRegex(@"\]\([^)]*\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\\*_`\[\]]", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Marks();

    [GeneratedRegex(@"[ \t]+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Space();
}

internal static class PostmortemAssertions
{
    /// <summary>All these regular expressions are found in the section, each for itself, in any order and case.</summary>
    public static void ShouldTell(this string section, params string[] facts)
    {
        var text = PostmortemText.AsRead(section);
        facts.Where(f => !Found(text, f)).ShouldBeEmpty($"missing in:\n{section}");
    }

    /// <summary>One line of the section holds all of these.</summary>
    public static void ShouldHaveALineWith(this string section, params string[] facts) =>
        section.Split('\n').Select(PostmortemText.AsRead).ShouldContain(l => facts.All(f => Found(l, f)), $"no line with {string.Join(" + ", facts)} in:\n{section}");

    public static void ShouldNotTell(this string section, params string[] chatter)
    {
        var text = PostmortemText.AsRead(section);
        chatter.Where(c => Found(text, c)).ShouldBeEmpty($"chatter in:\n{section}");
    }

    /// <summary>These come in this order.</summary>
    public static void ShouldTellInOrder(this string section, params string[] facts)
    {
        var text = PostmortemText.AsRead(section);
        var from = 0;
        foreach (var fact in facts)
        {
            var match = Pattern(fact).Match(text, from);
            match.Success.ShouldBeTrue($"'{fact}' is missing, or stands too early, in:\n{section}");
            from = match.Index + match.Length;
        }
    }

    private static bool Found(string text, string fact) => Pattern(fact).IsMatch(text);

    private static Regex Pattern(string fact) => new(fact, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
