using System.Net;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.OnCall;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Puts a swap to the one who is asked, in the channel and directly; once it has ended, the question says how, and whoever asked is told.</summary>
public sealed class ShowSwapDuty(IncidentStore store, Voice voice) : IServerDuty
{
    public Type Kind => typeof(ShowSwap);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var record = await store.OnCallAsync(server, cancellationToken);
        if (record.State.Swaps.FirstOrDefault(one => one.Number == ((ShowSwap)item.Owed).Number) is not { } swap) return DutyResult.Done;
        var words = SwapShifts.InWords(record.Book, swap);
        if (swap.State == SwapState.Open) return swap.Messages.IsEmpty ? await AskAsync(item, server, swap, words, cancellationToken) : DutyResult.Done;
        foreach (var message in swap.Messages)
        {
            try
            {
                await voice.EditAsync(message, new MessageEdit { Content = words, Components = [], AllowedMentions = AllowedMentions.None }, cancellationToken);
            }
            catch (DiscordApiException e) when (IsOut(e))
            {
                // Deleted, or the channel is closed to the bot: nobody reads it any more.
            }
        }

        if (swap.State != SwapState.Withdrawn) await DirectlyAsync(item, swap.By, new OutgoingMessage { Content = words, AllowedMentions = AllowedMentions.None }, cancellationToken);
        return DutyResult.Done;
    }

    private async Task<DutyResult> AskAsync(AgendaItem item, ServerId server, ShiftSwap swap, string words, CancellationToken cancellationToken)
    {
        var question = new OutgoingMessage
        {
            Content = words,
            AllowedMentions = AllowedMentions.Only([new(swap.To.Value)]),
            Components =
            [
                new ActionRow(
                    new Button { Style = ButtonStyle.Success, Label = "Accept", CustomId = CustomId.ForServer(SwapModule.AcceptButton, server, $"{swap.Number}").ToString() },
                    new Button { Style = ButtonStyle.Secondary, Label = "Decline", CustomId = CustomId.ForServer(SwapModule.DeclineButton, server, $"{swap.Number}").ToString() }),
            ],
        };
        var messages = new List<MessageRef>();
        if (swap.Channel is { } channel)
        {
            try
            {
                messages.Add(await voice.PostAsync(item, channel, question, $"swap-{item.Id}", cancellationToken));
            }
            catch (DiscordApiException e) when (IsOut(e))
            {
                // Asked in a channel where the bot may not speak: the direct message is left.
            }
        }

        if (await DirectlyAsync(item, swap.To, question, cancellationToken) is { } direct) messages.Add(direct);
        if (messages.Count == 0) return DutyResult.Impossible("neither the channel nor a direct message could be written to");
        return DutyResult.DoneWith(async scope =>
        {
            var state = (await scope.OnCallAsync(server)).State;
            if (state.Swaps.FirstOrDefault(one => one.Number == swap.Number) is { } now) await scope.SaveAsync(state with { Swaps = state.Swaps.Replace(now, now with { Messages = [.. messages] }) });
        });
    }

    private async Task<MessageRef?> DirectlyAsync(AgendaItem item, PersonId person, OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await voice.WriteToAsync(item, person, message, $"swap-{item.Id}-d", cancellationToken);
        }
        catch (DiscordApiException e) when (IsOut(e) || e.Status is HttpStatusCode.BadRequest)
        {
            return null;
        }
    }

    private static bool IsOut(DiscordApiException e) => e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound;
}
