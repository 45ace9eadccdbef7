using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Commands;

/// <summary>One interaction on its way through the bot: who asks for what, and how that person is answered.</summary>
public sealed class CommandCall(Interaction interaction, ServerSettings settings, CustomId customId, Answers answers, Refusals refusals, Lateness lateness)
{
    private readonly CommandData? command = interaction.Data as CommandData;

    public Interaction Interaction { get; } = interaction;

    public ServerSettings Settings { get; } = settings;

    /// <summary>Of the button, select or modal; default for commands.</summary>
    public CustomId CustomId { get; } = customId;

    public ServerId Server => new(Interaction.GuildId!.Value.Value);

    public PersonId Person => new(Interaction.User.Id.Value);

    public string PersonName => Interaction.Member?.Nick ?? Interaction.User.GlobalName ?? Interaction.User.Username;

    /// <summary>When the person asked, by Discord's clock.</summary>
    public DateTimeOffset At => Interaction.Id.Timestamp;

    /// <summary>It was not carried out, because the bot was so slow that Discord has told the person meanwhile that it failed.</summary>
    public bool CameTooLate { get; private set; }

    /// <summary>It was handled before, perhaps by a bot that was killed before it could answer.</summary>
    public bool CameBefore { get; private set; }

    /// <summary>Something was decided for it and committed.</summary>
    public bool WasCarriedOut { get; private set; }

    /// <summary>Whether the person has an answer.</summary>
    public bool IsAnswered => answers.Answered;

    /// <summary>
    /// Whether it is to be carried out, asked within the commit that does it. Not when that was done before. Nor when the bot was so slow that Discord has told the
    /// person meanwhile that it failed, or will have before the answer is there: they must not find it done behind their back.
    /// </summary>
    public async Task<bool> MayActAsync(CommitScope scope)
    {
        CameBefore = !await scope.TryHandleInteractionAsync(Interaction.Id.Value);
        if (CameBefore) return false;
        CameTooLate = !answers.IsAcknowledged && lateness.IsTooLateToAct(Interaction.Id.Timestamp);
        WasCarriedOut = !CameTooLate;
        if (CameTooLate) await scope.NoteNotCarriedOutAsync(Interaction.Id.Value);
        return !CameTooLate;
    }

    /// <summary>What was asked for was refused, or changes nothing: said within the commit that found it out.</summary>
    public Task ChangesNothingAsync(CommitScope scope)
    {
        WasCarriedOut = false;
        return scope.NoteNotCarriedOutAsync(Interaction.Id.Value);
    }

    public ChannelId? Channel => Interaction.ChannelId is { } id ? new(id.Value) : null;

    /// <summary>The channel a thread belongs to; null for anything but a thread.</summary>
    public ChannelId? ParentOf(ChannelId channel) =>
        Interaction.Channel is { ThreadMetadata: not null, ParentId: { } parent } thread && thread.Id.Value == channel.Value ? new ChannelId(parent.Value) : null;

    public IEnumerable<ChatRoleId> ChatRoles => (Interaction.Member?.Roles ?? []).Select(r => new ChatRoleId(r.Value));

    public bool ManagesServer =>
        Interaction.Member?.Permissions is { } p && (p & (Discord.Permissions.Administrator | Discord.Permissions.ManageGuild)) != Discord.Permissions.None;

    /// <summary>Of a command with its subcommand: ["policy", "show"]; empty for anything else.</summary>
    public IReadOnlyList<string> CommandPath => command?.Path ?? [];

    /// <summary>The message a menu was used on.</summary>
    public Message? Target =>
        command?.TargetId is { } id && Interaction.Data!.Resolved.Messages.TryGetValue(id, out var message) ? message : null;

    /// <summary>The text given for an option, or null when left out or blank.</summary>
    public string? Text(string option) =>
        Argument(option)?.Value is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public long? Whole(string option) => Argument(option)?.Integer;

    public double? Number(string option) => Argument(option)?.Number;

    public bool Flag(string option) => Argument(option)?.Boolean == true;

    public Snowflake? Id(string option) => Argument(option)?.Id;

    /// <summary>The file given for an option.</summary>
    public Attachment? File(string option) => Id(option) is { } id ? Interaction.Data!.Resolved.Attachments.GetValueOrDefault(id) : null;

    public PersonId? PersonOf(string option) => Id(option) is { } id ? new PersonId(id.Value) : null;

    /// <summary>The user an id was resolved to, with the name shown on this server.</summary>
    public (User User, string Name)? ResolvedPerson(Snowflake id) =>
        Interaction.Data!.Resolved.Users.TryGetValue(id, out var user)
            ? (user, Interaction.Data.Resolved.Members.GetValueOrDefault(id)?.Nick ?? user.GlobalName ?? user.Username)
            : null;

    public Role? ResolvedRole(Snowflake id) => Interaction.Data!.Resolved.Roles.GetValueOrDefault(id);

    /// <summary>What was typed into a field of a modal, or null when left empty.</summary>
    public string? Field(string name) =>
        Interaction.Data is ModalData modal && modal.Fields.TryGetValue(name, out var field) && !string.IsNullOrWhiteSpace(field.Value) ? field.Value : null;

    /// <summary>What was chosen in a select.</summary>
    public IReadOnlyList<string> Chosen => Interaction.Data is ComponentData component ? component.Values : [];

    /// <summary>Answers for this person's eyes alone.</summary>
    public Task AnswerPrivatelyAsync(string text, params Component[] components) => answers.SayAsync(Compose(text, components), isPrivate: true);

