using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem changes`: where the record has moved on under a text that a person wrote. `/postmortem history`: who wrote what, and when.</summary>
public sealed class FollowingModule(Desk desk, IncidentStore store) : ICommandModule
{
    public const string ChangesButton = "section-changes";
    private const string AcceptButton = "record-accept";
    private const string KeepButton = "record-keep";
    private const string BothButton = "record-both";

    /// <summary>Lines of the history in one answer; all of them are in the file.</summary>
    private const int Listed = 15;

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "postmortem changes",
            "What changed in the record under a section that people wrote, to take or to leave",
            [WritingModule.SectionOption(required: false), Option.Incident()],
            call => ShowAsync(call, call.Text("section")));
        catalog.Button(ChangesButton, call => ShowAsync(call, call.CustomId.Argument));
        catalog.Button(AcceptButton, call => DecideAsync(call, FollowRecord.Accept));
        catalog.Button(KeepButton, call => DecideAsync(call, FollowRecord.Keep));
        catalog.Button(BothButton, BothAsync);
        catalog.Slash(
            "postmortem history",
            "Who wrote which section, and when; or one of those texts",
            [WritingModule.SectionOption(required: false), Option.Whole("change", "Number of a change: its text, and what it changed", min: 1), Option.Incident()],
            HistoryAsync);
    }

    private async Task ShowAsync(CommandCall call, string? key)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return;
        var behind = file.Incident.WrittenSections.Keys.Where(one => key is null || one == key).Select(one => SectionPage.Of(file, one)).Where(page => page.IsBehind).ToList();
        switch (behind)
        {
            case []:
                await call.AnswerPrivatelyAsync(key is null
                    ? $"Nothing in the record of {file.Incident.Name} has changed under what people wrote."
                    : $"Nothing in the record has changed under “{SectionIds.Heading(key)}” since somebody last looked at it.");
                break;
            case [var page]:
                await ShowAsync(call, page);
                break;
            default:
                await call.AnswerPrivatelyAsync(
                    $"The record has changed under {behind.Count} sections that people wrote. Look at each:",
                    [.. behind.Take(5).Select(page => new Button { Style = ButtonStyle.Primary, Label = page.Heading, CustomId = new CustomId(ChangesButton, file.Incident.Id, page.Key).ToString() })]);
                break;
        }
    }

    private static Task ShowAsync(CommandCall call, SectionPage page)
    {
        var last = SectionHistory.Last(page.File.Entries, page.Key)!;
        var difference = FollowRecord.Difference(page.State, page.Key, page.RecordSays);
        var merged = FollowRecord.Merge(page.State, page.Key, page.RecordSays);
        var isKnown = last.Section!.Record is not null;
        var heading = $"**{page.Heading}** was written by <@{last.By}>. "
            + (isKnown ? $"Since then the record changed: {DiffText.InWords(difference)}.\n" : "The record has changed since; this is how it differs from what is written:\n");
        var about = $"{page.Key}/{SectionVersion.MarkOf(page.RecordSays)}";
        var buttons = new List<Component>
        {
            new Button { Style = ButtonStyle.Danger, Label = "Accept the new", CustomId = new CustomId(AcceptButton, page.File.Incident.Id, about).ToString() },
            new Button { Style = ButtonStyle.Secondary, Label = "Keep mine", CustomId = new CustomId(KeepButton, page.File.Incident.Id, about).ToString() },
        };
        if (merged is not null) buttons.Insert(0, new Button { Style = ButtonStyle.Primary, Label = "Put both together", CustomId = new CustomId(BothButton, page.File.Incident.Id, about).ToString() });
        const string Footer = "\n-# **Accept the new**: the section says what the record says; what was written stays in `/postmortem history`. **Keep mine**: it stays as written.";
        return call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = heading + DiffText.Block(difference, 1950 - heading.Length - Footer.Length) + Footer,
            AllowedMentions = AllowedMentions.None,
            Files = [new("what-changed.diff", Encoding.UTF8.GetBytes(DiffText.Plain(difference)), "text/plain")],
            Components = [new ActionRow(buttons)],
        });
    }

    private async Task DecideAsync(CommandCall call, Func<IncidentState, string, string, string, Asker, Outcome> decide)
    {
        if (call.CustomId.Argument.Split('/') is not [var key, var seen] || await SectionPage.OpenAsync(call, desk, store, key) is not { } page) return;
        await desk.DecideAsync(call, openly: false, (state, asker) => decide(state, key, seen, page.RecordSays, asker));
    }

    private async Task BothAsync(CommandCall call)
    {
        if (call.CustomId.Argument.Split('/') is not [var key, _] || await SectionPage.OpenAsync(call, desk, store, key) is not { } page) return;
        if (FollowRecord.Merge(page.State, key, page.RecordSays) is { IsClean: false, Text: { Length: <= SectionParts.Field } text })
            await call.OpenFormAsync(SectionForm.Of(page, text, about: "Both changed the same lines: they stand between ≪≪≪ and ≫≫≫"));
        else await DecideAsync(call, FollowRecord.TakeBoth);
    }

    private async Task HistoryAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return;
        var key = call.Text("section");
        var changes = SectionHistory.Of(file.Entries, key).ToList();
        if (call.Whole("change") is { } number)
        {
            if (changes.Find(entry => entry.Number == number) is { } one) await ShowChangeAsync(call, file, one);
            else await call.RefuseAsync($"There is no change #{number}. `/postmortem history` lists them.");
            return;
        }

        if (changes.Count == 0)
        {
            await call.AnswerPrivatelyAsync(key is null ? "Nobody has written a section yet: all of it comes from the record." : $"Nobody has written “{SectionIds.Heading(key)}” yet.");
            return;
        }

        var text = new StringBuilder($"Who wrote in the postmortem of {file.Incident.Name}, the newest first. `/postmortem history change:{changes[^1].Number}` shows one.");
        foreach (var entry in changes.AsEnumerable().Reverse().Take(Listed)) text.Append('\n').Append(LineOf(file, entry));
        if (changes.Count > Listed) text.Append(CultureInfo.InvariantCulture, $"\n-# and {changes.Count - Listed} more: all of them are in the file.");
        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = Harmless.Cut(text.ToString(), 2000),
            AllowedMentions = AllowedMentions.None,
            Files = changes.Count > Listed ? [new("history.txt", Encoding.UTF8.GetBytes(string.Join('\n', changes.Select(entry => PlainLineOf(file, entry))) + "\n"), "text/plain")] : [],
        });
    }

    private static Task ShowChangeAsync(CommandCall call, IncidentFile file, TimelineEntry entry)
    {
        var change = entry.Section!;
        var page = SectionPage.Of(file, change.Key);
        var before = SectionHistory.Of(file.Entries, change.Key).TakeWhile(one => one.Number < entry.Number).LastOrDefault(one => one.Section!.IsTaken)?.Section?.Text ?? change.Record ?? "";
        var difference = LineDiff.Between(before, change.Text ?? "");
        var heading = LineOf(file, entry) + "\n";
        return call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = heading + DiffText.Block(difference, 1950 - heading.Length),
            AllowedMentions = AllowedMentions.None,
            Files = change.Text is { } text ? [new($"change-{entry.Number}.md", Encoding.UTF8.GetBytes(text), "text/markdown")] : [],
            Components = change.Text is { } kept && kept != page.Written && change.Kind != SectionChangeKind.Begun ? [new ActionRow(WritingModule.Take(page, entry.Number, "Take this text again"))] : [],
        });
    }

    private static string LineOf(IncidentFile file, TimelineEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"`#{entry.Number}` <t:{entry.RecordedAt.ToUnixTimeSeconds()}:f> {Harmless.Line(entry.By is { } by ? file.NameOf(by) : "", 40)}: {Harmless.Line(entry.Text, 100)}{Size(entry.Section!)}");

    private static string PlainLineOf(IncidentFile file, TimelineEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"#{entry.Number} {entry.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z {(entry.By is { } by ? file.NameOf(by) : "")}: {entry.Text}{Size(entry.Section!)}");

    private static string Size(SectionChange change) => change.Text is { } text ? string.Create(CultureInfo.InvariantCulture, $" ({text.Length:N0} characters)") : "";
}
