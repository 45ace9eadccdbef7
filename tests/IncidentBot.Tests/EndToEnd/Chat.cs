using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Options;
using IncidentBot.Replay;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;
using IncidentBot.Tests.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.EndToEnd;

/// <summary>
/// A server with a bot and four people: ada (operations, manages the server), tunde (developers), chioma (operations) and zainab (no role).
/// Whatever they do, the bot has finished all that follows from it when the call returns. Time stands still unless <see cref="Advance"/> lets it pass.
/// A place is the name of a channel or how it begins: "inc-1" is #inc-1-shop-is-down.
/// </summary>
public sealed class Chat : IAsyncDisposable
{
    /// <summary>Four in the morning in Lagos.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 3, 0, 0, TimeSpan.Zero);

    private Chat(DrivenBot driven, ExchangeRecorder exchange) => (Driven, Exchange) = (driven, exchange);

    public DrivenBot Driven { get; }

    /// <summary>Everything that went to and fro, to be held to Discord's document at the end.</summary>
    public ExchangeRecorder Exchange { get; }

    public SandboxWorld World => Driven.Sandbox.World;

    public DateTimeOffset Now => Driven.Clock.GetUtcNow();

    public static SandboxOptions Options => new()
    {
        People =
        [
            new() { Handle = "ada", Name = "Ada Obi", Roles = ["operations"], ManagesServer = true },
            new() { Handle = "tunde", Name = "Tunde Bello", Roles = ["developers"] },
            new() { Handle = "chioma", Name = "Chioma Eze", Roles = ["operations"] },
            new() { Handle = "zainab", Name = "Zainab Musa" },
        ],
    };

    public static async Task<Chat> StartAsync(
        SandboxOptions? options = null, DateTimeOffset? at = null, IReadOnlyList<BotOptions.WebhookSection>? webhooks = null, IReadOnlyList<BotOptions.TrackerSection>? trackers = null, BotOptions.LanguageModelSection? model = null,
        string? connection = null)
    {
        var driven = await DrivenBot.StartAsync(at ?? Start, options ?? Options, logging => logging.SetMinimumLevel(LogLevel.None), CancellationToken.None);
        driven.Webhooks = webhooks ?? [];
        driven.Trackers = trackers ?? [];
        driven.LanguageModel = model;
        driven.Connection = connection;
        var exchange = ExchangeRecorder.Watching(driven.Sandbox.World);
        await driven.StartBotAsync();
        return new(driven, exchange);
    }

    public SandboxPerson Person(string who) => Driven.Sandbox.As(who);

    public User User(string who) => World.People[who];

    /// <summary>The newest channel or thread of that name, or whose name begins with it and a dash.</summary>
    public Channel Channel(string place) => FindChannel(place) ?? throw new InvalidOperationException($"There is no channel called {place}.");

    public Channel? FindChannel(string place)
    {
        lock (World.Gate)
        {
            var all = World.Guild.Channels.Values.Where(channel => channel.HoldsMessages).ToList();
            return all.LastOrDefault(channel => channel.Name == place) ?? all.LastOrDefault(channel => channel.Name!.StartsWith(place + "-", StringComparison.Ordinal));
        }
    }

    /// <summary>Types a command as it stands in the client: <c>/incident status status:identified</c>.</summary>
    public Task<Answer> Types(string who, string line, string where = "general") => Asks(() => Person(who).CommandAsync(Channel(where), line));

    /// <summary>Types a command whose options name files.</summary>
    public Task<Answer> TypesWith(string who, string line, params (string Name, byte[] Content)[] files) =>
        Asks(() => Person(who).CommandAsync(Channel("general"), line, files.ToDictionary(file => file.Name, file => file.Content, StringComparer.Ordinal)));

    /// <summary>Ada declares an incident.</summary>
    /// <param name="options">Further options, as typed.</param>
    public Task<Answer> Declares(string title = "Shop is down", string options = "") => Types("ada", $"/incident declare title:\"{title}\" {options}");

    /// <summary>Uses a command with options of any text.</summary>
    public Task<Answer> Uses(string who, string command, string where, params (string Option, string Value)[] options) =>
        Asks(() => Person(who).SlashCommandAsync(Channel(where), command, options.ToDictionary(option => option.Option, option => option.Value, StringComparer.Ordinal)));

    /// <summary>Uses a command whose options file, file2 … are these files.</summary>
    public Task<Answer> Gives(string who, string command, params (string Name, string Text)[] files) => Gives(who, command, [.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]);

