using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Benchmarks;

/// <summary>The postmortem of a very long incident: composed, and rendered for Discord, as Markdown, HTML and JSON.</summary>
internal static class ComposeBenchmark
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public static void Run(int entries, int runs)
    {
        Figures.Heading($"compose: a postmortem of {entries} timeline entries and {entries} messages, composed and rendered {runs} times");
        Measure("recorded by hand", LongIncident.Build(entries, entries), runs);
        Measure("nothing marked, all read from talk", LongIncident.Build(0, entries), runs);
    }

    /// <summary>How time and memory grow with the record. Each length is run twice, and the second is told: the first also compiles.</summary>
    public static void Grow(IReadOnlyList<int> lengths)
    {
        Figures.Heading("grow: composed and rendered once, by number of timeline entries and as many messages");
        Growth("recorded by hand", lengths, static n => LongIncident.Build(n, n));
        Growth("nothing marked, all read from talk", lengths, static n => LongIncident.Build(0, n));
    }

    private static void Growth(string name, IReadOnlyList<int> lengths, Func<int, IncidentFile> build)
    {
        Figures.Note(name + ":");
        _ = Once(build(lengths[0]));
        foreach (var length in lengths)
        {
            var file = build(length);
            var before = Environment.CpuUsage.TotalTime;
            var (times, peak) = Watched(() => Once(file));
            var processor = Environment.CpuUsage.TotalTime - before;
            Figures.Milliseconds($"  {length}: compose", [times[0]]);
            Figures.Milliseconds($"  {length}: all of it", [times[^1]]);
            Figures.Milliseconds($"  {length}: all of it, processor time", [processor]);
            Figures.Note($"  {length}: {times[^1].TotalMicroseconds / length:0} µs an entry");
            Figures.Megabytes($"  {length}: most memory in use beside the record", [peak]);
            Figures.Megabytes($"  {length}: most memory of the process so far, record and all", [PeakOfProcess()]);
            GC.KeepAlive(file);
        }
    }

    /// <summary>What <paramref name="work"/> gives, and by how much the managed heap had grown at most while it ran.</summary>
    private static (T Result, long Peak) Watched<T>(Func<T> work)
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = before;
        using (var watch = TimeProvider.System.CreateTimer(_ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)), null, TimeSpan.Zero, BetweenLooks))
        {
            var result = work();
            return (result, Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)) - before);
        }
    }

    private static void Measure(string name, IncidentFile file, int runs)
    {
        var samples = new List<TimeSpan[]>();
        var processor = new List<TimeSpan>();
        var allocated = new List<long>();
        for (var i = 0; i < runs; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            samples.Add(Once(file));
            processor.Add(Environment.CpuUsage.TotalTime - before);
            allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - bytes);
        }

        Figures.Note(name + ":");
        string[] steps = ["compose", "for Discord", "Markdown", "HTML", "JSON", "all of it"];
        foreach (var (i, step) in steps.Index()) Figures.Milliseconds("  " + step, samples.Select(s => s[i]));
        Figures.Milliseconds("  all of it, the first time", [samples[0][^1]]);
        Figures.Milliseconds("  all of it, processor time", processor);
        Figures.Megabytes("  all of it, memory taken and given back", allocated);
        Figures.Megabytes("  most memory of the process so far, record and all", [PeakOfProcess()]);
    }

    /// <summary>Resident, of the whole process since it began.</summary>
    private static long PeakOfProcess()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    /// <summary>What each step took; every form is thrown away before the next is made, as by whoever writes them out.</summary>
    private static TimeSpan[] Once(IncidentFile file)
    {
        var marks = new List<long> { TimeProvider.System.GetTimestamp() };
        var document = PostmortemComposer.Compose(file);
        Mark();
        _ = DiscordRenderer.Render(document);
        Mark();
        WriteOut(to => MarkdownRenderer.Write(to, document));
        Mark();
        WriteOut(to => HtmlRenderer.Write(to, document));
        Mark();
        JsonRenderer.Write(Stream.Null, file, document);
        Mark();
        return [.. marks.Zip(marks.Skip(1), TimeProvider.System.GetElapsedTime), TimeProvider.System.GetElapsedTime(marks[0], marks[^1])];

        void Mark() => marks.Add(TimeProvider.System.GetTimestamp());
    }

    /// <summary>As into a file: made into bytes, a piece at a time.</summary>
    private static void WriteOut(Action<TextWriter> write)
    {
        using var to = new StreamWriter(Stream.Null);
        write(to);
    }
}
