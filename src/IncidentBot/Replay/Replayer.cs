using System.Collections.Immutable;
using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.Time;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Channel = IncidentBot.Sandbox.World.Channel;
using CommandData = IncidentBot.Sandbox.People.CommandData;
using Message = IncidentBot.Sandbox.World.Message;

namespace IncidentBot.Replay;

/// <summary>A step that was not accepted.</summary>
/// <param name="Line">Where the scenario says it.</param>
/// <param name="Answer">The bot's own words, or Discord's.</param>
public sealed record RefusedStep(int Line, string Answer);

/// <summary>Plays a scenario: people act over the sandbox's HTTP endpoints, the clock is driven, and everything due in between happens at its time.</summary>
public sealed class Replayer : IAsyncDisposable
{
    private readonly DrivenBot driven;
    private readonly ChosenTemplate? template;
    private readonly Dictionary<string, Message> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InteractionView> forms = new(StringComparer.Ordinal);
    private readonly Queue<AlertStep> unsent = new();
    private ulong? lastChannel;
    private IReadOnlyDictionary<string, IReadOnlyCollection<string>> others = new Dictionary<string, IReadOnlyCollection<string>>();

    private Replayer(Scenario scenario, DrivenBot driven, ChosenTemplate? template)
    {
        this.template = template;
        Scenario = scenario;
        this.driven = driven;
    }

    public Scenario Scenario { get; }

    public DrivenClock Clock => driven.Clock;

    /// <summary>Copies of what people attached.</summary>
    public AttachmentFolder Attachments => driven.Bot.Services.GetRequiredService<AttachmentFolder>();

    public SandboxServer Sandbox => driven.Sandbox;

    private IncidentStore Store => driven.Store;

    public static async Task<Replayer> StartAsync(Scenario scenario, ReplayOptions options, CancellationToken cancellationToken)
    {
        var world = await DrivenBot.StartAsync(
            scenario.Start,
            new SandboxOptions
            {
                Urls = options.SandboxUrl,
                GuildName = scenario.Name,
                Channels = [.. new SandboxOptions().Channels.Union(ScenarioSettings.Channels(scenario.Settings), StringComparer.OrdinalIgnoreCase)],
                Roles = [.. scenario.People.SelectMany(p => p.Roles).Distinct(StringComparer.OrdinalIgnoreCase)],
                People =
                [
                    .. scenario.People.Select((p, n) => new PersonOptions { Handle = p.Handle, Name = p.Name, Roles = p.Roles, ManagesServer = n == 0 || Manages(scenario, p) }),
                ],
            },
            options.Logging,
            cancellationToken);
        var replayer = new Replayer(scenario, world, options.Template);
        try
        {
            await world.StartBotAsync(cancellationToken);
            await replayer.ApplySettingsAsync();
        }
        catch
        {
            await replayer.DisposeAsync();
            throw;
        }

        return replayer;
    }

    /// <summary>Plays all steps; stops at the first that is refused and returns it, or null when all were accepted.</summary>
    /// <param name="onStep">Called after each step, when everything it caused has happened.</param>
    public async Task<RefusedStep?> PlayAsync(Func<Step, Task>? onStep, CancellationToken cancellationToken)
    {
        foreach (var step in Scenario.Steps)
        {
            await driven.AdvanceToAsync(step.At, cancellationToken);
            if (await SendAlertsAsync(cancellationToken) is { } late) return new(step.Line, late);
            string? refusal;
            try
            {
                refusal = await PlayAsync(step, cancellationToken);
            }
            catch (SandboxRefusalException e)
            {
                refusal = WordsFor(e, step);
            }

            await driven.SettleAsync(cancellationToken);
            if (onStep is not null) await onStep(step);
            if (refusal is null) continue;

            // What came of it until then can be read only when the bot is there.
            await driven.WaitForBotAsync(cancellationToken);
            return new(step.Line, refusal);
        }

        await driven.WaitForBotAsync(cancellationToken);
        if (Scenario.Steps.LastOrDefault() is { } last && await SendAlertsAsync(cancellationToken) is { } unheard) return new(last.Line, unheard);
        await driven.SettleAsync(cancellationToken);
        return null;
    }