    /// <inheritdoc cref="Gives(string, string, ValueTuple{string, string}[])"/>
    public Task<Answer> Gives(string who, string command, params (string Name, byte[] Bytes)[] files) => Asks(() => Person(who).SlashCommandAsync(
        Channel("general"), command, new Dictionary<string, string>(), [.. files.Select((file, place) => (place == 0 ? "file" : $"file{place + 1}", file.Name, (ReadOnlyMemory<byte>)file.Bytes))]));

    /// <summary>Several people type commands in the same moment.</summary>
    public async Task<IReadOnlyList<Answer>> TypeTogether(string where, params (string Who, string Line)[] lines)
    {
        var place = Channel(where);
        var views = await Task.WhenAll(lines.Select(line => Person(line.Who).CommandAsync(place, line.Line)));
        return await AnswersAsync(views);
    }

    /// <summary>Presses the newest button of that label that this person sees, in one place or anywhere.</summary>
    public Task<Answer> Presses(string who, string button, string? where = null) =>
        PressesOn(who, Person(who).NewestWithButton(button, where is null ? null : Channel(where)) ?? throw new InvalidOperationException($"{who} sees no button called {button}."), button);

    public Task<Answer> PressesOn(string who, Message message, string button) => Asks(() => Person(who).PressAsync(message, button));

    /// <summary>Chooses people in the select that an answer shows.</summary>
    public Task<Answer> Chooses(string who, Answer shown, params string[] people) =>
        Asks(() => Person(who).SelectAsync(shown.View.Message!, (string)shown.View.Message!.Components[0]!["components"]![0]!["placeholder"]!, [.. people.Select(one => User(one).Id.ToString())]));

