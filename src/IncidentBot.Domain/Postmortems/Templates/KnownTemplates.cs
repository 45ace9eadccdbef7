using System.Collections.Immutable;

namespace IncidentBot.Domain.Postmortems.Templates;

/// <summary>The templates that everybody has. Their structure follows what those they are named after have published; the words are our own.</summary>
/// <seealso href="https://sre.google/sre-book/example-postmortem/"/>
/// <seealso href="https://www.atlassian.com/incident-management/postmortem/templates"/>
/// <seealso href="https://response.pagerduty.com/after/post_mortem_template/"/>
public static class KnownTemplates
{
    public static PostmortemTemplate Classic { get; } = new(
        "classic",
        "The nine sections: summary, timeline, cause, investigation, escalation, resolution, measures, lessons, record",
        [.. SectionIds.All.Select(id => id switch { SectionIds.RootCause => Causes(id, SectionIds.Heading(id)), SectionIds.Lessons => Lessons(SectionIds.Heading(id)), _ => Plain(id) })]);

    public static PostmortemTemplate GoogleSre { get; } = new(
        "google-sre",
        "As in Google's book on site reliability engineering: impact, causes, trigger, resolution, detection, actions, lessons, timeline",
        [
            Plain(SectionIds.Summary, "Summary"),
            Plain(SectionIds.Impact),
            Causes(SectionIds.RootCause, "Root causes"),
            Plain(SectionIds.Trigger),
            Plain(SectionIds.Resolution, "Resolution"),
            Plain(SectionIds.Detection),
            Plain(SectionIds.Measures, "Action items"),
            Lessons("Lessons learned", badly: "What went wrong", lucky: "Where we got lucky"),
            Plain(SectionIds.Timeline),
            Plain(SectionIds.Record, "Supporting information"),
        ]);

    public static PostmortemTemplate Atlassian { get; } = new(
        "atlassian",
        "As Atlassian publishes it: what led up to it, the fault, impact, detection, response, recovery, timeline, five whys, lessons, actions",
        [
            Plain(SectionIds.Summary, "Incident summary"),
            Plain(SectionIds.LeadUp),
            Plain(SectionIds.Fault),
            Plain(SectionIds.Impact),
            Plain(SectionIds.Detection),
            Plain(SectionIds.Escalation, "Response"),
            Plain(SectionIds.Resolution, "Recovery"),
            Plain(SectionIds.Timeline),
            Plain(SectionIds.FiveWhys),
            new TemplateSection(SectionIds.RootCause, "Root cause") { Within = [Plain(SectionIds.Contributing)] },
            Plain(SectionIds.Backlog),
            Plain(SectionIds.Recurrence),
            Lessons("Lessons learned"),
            Plain(SectionIds.Measures, "Corrective actions"),
        ]);

    public static PostmortemTemplate PagerDuty { get; } = new(
        "pagerduty",
        "As PagerDuty publishes it: overview, what happened, contributing factors, resolution, impact, responders, timeline, how it went, actions",
        [
            Plain(SectionIds.Summary, "Overview"),
            Plain(SectionIds.Investigation, "What happened"),
            Causes(SectionIds.RootCause, "Contributing factors"),
            Plain(SectionIds.Resolution, "Resolution"),
            Plain(SectionIds.Impact),
            Plain(SectionIds.Responders),
            Plain(SectionIds.Timeline),
            Lessons("How it went", badly: "What did not go so well"),
            Plain(SectionIds.Measures, "Action items"),
            Plain(SectionIds.Messaging),
        ]);

    public static PostmortemTemplate FiveWhys { get; } = new(
        "five-whys",
        "Short, and led by one question: the problem, its impact, the timeline, why five times over, the cause, countermeasures",
        [
            Plain(SectionIds.Summary, "The problem"),
            Plain(SectionIds.Impact),
            Plain(SectionIds.Timeline),
            Plain(SectionIds.FiveWhys),
            new TemplateSection(SectionIds.RootCause, "Root cause") { Within = [Plain(SectionIds.Contributing)] },
            Plain(SectionIds.Measures, "Countermeasures"),
            Lessons("Lessons learned"),
        ]);

    /// <summary>The default first.</summary>
    public static ImmutableArray<PostmortemTemplate> All { get; } = [Classic, GoogleSre, Atlassian, PagerDuty, FiveWhys];

    public static PostmortemTemplate? Find(string? key) => All.FirstOrDefault(template => string.Equals(template.Key, key, StringComparison.OrdinalIgnoreCase));

    private static TemplateSection Plain(string id, string? heading = null) => new(id, heading ?? SectionIds.Heading(id));

    private static TemplateSection Causes(string id, string heading) => new(id, heading) { Within = [Plain(SectionIds.Contributing), Plain(SectionIds.FiveWhys)] };

    private static TemplateSection Lessons(string heading, string? badly = null, string? lucky = null) => new(SectionIds.Lessons, heading)
    {
        Within = [Plain(SectionIds.WentWell), Plain(SectionIds.WentBadly, badly), Plain(SectionIds.WentLucky, lucky)],
    };
}
