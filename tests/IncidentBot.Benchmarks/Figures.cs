using System.Globalization;
using System.Runtime.InteropServices;

namespace IncidentBot.Benchmarks;

/// <summary>Prints what was measured: how many samples, their median, 99th percentile (nearest rank) and maximum.</summary>
internal static class Figures
{
    public static void Heading(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine(
            $"  {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors{Load()}");
    }

    public static void Note(string text) => Console.WriteLine("  " + text);

    public static void Milliseconds(string name, IEnumerable<TimeSpan> samples) => Line(name, "ms", samples.Select(static s => s.TotalMilliseconds));

    public static void Microseconds(string name, IEnumerable<TimeSpan> samples) => Line(name, "µs", samples.Select(static s => s.TotalMicroseconds));

    public static void Megabytes(string name, IEnumerable<long> samples) => Line(name, "MB", samples.Select(static s => s / (1024.0 * 1024.0)));

    private static void Line(string name, string unit, IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        if (sorted.Length == 0)
        {
            Console.WriteLine($"  {name,-34} nothing was measured");
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-34} n={sorted.Length,-5} median {Rank(sorted, 0.5),8:0.0} {unit}   p99 {Rank(sorted, 0.99),8:0.0} {unit}   max {sorted[^1],8:0.0} {unit}"));
    }

    private static double Rank(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)];

    /// <summary>How busy the machine is beside this, where the system tells.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? $", load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";
}