    /// <summary>Says why something was not done, and what to do instead; for this person's eyes alone.</summary>
    public Task RefuseAsync(string sentence)
    {
        refusals.Note(Interaction.Id, sentence);
        return AnswerPrivatelyAsync(sentence);
    }

    /// <summary>Answers so that the channel sees it.</summary>
    public Task AnswerOpenlyAsync(string text, params Component[] components) => answers.SayAsync(Compose(text, components), isPrivate: false);

    public Task AnswerPrivatelyAsync(OutgoingMessage message) => answers.SayAsync(message, isPrivate: true);

    /// <summary>Opens a form. It must be the first answer.</summary>
    public Task OpenFormAsync(Modal modal) => answers.OpenFormAsync(modal);

    /// <summary>Changes the message whose button was pressed.</summary>
    public Task UpdateMessageAsync(MessageEdit edit) => answers.UpdateMessageAsync(edit);

    private CommandOption? Argument(string option) => command?.Arguments.GetValueOrDefault(option);

    // Answers are written to fit. Should one not, a cut answer is better than none.
    private static OutgoingMessage Compose(string text, Component[] components) => new()
    {
        Content = Harmless.Cut(text, 2000),
        Components = components.Length == 0 ? [] : [new ActionRow(components)],
        AllowedMentions = AllowedMentions.None,
        Flags = MessageFlags.SuppressEmbeds,
    };
}

/// <summary>
/// The answers to one interaction. Discord wants the first within 3 seconds: when the decision takes longer, it is deferred at 1.5 seconds and filled in later.
/// </summary>
public sealed class Answers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly IDiscordApi api;
    private readonly Interaction interaction;
    private readonly ILogger logger;
    private readonly ITimer? timer;
    private readonly SemaphoreSlim turn = new(1);
    private State state = State.Open;

    public Answers(IDiscordApi api, Interaction interaction, TimeProvider clock, ILogger logger)
    {
        this.api = api;
        this.interaction = interaction;
        this.logger = logger;
        if (interaction.Type is not InteractionType.Autocomplete)
            timer = clock.CreateTimer(_ => _ = DeferAsync(), null, Patience, Timeout.InfiniteTimeSpan);
    }

    private enum State
    {
        Open,
        Deferred,
        Answered,
    }

    /// <summary>Whether anything was answered yet.</summary>
    public bool Answered => state == State.Answered;

    /// <summary>Whether Discord has confirmed that the bot has taken it on: then the person waits for more than 3 seconds.</summary>
    public bool IsAcknowledged => state != State.Open;

    public Task SayAsync(OutgoingMessage message, bool isPrivate) => InTurnAsync(async () =>
    {
        if (isPrivate) message = message with { Flags = message.Flags | MessageFlags.Ephemeral };
        switch (state)
        {
            case State.Open:
                await api.RespondAsync(interaction.Id, interaction.Token, new InteractionResponse.Reply(message), CancellationToken.None);
                break;
            case State.Deferred when isPrivate:
                await api.EditOriginalResponseAsync(
                    interaction.ApplicationId,
                    interaction.Token,
                    new MessageEdit { Content = message.Content, Embeds = message.Embeds, Components = message.Components, AllowedMentions = message.AllowedMentions, Files = message.Files },
                    CancellationToken.None);
                break;
            case State.Deferred:
                // The deferral was private and cannot become open, and the first follow-up would only fill it in: so it is filled in, and the open answer follows.
                await api.EditOriginalResponseAsync(
                    interaction.ApplicationId, interaction.Token, new MessageEdit { Content = "Done, see below.", AllowedMentions = AllowedMentions.None }, CancellationToken.None);
                await api.CreateFollowupAsync(interaction.ApplicationId, interaction.Token, message, CancellationToken.None);
                break;
            default:
                await api.CreateFollowupAsync(interaction.ApplicationId, interaction.Token, message, CancellationToken.None);
                break;
        }
    });

    public Task OpenFormAsync(Modal modal) => InTurnAsync(async () =>
    {
        if (state == State.Open)
            await api.RespondAsync(interaction.Id, interaction.Token, new InteractionResponse.OpenModal(modal), CancellationToken.None);
        else
            logger.LogWarning("A form could not be opened: the interaction was already answered");
    });

    public Task UpdateMessageAsync(MessageEdit edit) => InTurnAsync(async () =>
    {
        if (state == State.Open)
            await api.RespondAsync(interaction.Id, interaction.Token, new InteractionResponse.Update(edit), CancellationToken.None);
        else
            await api.EditOriginalResponseAsync(interaction.ApplicationId, interaction.Token, edit, CancellationToken.None);
    });

    public Task SuggestAsync(IReadOnlyList<CommandChoice> choices) => InTurnAsync(() =>
        api.RespondAsync(interaction.Id, interaction.Token, new InteractionResponse.Suggest(choices), CancellationToken.None));

    public void Dispose()
    {
        timer?.Dispose();
        turn.Dispose();
    }

    private async Task DeferAsync()
    {
        try
        {
            await turn.WaitAsync();
            try
            {
                if (state != State.Open) return;
                await api.RespondAsync(interaction.Id, interaction.Token, new InteractionResponse.DeferReply(Ephemeral: true), CancellationToken.None);
                state = State.Deferred;
            }
            finally
            {
                turn.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // Answered and gone in the same moment.
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("An answer could not be deferred: {Reason}", e.Reason);
        }
    }

    private async Task InTurnAsync(Func<Task> answer)
    {
        await turn.WaitAsync();
        try
        {
            await answer();
            state = State.Answered;
            if (timer is not null) await timer.DisposeAsync();
        }
        finally
        {
            turn.Release();
        }
    }
}
