using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class ComposerTests(ITestOutputHelper output)
{
    private static IncidentBuilder CreateIncident(string zone = "Africa/Lagos", int offset = 1) =>
        new("Shop is slow", zone, offset, new DateTime(2024, 2, 5), "14:05", "Ada Obi");

    private static void Resolve(IncidentBuilder b, string at) => b.Incident = b.Incident with
    {
        Status = IncidentStatus.Resolved,
        Milestones = b.Incident.Milestones with { Resolved = b.At(at) },
        StatusHistory = [.. b.Incident.StatusHistory, new(IncidentStatus.Resolved, b.At(at), b.Incident.DeclaredBy)],
    };

    private static string Markdown(IncidentBuilder b) => MarkdownRenderer.Render(PostmortemComposer.Compose(b.Build()));

    private static string Section(IncidentBuilder b, string id)
    {
        var document = PostmortemComposer.Compose(b.Build());
        return MarkdownRenderer.Render(document with { Preface = [], Sections = [document[id]] });
    }

    [Fact]
    public void The_nine_sections_stand_in_their_order()
    {
        var document = PostmortemComposer.Compose(CreateIncident().Build());
        document.Title.ShouldBe("Postmortem: INC-12 Shop is slow");
        document.Sections.Select(s => s.Heading).ShouldBe(["Issue summary", "Timeline", "Root cause", "Investigation", "Escalation", "Resolution and recovery", "Corrective and preventive measures", "Lessons learned", "Record"]);
    }

    [Fact]
    public void The_same_record_gives_the_same_document()
    {
        foreach (var sample in new[] { "rich", "bare", "silent" })
        {
            var once = JsonRenderer.Render(GoldenTests.Of(sample), PostmortemComposer.Compose(GoldenTests.Of(sample)));
            JsonRenderer.Render(GoldenTests.Of(sample), PostmortemComposer.Compose(GoldenTests.Of(sample))).ShouldBe(once);
        }
    }

    [Theory]
    [InlineData("Africa/Lagos", 1, "14:05 WAT")]
    [InlineData("Africa/Nairobi", 3, "14:05 EAT")]
    [InlineData("America/New_York", -5, "14:05 EST")]
    [InlineData("Asia/Dubai", 4, "14:05 UTC+4")]
    [InlineData("Asia/Kathmandu", 0, "19:50 UTC+5:45")]
    [InlineData("Nowhere/Atall", 0, "14:05 UTC")]
    public void Times_carry_the_abbreviation_of_the_zone_or_its_offset(string zone, int offset, string expected) =>
        Section(CreateIncident(zone, offset), SectionIds.Summary).ShouldContain(expected);

    [Fact]
    public void The_abbreviation_follows_daylight_saving()
    {
        var times = new DocumentTimes("America/New_York");
        times.ZoneName(new DateTimeOffset(2024, 7, 1, 12, 0, 0, TimeSpan.Zero)).ShouldBe("EDT");
        times.ZoneName(new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero)).ShouldBe("EST");
    }

    [Fact]
    public void Dates_stand_in_the_timeline_once_it_spans_midnight()
    {
        var b = CreateIncident();
        b.SayMarked(EntryKind.KeyEvent, "23:58", "Ada Obi", "before midnight", "23:59", "Ada Obi");
        b.SayMarked(EntryKind.KeyEvent, "+1 00:02", "Ada Obi", "after midnight", "+1 00:03", "Ada Obi");
        var timeline = Section(b, SectionIds.Timeline);
        timeline.ShouldContain("**Monday, 5 February 2024**");
        timeline.ShouldContain("**Tuesday, 6 February 2024**");
        timeline.IndexOf("before midnight", StringComparison.Ordinal).ShouldBeLessThan(timeline.IndexOf("6 February", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_person_recorded_silences_the_guess()
    {
        var b = CreateIncident();
        b.Say("14:20", "Ben", "found it, the session table has no index since the upgrade");
        b.Incident = b.Incident with { Cause = b.Say("15:00", "Ada Obi", "The upgrade dropped an index.", null) };
        var section = Section(b, SectionIds.RootCause);
        section.ShouldContain("The upgrade dropped an index.");
        section.ShouldNotContain("suggested");
    }

    [Fact]
    public void A_cause_that_is_only_talked_about_is_marked_as_suggested_and_links_its_message()
    {
        var b = CreateIncident();
        b.Say("14:20", "Ben", "found it, the session table has no index since the upgrade");
        var section = Section(b, SectionIds.RootCause);
        section.ShouldContain("> found it, the session table has no index since the upgrade");
        section.ShouldContain("https://discord.com/channels/77/900/1000");
        section.ShouldContain("*suggested*");
    }

    [Fact]
    public void Of_several_stated_causes_the_one_called_root_cause_stands_first_else_the_latest()
    {
        var b = CreateIncident();
        b.Say("14:20", "Ben", "the root cause is a missing index on sessions");
        b.Say("14:30", "Ada Obi", "turns out the nightly job also locked the table");
        Section(b, SectionIds.RootCause).ShouldContain("> the root cause is a missing index");

        b = CreateIncident();
        b.Say("14:20", "Ben", "turns out the nightly job locked the table");
        b.Say("14:30", "Ada Obi", "confirmed: the index on sessions is missing");
        Section(b, SectionIds.RootCause).ShouldContain("> confirmed: the index on sessions is missing");
    }

    [Fact]
    public void What_a_person_took_out_again_is_not_suggested()
    {
        var b = CreateIncident();
        var source = b.Say("14:20", "Ben", "restarted the session store");
        var file = b.Build();
        file = file with { Entries = [new TimelineEntry { Incident = file.Incident.Id, Number = 1, Kind = EntryKind.KeyEvent, HappenedAt = b.At("14:20"), RecordedAt = b.At("14:21"), Source = source, Text = "restarted the session store", Removed = new(file.Incident.DeclaredBy, b.At("14:22")) }] };
        MarkdownRenderer.Render(PostmortemComposer.Compose(file)).ShouldNotContain("restarted the session store");
    }

    [Fact]
    public void A_message_deleted_in_chat_is_not_suggested()
    {
        var b = CreateIncident();
        b.Say("14:20", "Ben", "restarted the session store", "gone");
        b.Change("gone", m => m with { DeletedAt = b.At("14:25") });
        Markdown(b).ShouldNotContain("restarted the session store");
    }

    [Fact]
    public void The_talk_may_say_that_it_began_earlier_and_does_not_overrule_the_record()
    {
        var b = CreateIncident();
        b.Say("14:06", "Ben", "customers report errors, it is down since 1:40 pm");
        Resolve(b, "15:05");
        var summary = Section(b, SectionIds.Summary);
        summary.ShouldContain("14:05 WAT");
        summary.ShouldContain("13:40 WAT");
        summary.ShouldContain("1 hour; by the talk **1 hour, 25 minutes**");

        b.Incident = b.Incident with { Milestones = b.Incident.Milestones with { Started = b.At("13:50") } };
        Section(b, SectionIds.Summary).ShouldNotContain("13:40 WAT");
    }

    [Fact]
    public void The_time_of_what_is_suspected_is_not_when_it_began()
    {
        var b = CreateIncident();
        b.Say("14:06", "Ben", "maybe our deploy from 13:40? we touched the checkout form");
        Resolve(b, "15:05");
        Section(b, SectionIds.Summary).ShouldNotContain("by the talk");
    }

    [Fact]
    public void A_cross_on_a_guess_pairs_it_with_the_moment_of_the_cross()
    {
        var b = CreateIncident();
        var source = b.SayMarked(EntryKind.Hypothesis, "14:10", "Ben", "Maybe the new ad banner", "14:11", "Ada Obi", "🔎");
        b.Enter(EntryKind.RuledOut, "14:10", "Maybe the new ad banner", "Ben", source, new Mark(b.Person("Ada Obi"), MarkedThrough.Reaction, b.At("14:30"), "❌"));
        Section(b, SectionIds.Investigation).ShouldContain("Maybe the new ad banner (Ben) → **ruled out** [14:30](https://discord.com/channels/77/900/1000) by Ada Obi, 20 minutes later");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_guess_that_is_marked_crossed_and_refuted_in_words_is_told_once(bool wordsAreMarked)
    {
        var b = CreateIncident();
        var guess = b.SayMarked(EntryKind.Hypothesis, "14:10", "Ben", "The network between lab and data centre could be dropping packets", "14:11", "Ada Obi", "🔎");
        if (wordsAreMarked) b.SayMarked(EntryKind.RuledOut, "14:20", "Ben", "No packets are lost, it is not the network", "14:21", "Ada Obi", "❌");
        else b.Say("14:20", "Ben", "no packets are lost, it is not the network");
        b.Enter(EntryKind.RuledOut, "14:10", "The network between lab and data centre could be dropping packets", "Ben", guess, new Mark(b.Person("Ada Obi"), MarkedThrough.Reaction, b.At("14:30"), "❌"));
        Resolve(b, "15:00");

        var paths = Section(b, SectionIds.Investigation).Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).ShouldHaveSingleItem();
        paths.ShouldContain("dropping packets (Ben) → **ruled out**");
        paths.ShouldContain(wordsAreMarked ? "No packets are lost, it is not the network (Ben), 10 minutes later" : "by Ada Obi, 20 minutes later");
        Section(b, SectionIds.Lessons).Split('\n').Count(line => line.Contains("dropping packets", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void The_worst_severity_is_told_although_it_ended_milder()
    {
        var b = CreateIncident();
        b.Incident = b.Incident with
        {
            Severity = Severity.Sev2,
            SeverityHistory = [.. new[] { (Severity.Sev3, "14:05"), (Severity.Sev1, "14:20"), (Severity.Sev2, "14:50") }.Select(s => new SeverityChange(s.Item1, b.At(s.Item2), b.Person("Ada Obi")))],
        };
        Resolve(b, "15:00");
        Section(b, SectionIds.Summary).ShouldContain("**Severity:** SEV2 (major), first SEV3, at its worst SEV1");
        Section(b, SectionIds.Lessons).ShouldContain("It was worse than first thought: SEV3 became SEV1.");
    }

    [Fact]
    public void In_the_hour_that_clocks_show_twice_each_time_carries_its_zone()
    {
        var b = new IncidentBuilder("Barriers stay shut", "Europe/London", 1, new DateTime(2023, 10, 29), "00:50", "Ada Obi");
        b.Enter(EntryKind.KeyEvent, "01:30", "Two barriers are open", "Ada Obi");
        b.Enter(EntryKind.KeyEvent, "02:30", "All barriers are open", "Ada Obi");
        Resolve(b, "04:15");
        var timeline = Section(b, SectionIds.Timeline);
        timeline.ShouldContain("Clocks were put back from 02:00 BST to 01:00 GMT on 29 October.");
        timeline.ShouldContain("- 00:50 **Declared");
        timeline.ShouldContain("- 01:30 BST Two barriers");
        timeline.ShouldContain("- 01:30 GMT All barriers");
        Section(b, SectionIds.Summary).ShouldContain("The incident lasted 3 hours, 25 minutes, on Sunday, 29 October 2023 from 00:50 BST to 03:15 GMT.");
    }

    [Fact]
    public void Nobody_notices_by_the_talk_after_declaring()
    {
        var b = CreateIncident();
        b.Say("14:09", "Ben", "customers call since 13:50, the shop is down for them");
        Resolve(b, "15:00");
        Section(b, SectionIds.Record).ShouldContain("**Time to detect:** 15 minutes (*suggested*");
    }

    [Fact]
    public void What_should_be_is_suggested_as_the_cause_only_when_nothing_says_what_is()
    {
        var b = CreateIncident();
        b.Say("14:20", "Ben", "found it: the proxy has an old bundle of certificates, that's why every handshake fails");
        b.Say("14:50", "Ada Obi", "the cause is clear, the bundle must come from the package");
        Section(b, SectionIds.Summary).ShouldContain("**Root cause:** *suggested*: “found it: the proxy has an old bundle");
    }

    [Fact]
    public void A_reply_rules_out_what_it_replies_to()
    {
        var b = CreateIncident();
        b.Say("14:10", "Ben", "maybe the new ad banner", "banner");
        b.Say("14:12", "Ada Obi", "could be the search cluster too");
        b.Say("14:20", "Ben", "no, that's not it", reply: "banner");
        var section = Section(b, SectionIds.Investigation);
        section.ShouldContain("“maybe the new ad banner” (Ben) → **ruled out** [14:20]");
        section.ShouldContain("### Also considered");
        section.ShouldContain("could be the search cluster too");
    }

    [Fact]
    public void An_attempt_without_effect_is_a_misleading_path()
    {
        var b = CreateIncident();
        b.Say("14:10", "Ben", "restarting the search cluster");
        b.Say("14:15", "Ada Obi", "somebody seen the new coffee machine?");
        b.Say("14:20", "Ben", "did not help, still slow");
        Section(b, SectionIds.Investigation).ShouldContain("“restarting the search cluster” (Ben) → **ruled out** [14:20](https://discord.com/channels/77/900/1002) *suggested*: “did not help, still slow” (Ben), 10 minutes later");
    }

    [Fact]
    public void An_escalation_says_who_when_why_and_how_long_it_took()
    {
        var b = CreateIncident();
        b.Add(b.Escalate(1, "14:10", "Ada Obi", "database team", "replica broken") with { State = EscalationState.Acknowledged, AcknowledgedBy = b.Person("Ben"), AcknowledgedAt = b.At("14:17"), Pages = [new Page(1, b.At("14:10"), null, [], [])] });
        Section(b, SectionIds.Escalation).ShouldContain("14:10 Ada Obi asked **database team**: replica broken → **answered** by Ben at 14:17, after 7 minutes");
    }

    [Fact]
    public void Measures_stand_under_their_kind_and_owned_ones_in_the_table()
    {
        var b = CreateIncident();
        b.Add(b.Action(1, "Add the index", ActionKind.Corrective, "Ben", new DateOnly(2024, 2, 9), ActionState.Done, "+2 10:00"));
        b.Add(b.Action(2, "Check indexes before each upgrade", ActionKind.Preventive));
        b.Say("14:40", "Ben", "to prevent this we will review every migration");
        var section = Section(b, SectionIds.Measures);
        section.ShouldContain("- #1 Add the index — Ben, due 9 Feb 2024, done 7 Feb 2024");
        section.ShouldContain("- #2 Check indexes before each upgrade — open");
        section.ShouldContain("*suggested*: “to prevent this we will review every migration”");
        section.ShouldContain("| #1 | Add the index | Ben | 9 Feb 2024 | done 7 Feb 2024 |");
        section.ShouldNotContain("| #2");
    }

    [Fact]
    public void A_written_section_replaces_the_generated_one_and_says_by_whom()
    {
        var b = CreateIncident();
        b.Incident = b.Incident with { WrittenSections = b.Incident.WrittenSections.Add(SectionIds.RootCause, b.Say("16:00", "Ben", "First.\nStill first.\n\n- one\n- two", null)) };
        Section(b, SectionIds.RootCause).ShouldBe("# Postmortem: INC-12 Shop is slow\n\n## Root cause\n\nFirst. Still first.\n\n- one\n- two\n\n> Written by Ben, Monday, 5 February 2024, 16:00 WAT.\n");
    }

    [Fact]
    public void A_drill_says_so_at_the_top()
    {
        var b = CreateIncident();
        b.Incident = b.Incident with { IsDrill = true };
        Markdown(b).ShouldStartWith("# Postmortem: INC-12 Shop is slow\n\n> **This was a drill.**");
    }

    [Fact]
    public void Empty_sections_name_the_command_that_fills_them()
    {
        var b = CreateIncident();
        Resolve(b, "15:00");
        var markdown = Markdown(b);
        foreach (var command in new[] { "/incident cause", "/incident fix", "/incident impact", "/incident detected", "/timeline add", "/escalate", "/action add kind:preventive", "/postmortem edit lessons" }) markdown.ShouldContain(command);
    }

    [Fact]
    public void Ten_thousand_entries_and_messages_are_composed()
    {
        var b = CreateIncident();
        var lines = Samples.Bare().Talk.Select(t => t.Text).ToList();
        for (var i = 0; i < 10_000; i++)
        {
            var source = b.Say("14:06", "Ada Obi", $"{lines[i % lines.Count]} ({i})");
            b.Enter(EntryKind.Note, "14:06", $"Note {i}", null, source);
        }

        var before = Environment.CpuUsage.TotalTime;
        var document = PostmortemComposer.Compose(b.Build());
        var composed = Environment.CpuUsage.TotalTime - before;
        var messages = DiscordRenderer.Render(document);
        output.WriteLine($"composed in {composed.TotalMilliseconds:0} ms and rendered for Discord in {(Environment.CpuUsage.TotalTime - before - composed).TotalMilliseconds:0} ms of processor time, {messages.Count} messages");
        messages.ShouldAllBe(m => m.Length <= 2000);
    }
}
