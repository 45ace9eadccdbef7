using System.Globalization;
using IncidentBot.Domain.Postmortems.Talk;

namespace IncidentBot.Benchmarks.Talk;

/// <summary>Writes the table of weights anew from labelled sets, and says how well such a table reads sets it was not made from: people that it does not know.</summary>
internal static class LearnCommand
{
    private const int Folds = 5;

    /// <summary>How likely a label must be to be suggested: what it is, and what it could be.</summary>
    private static readonly double[] s_sure = [.. new[] { 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, TalkReader.Sure }.Distinct().Order()];

    public static int Run(IReadOnlyList<FileInfo> sets, FileInfo target)
    {
        List<(int Set, LabelledTalk Talk)> all;
        try
        {
            all = [.. sets.SelectMany((set, index) => LabelledTalk.Load(set.FullName).Select(talk => (index, talk)))];
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }

        var scores = s_sure.ToDictionary(sure => sure, _ => new TalkScore());
        for (var fold = 0; fold < Folds; fold++)
        {
            var weights = new TalkWeights(TalkLearner.Learn([.. all.Where(t => !t.Talk.IsTalk || t.Set % Folds != fold).Select(t => t.Talk)]));
            foreach (var (_, left) in all.Where(t => t.Talk.IsTalk && t.Set % Folds == fold))
            {
                foreach (var (sure, score) in scores)
                {
                    var findings = TalkReader.Read([.. left.Lines.Select(l => l.Message)], weights, sure);
                    foreach (var (line, finding) in left.Lines.Zip(findings)) score.Count(line.Label, finding.Label);
                }
            }
        }

        var incidents = all.ConvertAll(t => t.Talk);
        Console.WriteLine($"Each fifth of the sets ({incidents.Count(i => i.IsTalk)} incidents), read by a table made from the other sets:");
        Console.WriteLine(scores[TalkReader.Sure].Table());
        Console.WriteLine("What it costs to be surer, or less sure, before a label is suggested:");
        foreach (var (sure, score) in scores) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sure:0.00}   precision {score.Precision:0.000}   recall {score.Recall:0.000}"));
        var table = TalkLearner.Learn(incidents);
        File.WriteAllText(target.FullName, "# What each sign speaks for (+) and against (-), in tenths. Made by `learn` of the benchmarks from the labelled sets; see TalkSigns for the shapes.\n" + table);
        Console.WriteLine($"{table.Count(c => c == '\n')} signs from {incidents.Sum(i => i.Lines.Count)} lines: {target.FullName}");
        return 0;
    }
}