    /// <summary>The incidents of the scenario, oldest first, each with its whole record.</summary>
    public async Task<ImmutableArray<IncidentFile>> FilesAsync(CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<IncidentFile>();
        var incidents = await Store.ListIncidentsAsync(new(Sandbox.World.Guild.Id), new IncidentFilter { Limit = 1_000 }, cancellationToken);
        foreach (var incident in incidents.OrderBy(i => i.Number))
        {
            if (await Store.LoadFileAsync(incident.Id, cancellationToken) is { } file) files.Add(file);
        }

        return files.ToImmutable();
    }

    public ValueTask DisposeAsync() => driven.DisposeAsync();

    // A scenario does not say who manages the server: the first one named, as whoever sets a bot up does, and everyone who does what only managers may.
    private static bool Manages(Scenario scenario, ScenarioPerson person) => scenario.Steps.OfType<CommandStep>().Any(step =>
        step.By == person.Handle
        && (step.Text.Contains("private:", StringComparison.OrdinalIgnoreCase)
            || step.Text.TrimStart().StartsWith("/bot ", StringComparison.OrdinalIgnoreCase)
            || step.Text.TrimStart().StartsWith("/policy ", StringComparison.OrdinalIgnoreCase)));

    private Task ApplySettingsAsync() => Store.CommitAsync(async scope =>
    {
        var settings = await scope.SettingsAsync(new(Sandbox.World.Guild.Id));
        settings = ScenarioSettings.Apply(settings with { TimeZone = Scenario.TimeZone }, Scenario.Settings, Names(), static (_, _) => { });

        // What is asked for on the command line holds for every severity.
        await scope.SaveAsync(template is null ? settings : TemplateChoice.Set(settings with { Templates = [] }, severity: null, template.Key));
        if (template is { Source: { } source }) await scope.SaveAsync(OwnTemplate.Next(settings.Server, template.Key, [], source, "given on the command line", by: null, Clock.GetUtcNow()));
        if (Scenario.Policies is not { } policies) return;

        var version = ScenarioPolicies.Read(policies, Sandbox.World, Clock.GetUtcNow());
        others = new Dictionary<string, IReadOnlyCollection<string>>
        {
            ["policy"] = [.. version.Book.Policies.Select(policy => policy.Name)],
            ["schedule"] = [.. version.Book.Schedules.Select(schedule => schedule.Name)],
        };
        await scope.SaveAsync(version);
        await scope.OweAsync(new(Sandbox.World.Guild.Id), new FollowShifts());
        await scope.OweAsync(new(Sandbox.World.Guild.Id), new OpenConversations());
    });

    private ChatNames Names() => ChatNames.Of(Sandbox.World) with { Others = others };

