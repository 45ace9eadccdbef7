using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Chaos.Script;

/// <summary>
/// People who run one incident after the other, busily: they talk, correct themselves, take back, react, ask the bot for things, press buttons, resolve and
/// reopen. What they do next follows from the seed and from what the bot answered, not from what is wrong with it at the moment.
/// </summary>
internal sealed class Lane(SandboxServer sandbox, Ledger ledger, int number, int seed, CancellationToken over)
{
    private const int Tries = 8;
    private const string Pin = "📌";
    private static readonly string[] Handles = ["ada", "tunde", "chioma"];
    private static readonly TimeSpan PatienceForAnswer = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan PatienceForChannel = TimeSpan.FromSeconds(60);

    private readonly Random random = new(unchecked((seed * 397) + number));
    private readonly Words words = new(new Random(unchecked((seed * 397) + number + 1000)), $"{(char)('a' + (number % 26))}q");

    private Channel General => sandbox.World.FindChannel("general")!;

    private Story? first;

    /// <summary>Declares the first incident, before anything goes wrong: what follows has something to go wrong with.</summary>
    public async Task SetSceneAsync()
    {
        while (first is null && !over.IsCancellationRequested) first = await DeclareAsync();
    }

    /// <summary>Goes on until the time is over. An incident that is under way then stays open.</summary>
    public async Task RunAsync()
    {
        while (!over.IsCancellationRequested)
        {
            var story = first ?? await DeclareAsync();
            first = null;
            if (story is not null) await WorkAsync(story, steps: 40 + random.Next(120));
        }
    }

    private SandboxPerson Somebody() => sandbox.As(Handles[random.Next(Handles.Length)]);

    private async Task<Story?> DeclareAsync()
    {
        var story = new Story(words.Token());
        var severity = 1 + random.Next(4);
        ledger.Add(story);
        var asked = await AskAsync("/incident declare", Effect.Incident, story.Token, General, $"/incident declare title:\"{story.Token} shop answers slowly\" severity:sev{severity} service:shop");
        if (!asked.Accepted)
        {
            story.IsOpen = null;
            await PauseAsync(random.Next(500));
            return null;
        }

        story.IsOpen = true;
        using var patience = new CancellationTokenSource(PatienceForChannel, TimeProvider.System);
        while (!patience.IsCancellationRequested && !over.IsCancellationRequested)
        {
            if (Find(story.Token) is { } channel)
            {
                story.Channel = channel;
                return story;
            }

            await PauseAsync(30);
        }

        return null;
    }

    private Channel? Find(string token)
    {
        lock (sandbox.World.Gate) return sandbox.World.Guild.Channels.Values.FirstOrDefault(c => c.Name?.Contains($"-{token}-", StringComparison.Ordinal) == true);
    }

    private async Task WorkAsync(Story story, int steps)
    {
        for (var step = 0; step < steps && !over.IsCancellationRequested; step++)
        {
            await StepAsync(story);
            await PauseAsync(random.Next(60));
            if (story.IsOpen is not true) return;
        }

        if (random.Next(4) != 0 && !over.IsCancellationRequested) await CloseAsync(story);
    }

    private Task StepAsync(Story story) => random.Next(100) switch
    {
        < 34 => SayAsync(story),
        < 40 => ReplyAsync(story),
        < 54 => EditAsync(story),
        < 59 => DeleteAsync(story),
        < 67 => PinAsync(story),
        < 70 => UnpinAsync(story),
        < 72 => StartThreadAsync(story),
        < 80 => AskEntryAsync(story, "/timeline add", token => $"/timeline add text:\"{token} rolled back host\" kind:fix"),
        < 84 => AskEntryAsync(story, "/incident update", token => $"/incident update message:\"{token} still looking at it\""),
        < 86 => AskEntryAsync(story, "/incident severity", token => $"/incident severity level:sev{1 + random.Next(4)} reason:\"{token} more than we thought\""),
        < 88 => AskEntryAsync(story, "/incident impact", token => $"/incident impact text:\"{token} nobody can pay\" percent:{random.Next(100)}"),
        < 91 => ActionAsync(story),
        < 93 => EscalateAsync(story),
        < 95 => AnswerPageAsync(story),
        < 97 => UpdateByFormAsync(story),
        < 99 => AddByMenuAsync(story),
        _ => CloseAndReopenAsync(story),
    };

