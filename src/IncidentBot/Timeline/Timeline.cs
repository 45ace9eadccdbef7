using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;
using IncidentBot.Postmortem;
using IncidentBot.Storage;

namespace IncidentBot.Timeline;

/// <summary>`/timeline add`, `edit`, `remove`, `show`, `export`.</summary>
public sealed class TimelineModule(Desk desk, IncidentStore store) : ICommandModule
{
    private static readonly (string Label, string Value, EntryKind Kind)[] Kinds =
    [
        ("key event", "key-event", EntryKind.KeyEvent),
        ("detection: how it was noticed", "detection", EntryKind.Detection),
        ("hypothesis", "hypothesis", EntryKind.Hypothesis),
        ("ruled out", "ruled-out", EntryKind.RuledOut),
        ("root cause", "cause", EntryKind.Cause),
        ("fix", "fix", EntryKind.Fix),
        ("impact", "impact", EntryKind.Impact),
        ("action item", "action", EntryKind.ActionItem),
    ];

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "timeline add",
            "Write a line into the timeline",
            [
                Option.Text("text", "What happened", required: true, max: 1500),
                Option.Text("at", "When, if not now: 14:05, 20m ago, yesterday 23:50", max: 100),
                Option.Choice("kind", "What it is", required: false, [.. Kinds.Select(k => (k.Label, k.Value))]),
                Option.Incident(),
            ],
            call => desk.DecideAsync(call, openly: true, (state, asker) => AddEntry.Decide(state, call.Text("text"), call.Text("at"), KindOf(call.Text("kind")), asker)));
        catalog.Slash(
            "timeline edit",
            "Change text or time of an entry",
            [
                Option.Whole("entry", "Number of the entry, as `/timeline show` gives it", min: 1, required: true, autocomplete: true),
                Option.Text("text", "The new text", max: 1500),
                Option.Text("at", "The new time: 14:05, 20m ago, yesterday 23:50", max: 100),
                Option.Incident(),
            ],
            call => desk.DecideAsync(call, openly: false, (state, asker) => EditEntry.Decide(state, (int)(call.Whole("entry") ?? 0), call.Text("text"), call.Text("at"), asker)));
        catalog.Slash(
            "timeline remove",
            "Take an entry out; it stays in the record",
            [Option.Whole("entry", "Number of the entry, as `/timeline show` gives it", min: 1, required: true, autocomplete: true), Option.Incident()],
            call => desk.DecideAsync(call, openly: false, (state, asker) => RemoveEntry.Decide(state, (int)(call.Whole("entry") ?? 0), asker)));
        catalog.Slash(
            "timeline show",
            "The timeline so far",
            [Option.Flag("all", "Also every message"), Option.Incident()],
            ShowAsync);
        catalog.Slash("timeline export", "The whole timeline as files", [Option.Incident()], ExportAsync);
        catalog.Complete("entry", CompleteAsync);
    }

    /// <summary>The kinds people mark, by the value a command or form carries.</summary>
    public static EntryKind? KindOf(string? value) => Kinds.FirstOrDefault(k => k.Value == value) is { Value: not null } found ? found.Kind : null;

    private async Task ShowAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        var all = call.Flag("all");
        if (await (all ? store.LoadFileAsync(incident.Id) : store.LoadFileWithQuotedTalkAsync(incident.Id)) is not { } file) return;
        var lines = TimelineText.Lines(file, all, quiet: all);
        if (lines.Count == 0)
        {
            await call.AnswerPrivatelyAsync("The timeline is still empty. React with 📌 to a message, or use `/timeline add`.");
            return;
        }

        // The newest lines are the ones wanted in the middle of an incident; the whole is one command away.
        var shown = new StringBuilder();
        var first = lines.Count;
        while (first > 0 && shown.Length + lines[first - 1].Length + 1 < 1_800) shown.Insert(0, lines[--first] + "\n");
        if (first > 0) shown.Insert(0, string.Create(CultureInfo.InvariantCulture, $"-# {first} earlier lines are left out; `/timeline export` gives everything.\n"));
        await call.AnswerPrivatelyAsync(shown.ToString().TrimEnd());
    }

    private async Task ExportAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return;
        var markdown = $"# Timeline: {incident.Name} {Harmless.Line(incident.Title)}\n\n{string.Join('\n', TimelineText.Lines(file, all: true).Select(l => "- " + l))}\n";
        var readable = PostmortemFiles.ForDiscord($"inc-{incident.Number}-timeline.md", "text/markdown", to => to.Write(Encoding.UTF8.GetBytes(markdown)));
        var data = PostmortemFiles.ForDiscord($"inc-{incident.Number}.json", "application/json", PostmortemFiles.Json(file, PostmortemComposer.Compose(file)));
        var content = (readable, data) switch
        {
            (not null, not null) => $"The timeline of {incident.Name}, readable and as data.",
            (not null, null) => $"The timeline of {incident.Name}. As data it is larger than Discord takes.",
            _ => $"The timeline of {incident.Name} is larger than Discord takes. `/timeline show` shows a part of it.",
        };
        await call.AnswerPrivatelyAsync(new OutgoingMessage { Content = content, AllowedMentions = AllowedMentions.None, Files = [.. new[] { readable, data }.OfType<MessageFile>()] });
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var asker = Desk.AskerOf(call);
        var entries = await Desk.FindAsync(store, call, asker) is { } incident ? await store.EntriesAsync(incident.Id) : [];
        return
        [
            .. entries
                .Where(e => e.Shown && !e.Kind.IsQuiet() && (typed.Length == 0 || e.Number.ToString(CultureInfo.InvariantCulture).StartsWith(typed, StringComparison.Ordinal) || e.Text.Contains(typed, StringComparison.OrdinalIgnoreCase)))
                .OrderByDescending(e => e.Number)
                .Take(25)
                .Select(e => new CommandChoice(Harmless.Cut($"#{e.Number} {Harmless.Plain(e.Text)}", 100), e.Number)),
        ];
    }
}
