using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>A registered command. <see cref="Definition"/> holds name, description, options and the rest as Discord returns them, without ids.</summary>
public sealed class Command
{
    public required ulong Id { get; init; }

    /// <summary>Null for a global command.</summary>
    public ulong? GuildId { get; init; }

    /// <summary>1 chat input, 2 user menu, 3 message menu.</summary>
    public required int Type { get; init; }

    public required string Name { get; set; }

    public required JsonObject Definition { get; set; }

    public required ulong Version { get; set; }
}

public enum InteractionState
{
    /// <summary>The bot has not answered.</summary>
    Pending,

    /// <summary>The bot said it will answer with a message; a "thinking" message stands in the channel.</summary>
    Deferred,

    /// <summary>A message was posted, or the message with the component was updated.</summary>
    Message,

    /// <summary>A press was acknowledged without a visible answer (deferred update).</summary>
    Acknowledged,

    /// <summary>A form was opened.</summary>
    Modal,

    /// <summary>Autocomplete choices.</summary>
    Choices,

    /// <summary>"The application did not respond": no answer within 3 s.</summary>
    Failed,
}

/// <summary>One use of a command, component, form or autocomplete field.</summary>
public sealed class Interaction
{
    public required ulong Id { get; init; }

    public required string Token { get; init; }

    /// <summary>2 command, 3 component, 4 autocomplete, 5 modal submit.</summary>
    public required int Type { get; init; }

    public required User User { get; init; }

    public required Channel Channel { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? Nonce { get; init; }

    /// <summary>The message whose component was used.</summary>
    public Message? Source { get; init; }

    /// <summary>The interaction that opened the form that was submitted.</summary>
    public Interaction? Trigger { get; init; }

    public string? CommandName { get; init; }

    public InteractionState State { get; internal set; }

    /// <summary>The first response: the message posted, or the one updated.</summary>
    public Message? Response { get; internal set; }

    public List<Message> FollowUps { get; } = [];

    /// <summary>The form that was opened: custom_id, title, components.</summary>
    public JsonObject? Modal { get; internal set; }

    public JsonArray? Choices { get; internal set; }

    internal ITimer? Deadline { get; set; }

    internal TaskCompletionSource Changed { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
