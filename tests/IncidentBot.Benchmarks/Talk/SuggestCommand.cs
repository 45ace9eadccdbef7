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

    /// <returns>0; 2 when a line or a file could not be read (the others are).</returns>
    public static int Run(IReadOnlyList<FileInfo> files, TextWriter output, TextWriter errors)
    {
        var score = new TalkScore();
        var allRead = true;
        foreach (var file in files)
        {
            List<Line> lines;
            try
            {
                lines = Read(file, Complain);
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
            {
                Complain($"{file}: {wrong.Message}");
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

        void Complain(string what)
        {
            allRead = false;
            errors.WriteLine(what);
        }
    }

    private static List<Line> Read(FileInfo file, Action<string> complain)
    {
        var lines = new List<Line>();

        // File.ReadLines takes a byte order mark and either line end as they come.
        foreach (var (index, raw) in File.ReadLines(file.FullName).Index())
        {
            if (string.IsNullOrWhiteSpace(raw)) continue;

            try
            {
                if (JsonNode.Parse(raw, documentOptions: Lenient) is not JsonObject said) throw new JsonException("It is no JSON object.");
                if (said["text"] is { } text && text.GetValueKind() != JsonValueKind.String) throw new JsonException("\"text\" is no text.");

                var at = Text(said["at"]);
                var message = LabelledTalk.Said(Text(said["text"]) ?? "", lines.Count);
                if (DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) message = message with { SaidAt = time };
                lines.Add(new Line(message, at, Text(said["by"]), Label(said["label"])));
            }
            catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
            {
                complain($"{file}, line {index + 1}: {wrong.Message}");
            }
        }

        return lines;
    }

    private static TalkLabel? Label(JsonNode? node)
    {
        if (Text(node)?.Trim() is not { Length: > 0 } word) return null;

        return Enum.TryParse<TalkLabel>(word, ignoreCase: true, out var label) && Enum.IsDefined(label) && !char.IsDigit(word[0])
            ? label
            : throw new JsonException($"\"{word}\" is no label; there are {string.Join(", ", Enum.GetValues<TalkLabel>().Select(TalkScore.Word))}.");
    }

    /// <summary>Text as it is; numbers and the like as they are written; null for null.</summary>
    private static string? Text(JsonNode? node) => node is null ? null : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();

    private sealed record Line(TalkMessage Message, string? At, string? By, TalkLabel? Expected);
}
