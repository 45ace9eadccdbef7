using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Benchmarks.Talk;

/// <summary>
/// Reads talk from files, one incident each, a JSON object a line (<c>{"at","by","text"}</c>, and <c>"label"</c> where it is known), and prints each line with
/// the label it is given and why. Where labels are known, precision and recall follow.
/// </summary>
internal static class SuggestCommand
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <returns>0; 2 when a file could not be read (the others are). Lines that could not be read are named, and left out.</returns>
    public static int Run(IReadOnlyList<FileInfo> files, TextWriter output, TextWriter errors)
    {
        var score = new TalkScore();
        var allRead = true;
        foreach (var file in files)
        {
            List<Line> lines;
            try
            {
                lines = Read(file, errors.WriteLine);
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
            {
                allRead = false;
                errors.WriteLine($"{file}: {wrong.Message}");
                continue;
            }

            foreach (var (line, finding) in lines.Zip(TalkReader.Read([.. lines.Select(l => l.Message)])))
            {
                output.WriteLine(new JsonObject
                {
                    ["file"] = file.Name,
                    ["at"] = line.At,
                    ["by"] = line.By,
                    ["text"] = line.Message.Text,
                    ["label"] = TalkScore.Word(finding.Label),
                    ["reason"] = finding.Reason,
                    ["weight"] = finding.Weight,
                    ["expected"] = line.Expected is { } known ? TalkScore.Word(known) : null,
                }.ToJsonString(AsWritten));
                if (line.Expected is { } expected) score.Count(expected, finding.Label);
            }
        }

        if (score.Lines > 0)
        {
            output.WriteLine(score.Json().ToJsonString(AsWritten));
            errors.WriteLine($"{score.Lines} labelled lines:");
            errors.WriteLine(score.Table());
        }

        return allRead ? 0 : 2;
    }

    private static List<Line> Read(FileInfo file, Action<string> complain)
    {
        var lines = new List<Line>();

        // File.ReadLines takes a byte order mark and either line end as they come.
        foreach (var (index, raw) in File.ReadLines(file.FullName).Index())
        {
            if (string.IsNullOrWhiteSpace(raw)) continue;

            var place = $"{file}, line {index + 1}";
            if (Parsed(raw) is not { } said)
            {
                complain($"{place}: no JSON object, left out: {raw}");
                continue;
            }

            var at = Text(said, "at");
            var by = Text(said, "by");
            var message = LabelledTalk.Said(Text(said, "text") ?? "", lines.Count, string.IsNullOrWhiteSpace(by) ? null : by);
            if (DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) message = message with { SaidAt = time };
            var word = Text(said, "label")?.Trim();
            var expected = LabelOf(word);
            if (expected is null && !string.IsNullOrEmpty(word))
            {
                complain($"{place}: \"{word}\" is no label, taken for none; there are {string.Join(", ", Enum.GetValues<TalkLabel>().Select(TalkScore.Word))}");
            }

            lines.Add(new Line(message, at, by, expected));
        }

        return lines;
    }

    private static JsonObject? Parsed(string line)
    {
        try
        {
            return JsonNode.Parse(line, new JsonNodeOptions { PropertyNameCaseInsensitive = true }, Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TalkLabel? LabelOf(string? word)
    {
        foreach (var label in Enum.GetValues<TalkLabel>())
        {
            if (TalkScore.Word(label).Equals(word, StringComparison.OrdinalIgnoreCase)) return label;
        }

        return null;
    }

    /// <summary>Text as it is; numbers and the like as they are written; null for null, for nothing, and for a name that occurs twice.</summary>
    private static string? Text(JsonObject said, string name)
    {
        try
        {
            return said[name] is not { } node ? null : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private sealed record Line(TalkMessage Message, string? At, string? By, TalkLabel? Expected);
}
