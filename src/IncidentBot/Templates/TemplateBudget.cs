using System.Diagnostics;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Templates;

/// <summary>How much one filling in may cost. What goes beyond is stopped on the spot, wherever in the template that is.</summary>
/// <param name="Steps">Values read and rounds of loops: 100,000 lines of a timeline take about 600,000. The same record takes as many on every machine.</param>
/// <param name="Characters">Of the text that comes of it, values included.</param>
/// <param name="Time">Only for what steps do not measure, such as a loop around thousands of tags that read nothing.</param>
public sealed record TemplateLimits(int Steps, int Characters, TimeSpan Time)
{
    public static TemplateLimits Default { get; } = new(2_000_000, 8 << 20, TimeSpan.FromSeconds(5));
}

/// <summary>Counts one filling in. It asks the machine's own stopwatch: what is measured is work, and no clock that a test or a person sets may stretch it.</summary>
internal sealed class TemplateBudget(TemplateLimits limits)
{
    private readonly long began = Stopwatch.GetTimestamp();
    private int steps;
    private int characters;

    public void Step()
    {
        if (++steps > limits.Steps) throw new TemplateFailure($"it takes more than {limits.Steps:N0} steps; a loop within a loop over a long list may be the reason");
        CheckTime();
    }

    public void Write(int length)
    {
        if (length > limits.Characters - characters) throw new TemplateFailure($"it gives more than {limits.Characters:N0} characters");
        characters += length;
    }

    private void CheckTime()
    {
        // Between two looks at most so many rounds through the template pass, each of a few microseconds.
        if ((steps & 63) == 0 && Stopwatch.GetElapsedTime(began) > limits.Time) throw new TemplateFailure($"it takes longer than {limits.Time.TotalSeconds:0.#} seconds");
    }
}
