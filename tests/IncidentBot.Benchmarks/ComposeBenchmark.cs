using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Benchmarks;

/// <summary>The postmortem of a very long incident: composed, and rendered for Discord, as Markdown, HTML and JSON.</summary>
internal static class ComposeBenchmark
{
    public static void Run(int entries, int runs)
    {
        Figures.Heading($"compose: a postmortem of {entries} timeline entries and {entries} messages, composed and rendered {runs} times");
        Measure("recorded by hand", LongIncident.Build(entries, entries), runs);
        Measure("nothing marked, all read from talk", LongIncident.Build(0, entries), runs);
    }

    private static void Measure(string name, IncidentFile file, int runs)
    {
        var samples = new List<TimeSpan[]>();
        for (var i = 0; i < runs; i++) samples.Add(Once(file));
        Figures.Note(name + ":");
        string[] steps = ["compose", "for Discord", "Markdown", "HTML", "JSON", "all of it"];
        foreach (var (i, step) in steps.Index()) Figures.Milliseconds("  " + step, samples.Select(s => s[i]));
        Figures.Milliseconds("  all of it, the first time", [samples[0][^1]]);
    }

    private static TimeSpan[] Once(IncidentFile file)
    {
        var marks = new List<long> { TimeProvider.System.GetTimestamp() };
        var document = PostmortemComposer.Compose(file);
        Mark();
        _ = DiscordRenderer.Render(document);
        Mark();
        _ = MarkdownRenderer.Render(document);
        Mark();
        _ = HtmlRenderer.Render(document);
        Mark();
        _ = JsonRenderer.Render(file, document);
        Mark();
        return [.. marks.Zip(marks.Skip(1), TimeProvider.System.GetElapsedTime), TimeProvider.System.GetElapsedTime(marks[0], marks[^1])];

        void Mark() => marks.Add(TimeProvider.System.GetTimestamp());
    }
}
