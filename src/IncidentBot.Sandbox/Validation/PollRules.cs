using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Validation;

/// <summary>The poll of a new message (Resources: Poll, Poll Create Request): ten answers, at most 32 days.</summary>
internal static class PollRules
{
    private const int MaxAnswers = 10;
    private const int MaxHours = 768;

    public static Poll? Read(JsonObject body, DateTimeOffset now, FieldErrors errors)
    {
        if (body["poll"] is not JsonObject json) return null;
        if (json["question"] is not JsonObject question)
        {
            errors.Required("poll.question");
            question = [];
        }

        var text = errors.String(question, "text", "poll.question", 1, 300, required: true);
        var answers = new List<JsonObject>();
        if (errors.List(json, "answers", "poll", 1, MaxAnswers) is not { } list) errors.Required("poll.answers");
        else
        {
            foreach (var (i, node) in list.Index())
            {
                var path = $"poll.answers.{i}.poll_media";
                if (node?["poll_media"] is not JsonObject media)
                {
                    errors.Required(path);
                    continue;
                }

                var answer = new JsonObject { ["text"] = errors.String(media, "text", path, 1, 55, required: true) };
                if (media["emoji"] is JsonObject emoji)
                {
                    var id = errors.Snowflake(emoji["id"], $"{path}.emoji.id");
                    answer["emoji"] = new JsonObject { ["id"] = Wire.Id(id), ["name"] = errors.String(emoji, "name", $"{path}.emoji", 1, 100) };
                }

                answers.Add(answer);
            }
        }

        var hours = errors.Integer(json, "duration", "poll", 1, MaxHours) ?? 24;
        var many = errors.Boolean(json, "allow_multiselect", "poll") ?? false;
        errors.Integer(json, "layout_type", "poll", 1, 1);
        return new Poll { Question = text ?? "", Answers = answers, AllowMultiselect = many, Expiry = now.AddHours(hours) };
    }
}