    private async Task SayAsync(Story story)
    {
        var place = story.Threads.Count > 0 && random.Next(4) == 0 ? story.Threads[random.Next(story.Threads.Count)] : story.Channel!;
        var burst = random.Next(5) == 0 ? 8 : 1;
        for (var i = 0; i < burst; i++)
        {
            var text = words.Line();
            story.Messages.Add(new Said(await Somebody().SayAsync(place, text, CancellationToken.None), text));
        }
    }

    private async Task ReplyAsync(Story story)
    {
        if (Recent(story) is not { } said) return;
        var text = words.Line();
        story.Messages.Add(new Said(await Somebody().ReplyAsync(said.Message, text, CancellationToken.None), text));
    }

    private async Task EditAsync(Story story)
    {
        if (Recent(story) is not { } said) return;
        for (var times = 1 + random.Next(3); times > 0; times--)
        {
            var text = words.Line();
            await AuthorOf(said).EditAsync(said.Message, text, CancellationToken.None);
            said.Texts.Add(text);
        }
    }

    private async Task DeleteAsync(Story story)
    {
        if (Recent(story) is not { } said || said.Message.StartedThread is not null) return;
        await AuthorOf(said).DeleteAsync(said.Message, CancellationToken.None);
        said.Deleted = true;
    }

    private async Task PinAsync(Story story)
    {
        if (Recent(story) is not { } said) return;
        var person = Somebody();
        await person.ReactAsync(said.Message, Pin, CancellationToken.None);
        said.PinnedBy.Add(person.User.Id);
        said.EverPinnedBy.Add(person.User.Id);
    }

    private async Task UnpinAsync(Story story)
    {
        if (story.Messages.LastOrDefault(m => !m.Deleted && m.PinnedBy.Count > 0) is not { } said) return;
        var person = sandbox.As(Handles.First(h => said.PinnedBy.Contains(sandbox.World.People[h].Id)));
        await person.UnreactAsync(said.Message, Pin, CancellationToken.None);
        said.PinnedBy.Remove(person.User.Id);
    }

    private async Task StartThreadAsync(Story story)
    {
        if (story.Threads.Count >= 3 || Recent(story) is not { } said || said.Message.Channel.IsThread || said.Message.StartedThread is not null) return;
        story.Threads.Add(await Somebody().StartThreadAsync(said.Message, $"looking into {words.Token()}", CancellationToken.None));
    }

    private Task AskEntryAsync(Story story, string kind, Func<string, string> line)
    {
        var token = words.Token();
        return AskAsync(kind, Effect.Entry, token, story.Channel!, line(token));
    }

    private Task ActionAsync(Story story)
    {
        var token = words.Token();
        return AskAsync("/action add", Effect.Action, token, story.Channel!, $"/action add text:\"{token} add an alert\" owner:@{Handles[random.Next(Handles.Length)]}");
    }

    private Task EscalateAsync(Story story)
    {
        var token = words.Token();
        var whom = random.Next(3) == 0 ? "developers" : Handles[random.Next(Handles.Length)];
        return AskAsync("/escalate", Effect.Escalation, token, story.Channel!, $"/escalate to:@{whom} reason:\"{token} needs the database\"");
    }

