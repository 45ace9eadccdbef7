using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>What a person sees of an interaction. It is live: a deferred answer shows its text once it is there.</summary>
public sealed class InteractionView
{
    private readonly SandboxWorld world;

    internal InteractionView(SandboxWorld world, Interaction interaction) => (this.world, Interaction) = (world, interaction);

    public Interaction Interaction { get; }

    public InteractionState State => Interaction.State;

    /// <summary>"The application did not respond".</summary>
    public bool Failed => State == InteractionState.Failed;

    /// <summary>The answer, or the message that was updated by it.</summary>
    public Message? Message => Interaction.Response;

    /// <summary>Whether only this person sees the answer.</summary>
    public bool IsEphemeral => Message?.EphemeralFor is not null;

    public IReadOnlyList<Message> FollowUps => Interaction.FollowUps;

    /// <summary>All the words of the answer; of a failure, Discord's own.</summary>
    public string Text => Failed ? "The application did not respond" : Message is null ? "" : world.Text(Message);

    /// <summary>All the words of one of its messages.</summary>
    public string TextOf(Message message) => world.Text(message);

    /// <summary>The form that was opened: custom_id, title, components.</summary>
    public JsonObject? Modal => Interaction.Modal;

    /// <summary>Autocomplete choices: name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Choices => [.. (Interaction.Choices ?? []).Select(c => ((string)c!["name"]!, c["value"]!.ToString()))];

    /// <summary>Waits until the bot has answered in any way, or failed to; with <paramref name="final"/> a "thinking" answer is waited out too.</summary>
    public async Task<InteractionView> WaitAsync(bool final = true, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (world.Gate)
            {
                if (State != InteractionState.Pending && !(final && State == InteractionState.Deferred)) return this;
                changed = Interaction.Changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
