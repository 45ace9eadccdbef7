using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>The way of a command, button, form or completion: to its handler, each on its own so that nobody waits behind somebody else.</summary>
public sealed class InteractionPath(
    Catalog catalog, IncidentStore store, IDiscordApi api, Voice voice, Lateness lateness, Refusals refusals, Recordkeeper keeper, Activity activity, TimeProvider clock, ILogger<InteractionPath> logger)
{
    private readonly ConcurrentDictionary<Snowflake, bool> underway = new();

    /// <summary>Starts handling; returns at once.</summary>
    /// <param name="held">Let go when it is done: until then the position does not pass it, and a crash has it sent again.</param>
    public void Accept(Interaction interaction, IDisposable held)
    {
        // Sent twice in a row, the first is about to answer: nobody needs to be told anything for the second.
        if (!underway.TryAdd(interaction.Id, true))
        {
            held.Dispose();
            return;
        }

        var work = activity.Begin();
        _ = Task.Run(async () =>
        {
            using (work)
            using (held) await HandleAsync(interaction);
            underway.TryRemove(interaction.Id, out _);
        });
    }

    private async Task HandleAsync(Interaction interaction)
    {
        using var answers = new Answers(api, interaction, clock, logger);
        try
        {
            if (interaction.Type != InteractionType.Autocomplete && keeper.Apology is { } apology)
            {
                await answers.SayAsync(new OutgoingMessage { Content = apology, AllowedMentions = AllowedMentions.None }, isPrivate: true);
                return;
            }

            if (interaction.GuildId is not { } guild)
            {
                await HandleDirectAsync(interaction, answers);
                return;
            }

            var settings = await store.SettingsAsync(new(guild.Value));
            var customId = CustomIdOf(interaction);
            var call = new CommandCall(interaction, settings, customId, answers, refusals, lateness);
            if (interaction.Type == InteractionType.Autocomplete)
            {
                await CompleteAsync(call, answers);
                return;
            }

            if (!await IsTooLateAsync(interaction)) await RunAsync(Find(interaction, customId), call);
        }
        catch (DiscordApiException e) when (IsOfTheAnswer(e))
        {
            logger.LogWarning("An interaction could not be answered: {Reason}", e.Reason);
        }
        catch (DiscordApiException e)
        {
            // What was asked of Discord on the person's behalf failed; they can still be told.
            logger.LogWarning("An interaction was not carried out: {Call}", e.Message);
            await ApologiseAsync(interaction, answers, e);
        }
        catch (StorageException e)
        {
            logger.LogWarning("An interaction was not carried out: {Reason}", e.Message);
            await ApologiseAsync(interaction, answers, e);
        }
        catch (Exception e)
        {
            logger.LogError(e, "An interaction could not be handled");
            await ApologiseAsync(interaction, answers, e);
        }
    }

    // Buttons of direct messages carry no server, and say nothing of the person's roles on it: the incident or the server in their custom id leads there.
    private async Task HandleDirectAsync(Interaction interaction, Answers answers)
    {
        var customId = CustomIdOf(interaction);
        if (interaction.Type is InteractionType.Component or InteractionType.Modal && (customId.OfServer?.Server ?? (await store.FindIncidentAsync(customId.Incident))?.Server) is { } of)
        {
            if (await IsTooLateAsync(interaction)) return;
            var settings = await store.SettingsAsync(of);
            var server = new Snowflake(of.Value);
            if (await api.GetMemberAsync(server, interaction.User.Id, CancellationToken.None) is not { } member)
            {
                // The message stays with somebody who has left; what it could do does not.
                await answers.SayAsync(new OutgoingMessage { Content = "You are not on that server any more.", AllowedMentions = AllowedMentions.None }, isPrivate: true);
                return;
            }

            var onServer = interaction with { GuildId = server, Member = member };
            await RunAsync(Find(interaction, customId), new CommandCall(onServer, settings, customId, answers, refusals, lateness));
            return;
        }

        await answers.SayAsync(
            new OutgoingMessage { Content = "I work in a server's channels. Use the command there.", AllowedMentions = AllowedMentions.None }, isPrivate: true);
    }

    // It came with a replay. Done before: nothing is left to do. Not done: the person was told long ago that it failed, and must not find it done behind their back.
    private async Task<bool> IsTooLateAsync(Interaction interaction)
    {
        if (!lateness.IsTooLate(interaction.Id.Timestamp)) return false;
        var isNew = await store.CommitAsync(async scope =>
        {
            if (!await scope.TryHandleInteractionAsync(interaction.Id.Value)) return false;
            await scope.NoteNotCarriedOutAsync(interaction.Id.Value);
            return true;
        });
        if (!isNew)
        {
            await TellDoneAsync(interaction);
            return true;
        }

        if (await WasAnsweredAsync(interaction)) return true;
        logger.LogWarning("An interaction of {Age} ago was not carried out: the person was told that it failed", clock.GetUtcNow() - interaction.Id.Timestamp);
        await TellLateAsync(interaction);
        return true;
    }

    // What only shows something leaves no trace in the record: Discord knows whether it was answered. An answer that was put off and never came is no answer.
    private async Task<bool> WasAnsweredAsync(Interaction interaction)
    {
        try
        {
            var answer = await api.GetOriginalResponseAsync(interaction.ApplicationId, interaction.Token, CancellationToken.None);
            return !answer.Flags.HasFlag(MessageFlags.Loading);
        }
        catch (DiscordApiException)
        {
            return false;
        }
    }

    private async Task RunAsync(Handler? handler, CommandCall call)
    {
        if (handler is null)
        {
            await call.RefuseAsync("I do not know this button or command any more; it comes from another version. Use the buttons on the incident's card, or a command.");
        }
        else if (handler.Needs is { } needs && Domain.Servers.Permissions.Refuse(needs, Desk.AskerOf(call)) is { } refusal)
        {
            await call.RefuseAsync(refusal.Sentence);
        }
        else
        {
            try
            {
                await handler.Run(call);
            }
            catch (DiscordApiException e) when (call is { WasCarriedOut: true, IsAnswered: false })
            {
                logger.LogWarning("An interaction was carried out and could not be answered: {Reason}", e.Reason);
                await TellDoneAsync(call.Interaction);
                return;
            }

            if (call is { CameBefore: true, IsAnswered: false }) await TellDoneAsync(call.Interaction);

            // Should Discord have been told in time after all, the person still waits.
            if (call.CameTooLate) await call.AnswerPrivatelyAsync("I was too slow and did not carry it out. Please ask again if it is still wanted.");
        }
    }

    private Handler? Find(Interaction interaction, CustomId customId) => interaction.Data switch
    {
        CommandData { Type: CommandType.ChatInput } command => catalog.FindSlash(command.Path),
        CommandData command => catalog.FindMenu(command.Name),
        ComponentData => catalog.FindButton(customId.Verb ?? ""),
        ModalData => catalog.FindModal(customId.Verb ?? ""),
        _ => null,
    };

    private async Task CompleteAsync(CommandCall call, Answers answers)
    {
        var focused = (call.Interaction.Data as CommandData)?.Focused;
        IReadOnlyList<CommandChoice> choices = [];
        if (focused is not null && catalog.FindCompletion(call.CommandPath, focused.Name) is { } complete) choices = await complete(call, focused.Value ?? "");
        await answers.SuggestAsync([.. choices.Take(25)]);
    }

    private static CustomId CustomIdOf(Interaction interaction)
    {
        var text = interaction.Data switch
        {
            ComponentData component => component.CustomId,
            ModalData modal => modal.CustomId,
            _ => "",
        };
        return CustomId.TryParse(text, out var id) ? id : default;
    }

    private Task TellLateAsync(Interaction interaction) =>
        TellAsync(interaction, "late", "I was away when you asked and did not carry it out. Please ask again if it is still wanted.");

    /// <summary>It was carried out and the answer never arrived, or the bot was killed before it gave one: whoever asked learns it, and does not ask again in vain.</summary>
    private async Task TellDoneAsync(Interaction interaction)
    {
        if (!await store.WasCarriedOutAsync(interaction.Id.Value) || await WasAnsweredAsync(interaction)) return;
        var asked = interaction.Id.Timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await TellAsync(interaction, "done", $"what you asked at <t:{asked}:T> was carried out, also if Discord told you that it failed. You do not need to ask again.");
    }

    private async Task TellAsync(Interaction interaction, string kind, string sentence)
    {
        if (interaction.ChannelId is not { } channel) return;
        var message = new OutgoingMessage { Content = $"<@{interaction.User.Id}> {sentence}", AllowedMentions = AllowedMentions.Only([interaction.User.Id]) };
        await voice.PostAsync(item: null, new(channel.Value), message, $"{kind}-{interaction.Id}", CancellationToken.None);
    }

    // What cannot be read was, as a rule, not written either.
    private async Task<bool> WasCarriedOutAsync(Interaction interaction)
    {
        try
        {
            return await store.WasCarriedOutAsync(interaction.Id.Value);
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static bool IsOfTheAnswer(DiscordApiException e) =>
        e.Route.Contains(" /interactions/", StringComparison.Ordinal) || e.Route.Contains(" /webhooks/", StringComparison.Ordinal);

    private async Task ApologiseAsync(Interaction interaction, Answers answers, Exception exception)
    {
        if (answers.Answered) return;
        var sentence = await WasCarriedOutAsync(interaction) ? "It was carried out, but then something went wrong on my side. You do not need to ask again; whoever runs me finds the reason in my log."
            : exception is StorageException storage ? Recordkeeper.ApologyFor(storage)
            : exception is DiscordApiException discord ? $"Discord did not let me finish this: {discord.Reason.TrimEnd('.')}. Please try again in a moment; `/bot doctor` says whether I may do all I need here."
            : "Something went wrong on my side and nothing was changed. Please try again; whoever runs me finds the reason in my log.";
        try
        {
            await answers.SayAsync(new OutgoingMessage { Content = sentence, AllowedMentions = AllowedMentions.None }, isPrivate: true);
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("An apology could not be delivered: {Reason}", e.Reason);
        }
    }
}
