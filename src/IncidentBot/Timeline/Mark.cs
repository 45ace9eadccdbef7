using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Inbox;
using IncidentBot.Storage;

namespace IncidentBot.Timeline;

/// <summary>The message menus "Add to timeline" and "Mark as…".</summary>
public sealed class MarkModule(IncidentStore store, Desk desk, IDiscordApi api) : ICommandModule
{
    private const string Form = "mark-as";

    public void Register(Catalog catalog)
    {
        catalog.Menu("Add to timeline", call => MarkAsync(call, call.Target, EntryKind.KeyEvent));
        catalog.Menu("Mark as…", ChooseAsync);
        catalog.Modal(Form, MarkChosenAsync);
    }

    private async Task ChooseAsync(CommandCall call)
    {
        if (call.Target is not { } message) return;
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        await call.OpenFormAsync(new Modal(
            new CustomId(Form, incident.Id, $"{message.ChannelId}/{message.Id}").ToString(),
            "Mark this message",
            [
                new Label("Mark as", new StringSelect
                {
                    CustomId = "kind",
                    Required = true,
                    Options =
                    [
                        new("root cause", "cause", "🎯 Why it happened"),
                        new("fix", "fix", "🔧 What resolved it"),
                        new("hypothesis", "hypothesis", "🔎 A guess about the cause"),
                        new("ruled out", "ruled-out", "❌ A guess or attempt that was wrong"),
                        new("impact", "impact", "📈 Who is affected and how badly"),
                        new("action item", "action", "✅ Something to do because of this"),
                        new("key event", "key-event", "📌 Belongs in the timeline"),
                        new("detection", "detection", "🔔 How it was noticed"),
                    ],
                }),
            ]));
    }

    private async Task MarkChosenAsync(CommandCall call)
    {
        if (call.CustomId.Argument.Split('/') is not [var channel, var id] || TimelineModule.KindOf(call.Field("kind")) is not { } kind) return;
        var reference = new MessageRef(new(ulong.Parse(channel)), new(ulong.Parse(id)));
        var known = await store.FindMessageAsync(reference.Message);
        await MarkAsync(call, known is not null ? QuotedMessage.Of(known) : await ReadAsync(reference), kind);
    }

    private async Task<QuotedMessage?> ReadAsync(MessageRef reference)
    {
        try
        {
            return await MessageReader.ReadAsync(api, reference);
        }
        catch (DiscordApiException)
        {
            return null;
        }
    }

    private Task MarkAsync(CommandCall call, Message? message, EntryKind kind) => MarkAsync(
        call,
        message is null ? null : new QuotedMessage(new(new(message.ChannelId.Value), new(message.Id.Value)), new(message.Author.Id.Value), message.Content, message.Id.Timestamp),
        kind);

    private async Task MarkAsync(CommandCall call, QuotedMessage? message, EntryKind kind)
    {
        if (message is null)
            await call.RefuseAsync("That message is gone, or I may not read it.");
        else if (await store.CommitAsync(scope => scope.IsRedactedAsync(message.Ref.Message)))
            await call.RefuseAsync("That message was redacted: what it says stays out of the record. Write what may be said with `/timeline add`.");
        else if (kind == EntryKind.ActionItem)
            await MarkActionAsync(call, message);
        else
            await desk.DecideAsync(call, openly: false, (state, asker) => Marking.Put(state, new MarkCommand(message, kind, MarkedThrough.MessageMenu), asker));
    }

    // Whoever says that something is to be done is asked by whom and until when; also where a reaction has said so before.
    private async Task MarkActionAsync(CommandCall call, QuotedMessage message)
    {
        var done = await desk.CommitAsync(call, (state, asker) => Marking.Put(state, new MarkCommand(message, EntryKind.ActionItem, MarkedThrough.MessageMenu), asker));
        if (done is not var (outcome, incident)) return;
        var made = incident is null ? null : (await store.ActionsAsync(incident.Id)).FirstOrDefault(action => action.Source == message.Ref);
        Component[] buttons = made is null ? [] : [ActionButtons.Of(ActionButtons.Edit, incident!, made, "Owner, date, priority…", ButtonStyle.Primary)];
        if (outcome.Refusal is { } refusal) await call.RefuseAsync(refusal.Sentence, buttons);
        else await call.AnswerPrivatelyAsync(outcome.Sentence, buttons);
    }
}
