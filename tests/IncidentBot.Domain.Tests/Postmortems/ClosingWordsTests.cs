using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Cause, fix and impact that are put down only when the incident is resolved were known before: the timeline tells when.</summary>
public sealed class ClosingWordsTests
{
    private static IncidentBuilder CreateIncident() => new("Doors stay shut", "Africa/Lagos", 1, new DateTime(2024, 2, 5), "14:05", "Ada Obi");

    private static void ResolveWithForm(IncidentBuilder b, string at)
    {
        b.Enter(EntryKind.Cause, at, "The certificate of the controllers expired", "Ada Obi");
        b.Enter(EntryKind.Fix, at, "A new certificate", "Ada Obi");
        b.Enter(EntryKind.Impact, at, "900 cars", "Ada Obi");
        b.Enter(EntryKind.Resolved, at, "Resolved", "Ada Obi");
        b.Incident = b.Incident with
        {
            Status = IncidentStatus.Resolved,
            Milestones = b.Incident.Milestones with { Resolved = b.At(at) },
            Cause = new Statement("The certificate of the controllers expired", b.Person("Ada Obi"), b.At(at)),
            Fix = new Statement("A new certificate", b.Person("Ada Obi"), b.At(at)),
        };
    }

    private static string Section(IncidentBuilder b, string id)
    {
        var document = PostmortemComposer.Compose(b.Build());
        return MarkdownRenderer.Render(document with { Preface = [], Sections = [document[id]] });
    }

    [Fact]
    public void They_do_not_keep_the_talk_out_of_the_timeline_and_the_cause_stands_where_it_was_found()
    {
        var b = CreateIncident();
        b.Enter(EntryKind.KeyEvent, "14:07", "Security opens the side door", "Ben");
        b.Enter(EntryKind.KeyEvent, "14:09", "All guests are in the hall", "Ben");
        b.Say("14:20", "Ben", "root cause: the certificate of the door controllers expired at noon");
        b.Say("14:30", "Ben", "installed the new certificate on all controllers");
        ResolveWithForm(b, "15:00");

        var timeline = Section(b, SectionIds.Timeline);
        timeline.ShouldContain("[14:20](https://discord.com/channels/77/900/1000) *suggested* **Cause:** root cause: the certificate");
        timeline.ShouldContain("*suggested* **Action:** installed the new certificate");
        timeline.ShouldNotContain("15:00 **Root cause:**");
        timeline.ShouldContain("15:00 **Fix:** A new certificate");
        Section(b, SectionIds.RootCause).ShouldNotContain("suggested");
    }

    [Fact]
    public void What_was_marked_when_it_was_known_is_not_told_a_second_time_at_the_end()
    {
        var b = CreateIncident();
        b.SayMarked(EntryKind.Cause, "14:20", "Ben", "The certificate expired", "14:21", "Ada Obi", "🎯");
        b.SayMarked(EntryKind.Fix, "14:30", "Ben", "New certificate installed", "14:31", "Ada Obi", "🔧");
        b.SayMarked(EntryKind.Impact, "14:32", "Ben", "About 900 cars wait", "14:33", "Ada Obi", "📈");
        ResolveWithForm(b, "15:00");

        var timeline = Section(b, SectionIds.Timeline);
        timeline.ShouldContain("**Root cause:** The certificate expired — Ben");
        timeline.Split('\n').Where(line => line.StartsWith("- 15:00", StringComparison.Ordinal)).ShouldBe(["- 15:00 Resolved"]);
    }

    [Fact]
    public void What_nothing_else_tells_stays()
    {
        var b = CreateIncident();
        ResolveWithForm(b, "15:00");

        var timeline = Section(b, SectionIds.Timeline);
        timeline.ShouldContain("15:00 **Root cause:** The certificate of the controllers expired — Ada Obi");
        timeline.ShouldContain("15:00 **Impact:** 900 cars — Ada Obi");
    }
}
