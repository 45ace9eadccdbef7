using System.Globalization;
using System.Text;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class TalkReaderTests(ITestOutputHelper output)
{
    /// <summary>The rules were written, and widened, looking at these: each file but the first was written after the rules of its day, measured, and only then read.</summary>
    [Fact]
    public void Lines_of_the_working_sets_get_their_label() => Measure(TalkSets.Working, precision: 0.93, recall: 0.93);

    /// <summary>No rule may be changed for a line of this set: it stands for the talk nobody has seen.</summary>
    [Fact]
    public void Lines_kept_aside_get_their_label() => Measure(TalkSets.KeptAside, precision: 0.93, recall: 0.92);

    [Theory]
    [InlineData("80% of users see errors", 80.0, null)]
    [InlineData("roughly 12,5 percent of our paying customers", 12.5, null)]
    [InlineData("half of the players get kicked", 50.0, null)]
    [InlineData("all customers are affected", 100.0, null)]
    [InlineData("1,200 users cannot log in", null, 1200)]
    [InlineData("about 12k customers hit", null, 12000)]
    [InlineData("1.5 million subscribers", null, 1500000)]
    [InlineData("cpu at 98%", null, null)]
    [InlineData("disk is 97% full on db-3", null, null)]
    [InlineData("error rate 30%", null, null)]
    [InlineData("we have 3 pods and 200 ms", null, null)]
    public void Numbers_of_users_are_told_from_other_numbers(string text, double? percent, int? people)
    {
        var finding = TalkReader.Read([Message(text, 0)])[0];
        finding.Percent.ShouldBe((decimal?)percent);
        finding.People.ShouldBe(people);
    }

    [Theory]
    [InlineData("restarting the cache nodes", TalkLabel.Action)]
    [InlineData("restarted the cache nodes", TalkLabel.Action)]
    [InlineData("let's restart the cache nodes", TalkLabel.Decision)]
    [InlineData("should we restart the cache nodes", TalkLabel.Decision)]
    [InlineData("restarted the cache nodes, no change", TalkLabel.Refutation)]
    [InlineData("not the cache nodes", TalkLabel.Refutation)]
    [InlineData("could it be the cache nodes?", TalkLabel.Hypothesis)]
    [InlineData("cause still unknown", TalkLabel.Chatter)]
    [InlineData("80% of users see the error page", TalkLabel.Impact)]
    [InlineData("cpu at 98%", TalkLabel.Chatter)]
    [InlineData("paging the dev team", TalkLabel.Escalation)]
    [InlineData("@lena can you join", TalkLabel.Escalation)]
    [InlineData("called the provider", TalkLabel.Escalation)]
    [InlineData("error rate back to normal", TalkLabel.Recovery)]
    [InlineData("site loads again", TalkLabel.Recovery)]
    [InlineData("is it working again?", TalkLabel.Chatter)]
    [InlineData("still not working", TalkLabel.Chatter)]
    [InlineData("should be back in 5 minutes", TalkLabel.Chatter)]
    [InlineData("alert fired", TalkLabel.Detection)]
    [InlineData("customer called the hotline", TalkLabel.Detection)]
    [InlineData("users report that the map is blank", TalkLabel.Detection)]
    [InlineData("restarded the cache nodes", TalkLabel.Action)]
    [InlineData("```\nERROR connection refused\n```", TalkLabel.Chatter)]
    [InlineData("kubectl get pods -n prod", TalkLabel.Chatter)]
    [InlineData("", TalkLabel.Chatter)]
    public void The_border_between_labels_runs_where_it_was_drawn(string text, TalkLabel expected) =>
        TalkReader.Read([Message(text, 0)])[0].Label.ShouldBe(expected, TalkReader.Read([Message(text, 0)])[0].Reason);

    [Theory]
    [InlineData("action item: add a lag alert for every consumer group", ActionKind.Preventive, "add a lag alert for every consumer group")]
    [InlineData("todo: remove the old retry code", ActionKind.Corrective, "remove the old retry code")]
    [InlineData("follow-up: ask sales for the contract", ActionKind.Task, "ask sales for the contract")]
    [InlineData("to prevent this we will load test before campaigns", ActionKind.Preventive, null)]
    [InlineData("we need to add monitoring for the queue", ActionKind.Preventive, null)]
    [InlineData("next time we should have a runbook for that", ActionKind.Preventive, null)]
    [InlineData("tomorrow we will do the permanent fix in the parser", ActionKind.Corrective, null)]
    public void A_measure_is_known_by_its_words(string text, ActionKind kind, string? measure)
    {
        var finding = TalkReader.Read([Message(text, 0)])[0];
        finding.Label.ShouldBe(TalkLabel.Chatter);
        finding.Measure.ShouldNotBeNull();
        finding.Measure.Kind.ShouldBe(kind);
        finding.Measure.Text.ShouldBe(measure ?? text);
    }

    [Theory]
    [InlineData("we restarted the queue")]
    [InlineData("any action items?")]
    [InlineData("let's restart the queue")]
    [InlineData("the alert fired again")]
    public void Not_every_line_names_a_measure(string text) => TalkReader.Read([Message(text, 0)])[0].Measure.ShouldBeNull();

    [Fact]
    public void A_reason_quotes_what_it_hangs_on() =>
        TalkReader.Read([Message("turns out the index was gone", 0)])[0].Reason.ShouldBe("states a cause (“turns out”)");

    [Fact]
    public void Text_made_to_be_slow_is_read_in_time()
    {
        foreach (var text in new[] { new string('a', 4000), string.Concat(Enumerable.Repeat("the ", 1000)), string.Concat(Enumerable.Repeat("users ", 600)), string.Concat(Enumerable.Repeat("still not back ", 250)), new string('`', 4000), string.Concat(Enumerable.Repeat("1,", 2000)) })
        {
            TalkReader.Read([Message(text, 0)]).Length.ShouldBe(1);
        }
    }

    private void Measure(string[] names, double precision, double recall)
    {
        var counts = new Dictionary<TalkLabel, (int Right, int Found, int There)>();
        var report = new StringBuilder();
        foreach (var (title, lines) in names.SelectMany(n => TalkSets.Incidents(n)))
        {
            var findings = TalkReader.Read([.. lines.Select((l, i) => Message(l.Text, i))]);
            for (var i = 0; i < lines.Count; i++)
            {
                var (expected, text) = lines[i];
                var found = findings[i].Label;
                var there = counts.GetValueOrDefault(expected);
                counts[expected] = there with { There = there.There + 1, Right = there.Right + (found == expected ? 1 : 0) };
                var mine = counts.GetValueOrDefault(found);
                counts[found] = mine with { Found = mine.Found + 1 };
                if (found != expected) report.AppendLine(CultureInfo.InvariantCulture, $"  [{title}] {expected} taken for {found} {findings[i].Weight}: {text}   <{findings[i].Reason}>");
            }
        }

        foreach (var (label, c) in counts.OrderBy(c => c.Key))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"{label,-12} precision {c.Right / (double)Math.Max(1, c.Found):0.00}  recall {c.Right / (double)Math.Max(1, c.There):0.00}  ({c.There} lines)");
        }

        var told = counts.Where(c => c.Key != TalkLabel.Chatter).Select(c => c.Value).ToList();
        var (p, r) = (told.Sum(c => c.Right) / (double)told.Sum(c => c.Found), told.Sum(c => c.Right) / (double)told.Sum(c => c.There));
        report.AppendLine(CultureInfo.InvariantCulture, $"{string.Join(", ", names)}: precision {p:0.000}, recall {r:0.000} over the labels other than chatter");
        output.WriteLine(report.ToString());
        p.ShouldBeGreaterThanOrEqualTo(precision, report.ToString());
        r.ShouldBeGreaterThanOrEqualTo(recall, report.ToString());
    }

    private static TalkMessage Message(string text, int index) => new()
    {
        Id = new MessageId(1 + (ulong)index),
        Channel = new ChannelId(1),
        Incident = new IncidentId(1),
        Author = new PersonId(1),
        Text = text,
        SaidAt = DateTimeOffset.UnixEpoch.AddMinutes(index * 2),
    };
}