    private async Task<string?> PlayAsync(Step step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case BotOfflineStep offline:
                await driven.StopBotUntilAsync(offline.At + offline.For);
                return null;
            case AlertStep alert:
                unsent.Enqueue(alert);
                return await SendAlertsAsync(cancellationToken);
            case PersonStep person:
                return await PlayAsync(person, Sandbox.As(person.By), await ChannelOfAsync(person, cancellationToken), cancellationToken);
            default:
                return $"a step of the kind {step.GetType().Name} is not known";
        }
    }

    // Whoever sends alerts tries again until the bot is back.
    private async Task<string?> SendAlertsAsync(CancellationToken cancellationToken)
    {
        while (!driven.IsAway && unsent.TryDequeue(out var alert))
        {
            var (status, words) = await driven.PostAlertAsync(alert.Source, await File.ReadAllBytesAsync(alert.File, cancellationToken), cancellationToken);
            if (status != System.Net.HttpStatusCode.Accepted) return $"the alert of line {alert.Line} was refused: {words.Trim()}";
        }

        return null;
    }

    private async Task<string?> PlayAsync(PersonStep step, SandboxPerson person, Channel? channel, CancellationToken cancellationToken)
    {
        if (channel is null) return NoChannel(step.Channel!, person);
        switch (step)
        {
            case SayStep say:
                return await SayAsync(say, person, channel, cancellationToken);

            case ReactStep react:
                if (react.Remove) await person.UnreactAsync(messages[react.To], react.Emoji, cancellationToken);
                else await person.ReactAsync(messages[react.To], react.Emoji, cancellationToken);
                return null;

            case EditStep edit:
                await person.EditAsync(messages[edit.Message], Names().WithMentions(edit.Text), cancellationToken);
                return null;

            case DeleteStep delete:
                await person.DeleteAsync(messages[delete.Message], cancellationToken);
                return null;

            case CommandStep command:
                var built = CommandData.Build(command.Text, person.RegisteredCommands(), Names());
                if (built.Data is null) return string.Join("; ", built.Errors);
                return await AnswerOfAsync(await person.UseAsync(channel, built.Data, cancellationToken), command.Form, person, command, cancellationToken);

            case MenuStep menu:
                return await UseMenuAsync(menu, person, cancellationToken);

            case PressStep press:
                var at = step.Channel is null ? null : channel;
                if (person.NewestWithButton(press.Label, at) is not { } message) return NoButton(press, person.Buttons(at));
                return await AnswerOfAsync(await person.PressAsync(message, press.Label, cancellationToken), press.Form, person, press, cancellationToken);

            case FormStep form:
                if (!forms.Remove(step.By, out var open)) return $"no form is open for {step.By}";
                return await SubmitAsync(open, form.Form, person, cancellationToken);

            default:
                return $"a step of the kind {step.GetType().Name} is not known";
        }
    }

    private string NoChannel(string name, SandboxPerson person)
    {
        var seen = Sandbox.World.Guild.Channels.Values.Where(c => c.HoldsMessages && Sandbox.World.CanSee(person.User, c)).Select(c => c.Name).OfType<string>().ToList();
        return $"there is no channel '{name}'{(Nearest.Question(name, seen) is { Length: > 0 } question ? question : $"; {person.User.Username} sees {Nearest.Quoted(seen)}")}";
    }

    private static string NoButton(PressStep press, IReadOnlyList<string> seen)
    {
        if (seen.Count == 0) return $"{press.By} sees no button '{press.Label}', nor any other";
        return $"{press.By} sees no button '{press.Label}'{(Nearest.Question(press.Label, seen) is { Length: > 0 } question ? question : $"; there are {Nearest.Quoted(seen)}")}";
    }

    /// <summary>Discord's own refusals, in words that say what to change.</summary>
    private static string WordsFor(SandboxRefusalException refusal, Step step) => (refusal.Code, step) switch
    {
        (10014, ReactStep react) => $"'{react.Emoji}' is no emoji that Discord knows",
        (10008, ReactStep { To: var id }) => $"the message '{id}' is not there any more",
        (10008, EditStep { Message: var id }) => $"the message '{id}' is not there any more",
        (10008, DeleteStep { Message: var id }) => $"the message '{id}' is not there any more",
        _ => $"Discord refuses it: {refusal.Message}",
    };

    private static async Task<IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)>> FilesOfAsync(SayStep say, CancellationToken cancellationToken)
    {
        var files = new List<(string, ReadOnlyMemory<byte>)>();
        foreach (var file in say.Files) files.Add((Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellationToken)));
        return files;
    }

    private async Task<string?> SayAsync(SayStep say, SandboxPerson person, Sandbox.World.Channel channel, CancellationToken cancellationToken)
    {
        var text = Names().WithMentions(say.Text);
        var message = say switch
        {
            { Files: [_, ..] } => await person.AttachAsync(channel, text, await FilesOfAsync(say, cancellationToken), cancellationToken),
            { ReplyTo: { } to } when !messages[to].Deleted => await person.ReplyAsync(messages[to], text, cancellationToken),
            _ => await person.SayAsync(channel, text, cancellationToken),
        };
        if (say.Id is { } id) messages[id] = message;
        return null;
    }

    // "Mark as cause" is what a person says who opens "Mark as…" and chooses "cause".
    private async Task<string?> UseMenuAsync(MenuStep menu, SandboxPerson person, CancellationToken cancellationToken)
    {
        var target = messages[menu.To];
        var built = CommandData.BuildMenu(menu.Menu, target.Id, person.RegisteredCommands());
        var form = menu.Form;
        if (built.Data is null && menu.Menu.StartsWith("Mark as ", StringComparison.OrdinalIgnoreCase))
        {
            built = CommandData.BuildMenu("Mark as…", target.Id, person.RegisteredCommands());
            form = [new FormAnswer("kind", menu.Menu["Mark as ".Length..].Trim().ToLowerInvariant())];
        }

        if (built.Data is null) return string.Join("; ", built.Errors);
        return await AnswerOfAsync(await person.UseAsync(target.Channel, built.Data, cancellationToken), form, person, menu, cancellationToken);
    }

    private async Task<string?> AnswerOfAsync(
        InteractionView view, ImmutableArray<FormAnswer>? form, SandboxPerson person, OpeningStep step, CancellationToken cancellationToken)
    {
        await driven.SettleAsync(cancellationToken);
        await ExpireAsync(view, cancellationToken);
        if (view.Modal is null) return RefusalOf(view);
        if (!step.FormComesLater) return await SubmitAsync(view, form ?? [], person, cancellationToken);
        forms[step.By] = view;
        return null;
    }

    private async Task<string?> SubmitAsync(InteractionView form, ImmutableArray<FormAnswer> answers, SandboxPerson person, CancellationToken cancellationToken)
    {
        var values = answers.GroupBy(a => a.Field).ToDictionary(g => g.Key, g => string.Join(",", g.Select(a => a.Value)));
        InteractionView view;
        try
        {
            view = await person.SubmitModalAsync(form, values, cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        await driven.SettleAsync(cancellationToken);
        await ExpireAsync(view, cancellationToken);
        return RefusalOf(view);
    }

    // Nobody answers while the bot is away; Discord says so after 3 seconds.
    private async Task ExpireAsync(InteractionView view, CancellationToken cancellationToken)
    {
        if (view.State != InteractionState.Pending) return;
        Clock.Advance(TimeSpan.FromSeconds(3.1));
        await driven.SettleAsync(cancellationToken);
    }

    private string? RefusalOf(InteractionView view)
    {
        if (view.Failed) return driven.IsAway ? $"{view.Text}: the bot is away" : view.Text;
        return driven.IsAway ? null : driven.Bot.Services.GetRequiredService<Refusals>().Find(new Snowflake(view.Interaction.Id));
    }

    private async Task<Channel?> ChannelOfAsync(PersonStep step, CancellationToken cancellationToken)
    {
        var world = Sandbox.World;
        if (step.Channel is { } name) return world.FindChannel(name) ?? world.Guild.Channels.Values.LastOrDefault(c => c.Name?.StartsWith(name + "-", StringComparison.OrdinalIgnoreCase) == true);
        if (!driven.IsAway)
        {
            var incidents = await Store.ListIncidentsAsync(new(world.Guild.Id), new IncidentFilter { Limit = 50 }, cancellationToken);
            var asker = new Asker(new(world.People[step.By].Id), Clock.GetUtcNow(), new ServerSettings { Server = new(world.Guild.Id) });
            var newest = incidents.Where(i => i.Channel is not null && (!i.IsPrivate || Visibility.MaySee(i, asker))).MaxBy(i => i.Number);
            if (newest?.Channel is { } channel) lastChannel = channel.Value;
        }

        return (lastChannel is { } last ? world.FindChannel(last) : null) ?? world.FindChannel("general");
    }

}
