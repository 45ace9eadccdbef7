using System.Runtime.CompilerServices;
using System.Text;
using IncidentBot.Benchmarks.Talk;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class TalkReaderTests(ITestOutputHelper output)
{
    /// <summary>Sets the table of weights is made from (`learn` of the benchmarks): here it can only be seen that it still belongs to them.</summary>
    private static readonly string[] s_working = ["work", "second-look", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth"];

    /// <summary>Sets that stand for the talk nobody has seen: nothing is learned from them, nobody looks at which of their lines are read wrongly.</summary>
    private static readonly string[] s_keptAside = ["aside-one", "aside-two"];

    /// <summary>The same in talk as it is in a crowded channel: half of it chatter, much of it half sentences, by people who know the system and not the label.</summary>
    private static readonly string[] s_hardKeptAside = ["aside-three", "aside-four", "aside-five", "aside-six"];

    /// <summary>Written by somebody who knew what a line of talk is, and neither the reader nor the other sets.</summary>
    private static readonly string[] s_blind = ["aside-seven"];

    [Fact]
    public void Lines_of_the_working_sets_get_their_label() => Measure(s_working, precision: 0.95, recall: 0.95);

    [Fact]
    public void Lines_kept_aside_get_their_label() => Measure(s_keptAside, precision: 0.89, recall: 0.77);

    [Fact]
    public void Lines_of_a_crowded_channel_kept_aside_get_their_label() => Measure(s_hardKeptAside, precision: 0.83, recall: 0.71);

    [Fact]
    public void Lines_of_a_stranger_get_their_label() => Measure(s_blind, precision: 0.88, recall: 0.77);

    [Fact]
    public void There_is_enough_talk_to_measure_with()
    {
        var incidents = s_working.Concat(s_keptAside).SelectMany(Load).Where(i => i.IsTalk).ToList();
        incidents.Count.ShouldBeGreaterThanOrEqualTo(25);
        incidents.Sum(i => i.Lines.Count).ShouldBeGreaterThanOrEqualTo(400);
        s_keptAside.SelectMany(Load).Sum(i => i.Lines.Count).ShouldBeGreaterThanOrEqualTo(300);
    }

    [Fact]
    public void No_line_kept_aside_is_learned_from()
    {
        var learned = s_working.Concat(["phrases", "more-phrases", "general-phrases", "plain-phrases"]).SelectMany(Load).SelectMany(i => i.Lines).Select(l => l.Message.Text).Where(t => t.Split(' ').Length > 4).ToHashSet();
        s_keptAside.Concat(s_hardKeptAside).Concat(s_blind).SelectMany(Load).SelectMany(i => i.Lines).ShouldNotContain(l => learned.Contains(l.Message.Text));
    }

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
    [InlineData("everything is back to normal", TalkLabel.Recovery)]
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

    [Theory]
    [InlineData("the warning in the browser is gone", "warming")]
    [InlineData("healing runs, writes go through", "helping")]
    [InlineData("internet is ok, the music works", "intranet")]
    public void A_word_in_its_own_right_is_not_mended_into_another(string text, string other) => new TalkText(text).Even.ShouldNotContain(other);

    [Theory]
    [InlineData("kubectl get pods -n prod", true)]
    [InlineData("kubectl hangs for everyone", false)]
    [InlineData("systemctl status nginx", true)]
    [InlineData("systemctl stop importer", false)]
    [InlineData("kubectl rollout restart deploy/shop", false)]
    [InlineData("npm ci", true)]
    [InlineData("npm registry down?", false)]
    [InlineData("[alert] queue-depth: 41k messages in orders", false)]
    [InlineData("[error] connection refused", true)]
    [InlineData("[{\"a\": 1}]", true)]
    [InlineData("status=500, count=12", true)]
    public void What_was_pasted_is_told_from_what_was_said(string text, bool isRaw) => new TalkText(text).IsRawOutput.ShouldBe(isRaw);

    /// <summary>What decides is the line and what was said before it, never how long reading takes or how many lines are read side by side.</summary>
    [Fact]
    public void The_same_talk_is_read_the_same_however_much_of_it_there_is()
    {
        var talk = s_working.SelectMany(Load).Where(i => i.IsTalk).SelectMany(i => i.Lines).Select((line, n) => Message(line.Message.Text, n)).ToList();
        talk.Count.ShouldBeGreaterThan(2048);
        var whole = TalkReader.Read(talk);
        foreach (var length in new[] { 1, 200, 300, 2047, 2048, 2049 }) TalkReader.Read(talk[..length]).ShouldBe(whole[..length]);
    }

    [Fact]
    public void A_reason_quotes_what_it_hangs_on() =>
        TalkReader.Read([Message("turns out the index was gone", 0)])[0].Reason.ShouldStartWith("states a cause (“turns out");

    [Fact]
    public void Text_made_to_be_slow_is_read_in_time()
    {
        foreach (var text in new[] { new string('a', 4000), string.Concat(Enumerable.Repeat("the ", 1000)), string.Concat(Enumerable.Repeat("users ", 600)), string.Concat(Enumerable.Repeat("still not back ", 250)), new string('`', 4000), string.Concat(Enumerable.Repeat("1,", 2000)), "affects" + new string(' ', 4000) + "x", "users" + new string('a', 4000), string.Concat(Enumerable.Repeat("a=b ", 800)), string.Concat(Enumerable.Repeat("we should really also ", 200)), string.Concat(Enumerable.Repeat("since about ", 300)), "select " + string.Concat(Enumerable.Repeat(" x", 1500)), string.Concat(Enumerable.Repeat("add a ticket to ", 200)), new string('-', 4000), new string('.', 4000), string.Concat(Enumerable.Repeat("12 ", 1300)) })
        {
            TalkReader.Read([Message(text, 0)]).Length.ShouldBe(1);
        }
    }

    private void Measure(string[] names, double precision, double recall)
    {
        var score = new TalkScore();
        var report = new StringBuilder();
        foreach (var incident in names.SelectMany(Load).Where(i => i.IsTalk))
        {
            foreach (var (line, finding) in incident.Lines.Zip(TalkReader.Read([.. incident.Lines.Select(l => l.Message)])))
            {
                score.Count(line.Label, finding.Label);
                finding.Reason.ShouldNotBeNullOrWhiteSpace();
            }
        }

        report.AppendLine(string.Join(", ", names)).AppendLine(score.Table());
        output.WriteLine(report.ToString());
        score.Precision.ShouldBeGreaterThanOrEqualTo(precision, report.ToString());
        score.Recall.ShouldBeGreaterThanOrEqualTo(recall, report.ToString());
    }

    private static IReadOnlyList<LabelledTalk> Load(string name) => LabelledTalk.Load(Path.Combine(Here(), "Talk", name + ".txt"));

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static TalkMessage Message(string text, int index) => LabelledTalk.Said(text, index);
}
