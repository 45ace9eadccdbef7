using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Postmortems.Talk;

namespace IncidentBot.Benchmarks.Talk;

/// <summary>
/// Precision (of what was suggested, how much was right) and recall (of what was there, how much was suggested), by label and over all labels but
/// chatter (micro-averaged).
/// </summary>
internal sealed class TalkScore
{
    private readonly Dictionary<TalkLabel, (int Right, int Suggested, int There)> counts = [];

    /// <summary>Lines counted.</summary>
    public int Lines => counts.Values.Sum(c => c.There);

    public double Precision => Share(All.Right, All.Suggested);

    public double Recall => Share(All.Right, All.There);

    private (int Right, int Suggested, int There) All => counts.Where(c => c.Key != TalkLabel.Chatter).Aggregate(
        (Right: 0, Suggested: 0, There: 0),
        static (sum, c) => (sum.Right + c.Value.Right, sum.Suggested + c.Value.Suggested, sum.There + c.Value.There));

    public void Count(TalkLabel expected, TalkLabel found)
    {
        var there = counts.GetValueOrDefault(expected);
        counts[expected] = there with { There = there.There + 1, Right = there.Right + (found == expected ? 1 : 0) };
        var suggested = counts.GetValueOrDefault(found);
        counts[found] = suggested with { Suggested = suggested.Suggested + 1 };
    }

    /// <summary>For people.</summary>
    public string Table()
    {
        var table = new StringBuilder();
        foreach (var (label, c) in counts.OrderBy(c => c.Key)) Row(Word(label), Share(c.Right, c.Suggested), Share(c.Right, c.There), c.There);
        Row("without chatter", Precision, Recall, All.There);
        return table.ToString().TrimEnd();

        void Row(string name, double precision, double recall, int lines) =>
            table.AppendLine(CultureInfo.InvariantCulture, $"  {name,-16} precision {precision:0.000}   recall {recall:0.000}   {lines} lines");
    }

    /// <summary>For programs.</summary>
    public JsonObject Json()
    {
        var labels = new JsonObject();
        foreach (var (label, c) in counts.OrderBy(c => c.Key)) labels[Word(label)] = Figures(Share(c.Right, c.Suggested), Share(c.Right, c.There), c.There);
        return new JsonObject { ["labels"] = labels, ["withoutChatter"] = Figures(Precision, Recall, All.There) };

        static JsonObject Figures(double precision, double recall, int lines) => new() { ["precision"] = Math.Round(precision, 4), ["recall"] = Math.Round(recall, 4), ["lines"] = lines };
    }

    public static string Word(TalkLabel label) => label.ToString().ToLowerInvariant();

    /// <summary>Nothing of nothing is all of it.</summary>
    private static double Share(int part, int whole) => whole == 0 ? 1 : part / (double)whole;
}
