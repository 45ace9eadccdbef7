namespace IncidentBot.Discord;

/// <summary>The first answer to an interaction.</summary>
/// <seealso href="https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object"/>
public abstract record InteractionResponse
{
    private InteractionResponse()
    {
    }

    /// <summary>A message, at once. Ephemeral by its flags.</summary>
    public sealed record Reply(OutgoingMessage Message) : InteractionResponse;

    /// <summary>"Thinking…"; the message follows by editing the original. Whether it is ephemeral is fixed now.</summary>
    public sealed record DeferReply(bool Ephemeral) : InteractionResponse;

    /// <summary>Taken note of a component; its message may be edited later. The person sees nothing.</summary>
    public sealed record DeferUpdate : InteractionResponse;

    /// <summary>Changes the message whose component was used.</summary>
    public sealed record Update(MessageEdit Message) : InteractionResponse;

    /// <summary>Opens a form. Not possible in answer to a form.</summary>
    public sealed record OpenModal(Modal Modal) : InteractionResponse;

    /// <summary>Suggestions for the option being typed, 25 at most.</summary>
    public sealed record Suggest(IReadOnlyList<CommandChoice> Choices) : InteractionResponse;
}