    private async Task AnswerPageAsync(Story story)
    {
        var person = Somebody();
        var dm = await person.OpenDmAsync(CancellationToken.None);
        var button = random.Next(3) == 0 ? "Can't help" : "Acknowledge";
        if (random.Next(3) == 0 || person.NewestWithButton(button, dm) is not { } page)
        {
            await AskAsync("/escalation stop", Effect.Nothing, "", story.Channel!, "/escalation stop");
            return;
        }

        await AskAsync($"button {button}", Effect.Nothing, "", () => person.PressAsync(page, button, CancellationToken.None));
    }

    private async Task UpdateByFormAsync(Story story)
    {
        var person = Somebody();
        if (person.NewestWithButton("Update", story.Channel!) is not { } card) return;
        var opened = await AskAsync("button Update", Effect.Nothing, "", () => person.PressAsync(card, "Update", CancellationToken.None));
        if (opened.View.Modal is null) return;
        var token = words.Token();
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["message"] = $"{token} we found something" };
        await AskAsync("update form", Effect.Entry, token, () => person.SubmitModalAsync(opened.View, form, CancellationToken.None));
    }

    private async Task AddByMenuAsync(Story story)
    {
        if (Recent(story) is not { } said) return;
        var person = Somebody();
        var asked = await AskAsync("menu Add to timeline", Effect.Nothing, "", () => person.MessageMenuAsync("Add to timeline", said.Message, CancellationToken.None));
        if (asked.Accepted) said.AddedBy.Add(person.User.Id);
    }

    private async Task CloseAndReopenAsync(Story story)
    {
        await CloseAsync(story);
        if (story.IsOpen is not false || random.Next(2) == 0) return;
        await UntilClearAsync(story, open: true, "/incident reopen", token => $"/incident reopen reason:\"{token} it is back\"");
    }

    private Task CloseAsync(Story story) => UntilClearAsync(story, open: false, "/incident resolve", token => $"/incident resolve fix:\"{token} rolled back\" cause:\"a lock on orders\" impact:\"nobody could pay\" prevent:\"a test\"");

    // Nobody talks meanwhile: whether what is said belongs to the record depends on when exactly it is closed.
    private async Task UntilClearAsync(Story story, bool open, string kind, Func<string, string> line)
    {
        story.IsOpen = null;
        for (var tries = 0; tries < Tries && !over.IsCancellationRequested; tries++)
        {
            var token = words.Token();
            var asked = await AskAsync(kind, Effect.Entry, token, story.Channel!, line(token));
            if (asked.Accepted || (asked.Refused && asked.View.Text.Contains(open ? "is open" : "resolved", StringComparison.Ordinal)))
            {
                story.IsOpen = open;
                return;
            }

            await PauseAsync(500);
        }
    }

    private Task<Asked> AskAsync(string kind, Effect effect, string token, Channel where, string line) =>
        AskAsync(kind, effect, token, () => Somebody().CommandAsync(where, line, CancellationToken.None));

    private Task<Asked> AskAsync(string kind, Effect effect, string token, Func<Task<InteractionView>> ask) => AskAsync(ledger, kind, effect, token, inPeace: false, ask);

    internal static async Task<Asked> AskAsync(Ledger ledger, string kind, Effect effect, string token, bool inPeace, Func<Task<InteractionView>> ask)
    {
        var at = TimeProvider.System.GetUtcNow();
        var asked = new Asked(kind, effect, token, await ask(), at, inPeace);
        ledger.Add(asked);
        using var patience = new CancellationTokenSource(PatienceForAnswer, TimeProvider.System);
        try
        {
            await asked.View.WaitAsync(cancellationToken: patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It stays at "thinking": people turn to something else.
        }

        return asked;
    }

    private Said? Recent(Story story)
    {
        var from = Math.Max(0, story.Messages.Count - 15);
        if (story.Messages.Count == 0) return null;
        var said = story.Messages[from + random.Next(story.Messages.Count - from)];
        return said.Deleted ? null : said;
    }

    private SandboxPerson AuthorOf(Said said) => sandbox.As(said.Message.Author.Username);

    private static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
}
