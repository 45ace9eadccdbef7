using System.Runtime.CompilerServices;
using IncidentBot.Domain.Postmortems.Talk;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>The labelled lines of talk beside this file: <c># incident</c>, then <c>label: line</c> for each line.</summary>
internal static class TalkSets
{
    /// <summary>Sets the rules were written and widened with.</summary>
    public static readonly string[] Working = ["work.txt", "second-look.txt", "third.txt", "fourth.txt", "fifth.txt", "sixth.txt"];

    /// <summary>Sets no rule may be changed for.</summary>
    public static readonly string[] KeptAside = ["kept-aside.txt"];

    public static IEnumerable<string> All => Working.Concat(KeptAside);


    public static List<LabelledIncident> Incidents(string name, [CallerFilePath] string here = "")
    {
        var incidents = new List<LabelledIncident>();
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "Talk", name)))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                incidents.Add(new LabelledIncident(line[2..], []));
                continue;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0) incidents[^1].Lines.Add(new LabelledLine(Enum.Parse<TalkLabel>(line[..colon], ignoreCase: true), line[(colon + 2)..]));
        }

        return incidents;
    }
}

internal sealed record LabelledIncident(string Title, List<LabelledLine> Lines);

internal sealed record LabelledLine(TalkLabel Label, string Text);
