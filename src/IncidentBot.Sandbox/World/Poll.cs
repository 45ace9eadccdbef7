using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>A poll on a message (Resources: Poll) and who voted for what.</summary>
public sealed class Poll
{
    public required string Question { get; init; }

    /// <summary>What each answer shows (<c>poll_media</c>); the first answer has the id 1.</summary>
    public required IReadOnlyList<JsonObject> Answers { get; init; }

    public required bool AllowMultiselect { get; init; }

    public required DateTimeOffset Expiry { get; set; }

    public bool IsFinalized { get; set; }

    /// <summary>By answer, in its order.</summary>
    public IReadOnlyList<List<User>> Votes => votes ??= [.. Answers.Select(_ => new List<User>())];

    private IReadOnlyList<List<User>>? votes;

    internal JsonObject Render(User? viewer) => new()
    {
        ["question"] = new JsonObject { ["text"] = Question },
        ["answers"] = Wire.Array(Answers.Index(), a => new JsonObject { ["answer_id"] = a.Index + 1, ["poll_media"] = a.Item.DeepClone() }),
        ["expiry"] = Wire.Time(Expiry),
        ["allow_multiselect"] = AllowMultiselect,
        ["layout_type"] = 1,
        ["results"] = new JsonObject
        {
            ["is_finalized"] = IsFinalized,
            ["answer_counts"] = Wire.Array(Votes.Index().Where(v => v.Item.Count > 0), v => new JsonObject
            {
                ["id"] = v.Index + 1,
                ["count"] = v.Item.Count,
                ["me_voted"] = viewer is not null && v.Item.Contains(viewer),
            }),
        },
    };
}