    /// <summary>Sends the form an answer opened; fields by label, those not named keep what was prefilled.</summary>
    public Task<Answer> Fills(string who, Answer opened, params (string Field, string Value)[] fields) =>
        Asks(() => Person(who).SubmitModalAsync(opened.View, fields.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal)));

    /// <summary>Uses an entry of a message's Apps menu.</summary>
    public Task<Answer> Menu(string who, string entry, Message message) => Asks(() => Person(who).MessageMenuAsync(entry, message));

    /// <summary>What is offered while a person types into an option.</summary>
    public async Task<IReadOnlyList<string>> Offered(string who, string command, string option, string typed, string where = "general") =>
        [.. (await Asks(() => Person(who).AutocompleteAsync(Channel(where), command, option, typed))).View.Choices.Select(choice => choice.Name)];

    public async Task<Message> Says(string who, string text, string where = "general")
    {
        var message = await Person(who).SayAsync(Channel(where), text);
        await Driven.SettleAsync();
        return message;
    }

    public async Task Reacts(string who, Message message, string emoji)
    {
        await Person(who).ReactAsync(message, emoji);
        await Driven.SettleAsync();
    }

    public async Task Unreacts(string who, Message message, string emoji)
    {
        await Person(who).UnreactAsync(message, emoji);
        await Driven.SettleAsync();
    }

    public async Task Edits(string who, Message message, string text)
    {
        await Person(who).EditAsync(message, text);
        await Driven.SettleAsync();
    }

    public async Task Deletes(string who, Message message)
    {
        await Person(who).DeleteAsync(message);
        await Driven.SettleAsync();
    }

    /// <summary>What everyone in the place reads, oldest first; private answers are not among it.</summary>
    public IReadOnlyList<Message> Messages(string where) => Channel(where).Messages.ToList();

    /// <summary>The words of each message of a place.</summary>
    public IReadOnlyList<string> Reads(string where) => [.. Messages(where).Select(World.Text)];

    /// <summary>What stands in #postmortems in reading order: each message with its thread after it, or in a forum each post.</summary>
    public IReadOnlyList<Message> Postmortems()
    {
        lock (World.Gate)
        {
            var all = World.Guild.Channels.Values.ToList();
            var place = all.LastOrDefault(channel => channel is { Name: "postmortems", IsThread: false }) ?? throw new InvalidOperationException("There is no channel called postmortems.");
            return place.HoldsMessages
                ? [.. place.Messages.SelectMany(message => all.Where(thread => thread.Id == message.Id).SelectMany(thread => thread.Messages).Prepend(message))]
                : [.. all.Where(post => post.IsThread && post.ParentId == place.Id).SelectMany(post => post.Messages)];
        }
    }

    /// <summary>The words of each.</summary>
    public IReadOnlyList<string> ReadsPostmortems() => [.. Postmortems().Select(World.Text)];

    /// <summary>The words of each direct message a person got from the bot.</summary>
    public IReadOnlyList<string> ReadsDirectly(string who) => [.. World.DmsOf(who).Select(World.Text)];

    /// <summary>The card of an incident: the one message of the bot that is pinned in its channel.</summary>
    public Message Card(string where = "inc-1") => Messages(where).Single(message => message.Author == World.Bot && message.Pinned);

    public string CardText(string where = "inc-1") => World.Text(Card(where));

    /// <summary>Everyone who was ever pinged by the bot, by handle, once for each ping; by reminders, which come by themselves: see <see cref="Reminded"/>.</summary>
    public IReadOnlyList<string> Pinged => PingedBy(message => !IsReminder(message));

    /// <summary>Everyone who was pinged by a reminder that still stands or was answered, by handle.</summary>
    public IReadOnlyList<string> Reminded => PingedBy(IsReminder);

    /// <summary>Whether it asks for something an incident lacks, or did.</summary>
    public static bool IsReminder(Message message) => message.Content.StartsWith("⏰ ", StringComparison.Ordinal) || message.Content.StartsWith("-# ⏰ ", StringComparison.Ordinal);

    public bool CanSee(string who, string where) => World.CanSee(User(who), Channel(where));

    /// <summary>The record of an incident by its number.</summary>
    public async Task<IncidentFile> File(int number) =>
        await Driven.Store.FindIncidentAsync(new ServerId(World.Guild.Id), number) is { } incident && await Driven.Store.LoadFileAsync(incident.Id) is { } file
            ? file
            : throw new InvalidOperationException($"There is no INC-{number}.");

    /// <summary>What is still owed, in all incidents. That reminders are looked at later stands as long as an incident or an action item lacks something, and is not among it.</summary>
    public async Task<IReadOnlyList<Owed>> Owed()
    {
        var owed = new List<Owed>();
        foreach (var incident in await Driven.Store.ListIncidentsAsync(new ServerId(World.Guild.Id), new IncidentFilter { Limit = 1_000 }))
        {
            var items = await Driven.Store.ListAgendaAsync(incident.Id);
            owed.AddRange(items.Where(item => item.State is AgendaState.Waiting or AgendaState.Running && (item.Owed is not (Remind or FollowUpActions) || item.Due <= Now)).Select(item => item.Owed));
        }

        return owed;
    }

    public Task Advance(TimeSpan by) => Driven.AdvanceAsync(by);

    public Task Settle() => Driven.SettleAsync();

    /// <summary>The bot goes down in order and comes up on the record it left.</summary>
    public async Task Restart()
    {
        await Driven.StopBotAsync();
        await Driven.StartBotAsync();
    }

    public ValueTask DisposeAsync() => Driven.DisposeAsync();

    private IReadOnlyList<string> PingedBy(Func<Message, bool> which)
    {
        lock (World.Gate)
        {
            return
            [
                .. World.Guild.Channels.Values.SelectMany(channel => channel.Messages.Concat(channel.Ephemeral))
                    .Where(message => message.Author == World.Bot && which(message)).SelectMany(message => message.Pinged).Select(user => user.Username),
            ];
        }
    }

    private async Task<Answer> Asks(Func<Task<InteractionView>> ask) => (await AnswersAsync(await ask()))[0];

    private async Task<IReadOnlyList<Answer>> AnswersAsync(params InteractionView[] views)
    {
        await Driven.SettleAsync();
        var refusals = Driven.Bot.Services.GetRequiredService<Refusals>();
        return [.. views.Select(view => new Answer(view, refusals.Find(new(view.Interaction.Id)) is not null))];
    }
}

/// <summary>What a person gets to a command, button or form. The text is live: it shows later edits.</summary>
public sealed record Answer(InteractionView View, bool IsRefused)
{
    /// <summary>All the words, those of further messages included.</summary>
    public string Text => string.Join('\n', [View.Text, .. View.FollowUps.Select(View.TextOf)]);

    /// <summary>Nobody else sees it.</summary>
    public bool IsPrivate => View.IsEphemeral;

    /// <summary>The form that was opened instead of an answer.</summary>
    public JsonObject? Form => View.Modal;

    /// <summary>The text of a file that came with the answer.</summary>
    public string File(string name) => Encoding.UTF8.GetString(View.Message!.Attachments.Single(file => file.FileName == name).Bytes);

    /// <summary>What stands in a field of the form.</summary>
    public string? Prefilled(string field)
    {
        var input = Form!["components"]!.AsArray().Single(label => (string?)label!["label"] == field)!["component"]!;
        return (string?)input["value"];
    }

    /// <summary>Refused, for this person's eyes alone, in these words.</summary>
    public void ShouldRefuse(params string[] words)
    {
        IsRefused.ShouldBeTrue(Text);
        IsPrivate.ShouldBeTrue(Text);
        foreach (var word in words) Text.ShouldContain(word);
    }
}
