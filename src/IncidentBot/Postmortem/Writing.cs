using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem edit` and the buttons under the sections: a form with today's text. Of two who write at once the second is told, and their text is kept.</summary>
public sealed class WritingModule(Desk desk, IncidentStore store) : ICommandModule
{
    public const string EditButton = "section-edit";
    private const string PartButton = "section-part";
    private const string TakeButton = "section-take";
    private const string MergeButton = "section-merge";
    private const string LeaveButton = "section-leave";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "postmortem edit",
            "Write a section yourself; it survives regeneration",
            [SectionOption(required: true), Option.Whole("part", "Which part of a section that is too long for one form", min: 1, max: 99), Option.Incident()],
            call => OpenAsync(call, call.Text("section") ?? SectionIds.Summary, (int?)call.Whole("part")));
        catalog.Complete("section", CompleteAsync);
        catalog.Button(EditButton, call => OpenAsync(call, call.CustomId.Argument, part: null));
        catalog.Button(PartButton, OpenPartAsync);
        catalog.Modal(SectionForm.Verb, call => WriteAsync(call, call.Field("text")));
        catalog.Modal(FiveWhysForm.Verb, call => WriteAsync(call, FiveWhysForm.Read(call)));
        catalog.Button(TakeButton, TakeAsync);
        catalog.Button(MergeButton, MergeAsync);
        catalog.Button(LeaveButton, LeaveAsync);
    }

    public static CommandOptionDefinition SectionOption(bool required) =>
        Option.Text("section", "Which section", required, max: SectionIds.LongestKey, autocomplete: true);

    /// <summary>The button that puts an earlier text of a section, or one kept beside, into the document.</summary>
    public static Button Take(SectionPage page, int entry, string label) =>
        new() { Style = ButtonStyle.Danger, Label = label, CustomId = new CustomId(TakeButton, page.File.Incident.Id, Argument(entry, page.Version)).ToString() };

    // Which sections there are follows from the incident's template.
    private async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var incident = await Desk.FindAsync(store, call, Desk.AskerOf(call));
        var file = incident is null ? null : await store.LoadFileWithoutTalkAsync(incident.Id);
        var own = file?.Own is null ? null : TemplateChoice.Of(file);
        var offered = (file is null ? SectionIds.Writable : SectionPage.KeysOf(file)).Select(key => (Key: key, Heading: own?.HeadingOf(key) ?? SectionIds.Heading(key)));
        return
        [
            .. offered.Where(one => one.Heading.Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase) || one.Key.Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(one => own?.Places.Any(place => place.Id == one.Key)).Take(25).Select(one => new CommandChoice(Harmless.Cut(one.Heading, 100), one.Key)),
        ];
    }

    private async Task OpenAsync(CommandCall call, string key, int? part)
    {
        if (await SectionPage.OpenAsync(call, desk, store, key) is not { } page) return;
        var parts = SectionParts.Of(page.Text);
        if (page.Text.Length > Limits.Section)
            await call.RefuseAsync($"“{page.Heading}” is {page.Text.Length:N0} characters long, and a text written by hand may have {Limits.Section:N0}. Correct what it is made from: `/timeline edit`, `/incident cause`, `/action edit`.");
        else if (part > parts.Length)
            await call.RefuseAsync($"“{page.Heading}” has {parts.Length} {(parts.Length == 1 ? "part" : "parts")}.");
        else if (FiveWhysForm.IsFor(key) && FiveWhysForm.Of(page) is { } whys) await call.OpenFormAsync(whys);
        else if (parts.Length == 1) await call.OpenFormAsync(SectionForm.Of(page, page.Text));
        else await BeginAsync(call, page, part);
    }

    // The pieces of a text of the bot's are cut from what it says now: that is kept, so that each can be told apart when it comes back.
    private async Task BeginAsync(CommandCall call, SectionPage page, int? part)
    {
        var isKept = SectionHistory.Of(page.File.Entries, page.Key).Any(entry => entry.Section!.Text == page.Text);
        if (!isKept && await desk.CommitAsync(call, (state, asker) => WriteSection.Begin(state, page.Key, page.Text, asker)) is not { Outcome.Decision: not null }) return;
        var parts = SectionParts.Of(page.Text);
        if (part is { } number)
        {
            await call.OpenFormAsync(SectionForm.Of(page, parts[number - 1], number, parts.Length));
            return;
        }

        var text = new StringBuilder($"“{page.Heading}” is {page.Text.Length:N0} characters long, more than one form holds. Write it part by part; each is kept as you send it.");
        for (var n = 0; n < parts.Length; n++) text.Append(CultureInfo.InvariantCulture, $"\n**{n + 1}** begins: {Harmless.Line(parts[n].Trim().Split('\n')[0], 70)}");
        var buttons = parts.Select((_, n) => (Component)new Button
        {
            Style = ButtonStyle.Secondary,
            Label = $"Part {n + 1}",
            CustomId = new CustomId(PartButton, page.File.Incident.Id, new SectionForm(page.Key, page.Version, n + 1).Argument).ToString(),
        });
        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = Harmless.Cut(text.ToString(), 2000),
            AllowedMentions = AllowedMentions.None,
            Components = [.. buttons.Chunk(5).Take(5).Select(row => new ActionRow(row))],
        });
    }

    private async Task OpenPartAsync(CommandCall call)
    {
        if (SectionForm.Read(call.CustomId.Argument) is not { } form || await SectionPage.OpenAsync(call, desk, store, form.Key) is not { } page) return;
        var parts = SectionParts.Of(page.Text);
        if (form.Version == page.Version && form.Part <= parts.Length)
        {
            await call.OpenFormAsync(SectionForm.Of(page, parts[form.Part - 1], form.Part, parts.Length));
            return;
        }

        // Written since, perhaps by the same person: the parts are cut anew.
        if (parts.Length == 1) await call.OpenFormAsync(SectionForm.Of(page, page.Text));
        else await call.OpenFormAsync(SectionForm.Of(page, parts[Math.Min(form.Part, parts.Length) - 1], Math.Min(form.Part, parts.Length), parts.Length));
    }

    private async Task WriteAsync(CommandCall call, string? text)
    {
        // A form from before an upgrade names its section alone.
        var form = SectionForm.Read(call.CustomId.Argument);
        if (await SectionPage.OpenAsync(call, desk, store, form?.Key ?? call.CustomId.Argument) is not { } page) return;
        await WriteAsync(call, page, new SectionEdit(page.Key, text, form?.Version ?? page.Version, page.RecordSays) { Part = form is { Part: > 0 } ? form.Value.Part : null });
    }

    /// <summary>Takes what somebody sent, and tells them what became of it; what cannot be taken is given back.</summary>
    internal async Task WriteAsync(CommandCall call, SectionPage page, SectionEdit edit)
    {
        var text = edit.Text;
        if (await desk.CommitAsync(call, (state, asker) => WriteSection.Decide(state, edit, asker)) is not var (outcome, _)) return;
        var aside = outcome.Decision?.Entries.FirstOrDefault(entry => entry.Section is { Kind: SectionChangeKind.SetAside });
        if (aside is null)
        {
            // What was typed into a form is gone once it is sent: with a refusal it is given back.
            if (outcome.Refusal is { } refusal && !string.IsNullOrWhiteSpace(text) && text.Trim() != page.Text.Trim()) await GiveBackAsync(call, refusal.Sentence, text);
            else await Desk.AnswerAsync(call, outcome, openly: false);
            return;
        }

        if (await store.LoadFileAsync(page.File.Incident.Id) is not { } now) return;
        page = SectionPage.Of(now, page.Key);
        var origin = OriginOf(now, aside.Section!);
        var changes = LineDiff.Between(origin ?? aside.Section!.Text!, page.Text);
        var heading = outcome.Sentence + (origin is null ? "\nHow the document differs from your text:\n" : "\nWhat changed meanwhile:\n");
        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = heading + DiffText.Block(changes, 1900 - heading.Length),
            AllowedMentions = AllowedMentions.None,
            Files =
            [
                new("your-text.md", Encoding.UTF8.GetBytes(aside.Section!.Text!), "text/markdown"),
                new("what-changed.diff", Encoding.UTF8.GetBytes(DiffText.Plain(changes)), "text/plain"),
            ],
            Components =
            [
                new ActionRow(
                    new Button { Style = ButtonStyle.Primary, Label = "Put both together", CustomId = new CustomId(MergeButton, now.Incident.Id, Argument(aside.Number, page.Version)).ToString() },
                    Take(page, aside.Number, "Take mine instead"),
                    new Button { Style = ButtonStyle.Secondary, Label = "Leave it", CustomId = new CustomId(LeaveButton, now.Incident.Id, aside.Number.ToString(CultureInfo.InvariantCulture)).ToString() }),
            ],
        });
    }

    private static Task GiveBackAsync(CommandCall call, string sentence, string text) => call.AnswerPrivatelyAsync(new OutgoingMessage
    {
        Content = Harmless.Cut(sentence + " Your text is in the file here.", 2000),
        AllowedMentions = AllowedMentions.None,
        Files = [new("your-text.md", Encoding.UTF8.GetBytes(text), "text/markdown")],
    });

    private async Task TakeAsync(CommandCall call)
    {
        if (await KeptAsync(call) is not var (page, entry, seen)) return;
        await desk.DecideAsync(call, openly: false, (state, asker) => WriteSection.Take(state, entry, seen, page.RecordSays, asker));
    }

    private async Task MergeAsync(CommandCall call)
    {
        if (await KeptAsync(call) is not var (page, entry, seen)) return;
        var change = page.File.Entries.First(one => one.Number == entry).Section!;
        if (page.Version.Entry != seen.Entry)
        {
            await call.RefuseAsync("The section was changed once more. Nothing was taken over it; look at it again with `/postmortem history`.");
            return;
        }

        var merged = ThreeWayMerge.Merge(OriginOf(page.File, change) ?? "", change.Text!, page.Text);
        if (merged.IsClean)
            await desk.DecideAsync(call, openly: false, (state, asker) => WriteSection.Decide(state, new SectionEdit(page.Key, merged.Text, page.Version, page.RecordSays), asker));
        else if (merged.Text.Length <= SectionParts.Field) await call.OpenFormAsync(SectionForm.Of(page, merged.Text, about: "Both changed the same lines: they stand between ≪≪≪ and ≫≫≫"));
        else await GiveBothBackAsync(call, merged);
    }

    private static Task GiveBothBackAsync(CommandCall call, MergedText merged) => call.AnswerPrivatelyAsync(new OutgoingMessage
    {
        Content = "Both changed the same lines, and together they are too long for one form. The file here holds both: put them in order there, then write the section part by part with `/postmortem edit`, or take yours instead.",
        AllowedMentions = AllowedMentions.None,
        Files = [new("both-texts.md", Encoding.UTF8.GetBytes(merged.Text), "text/markdown")],
    });

    private static Task LeaveAsync(CommandCall call) => call.UpdateMessageAsync(new MessageEdit
    {
        Content = $"The document stays as it is. Your text is kept as change #{Harmless.Line(call.CustomId.Argument, 10)} in `/postmortem history`.",
        AllowedMentions = AllowedMentions.None,
        Components = [],
    });

    private async Task<(SectionPage Page, int Entry, SectionVersion Seen)?> KeptAsync(CommandCall call)
    {
        if (call.CustomId.Argument.Split('/') is not [var number, var version]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) || !SectionVersion.TryParse(version, out var seen)) return null;
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return null;
        if (file.Entries.FirstOrDefault(one => one.Number == entry)?.Section is { Text: not null } change) return (SectionPage.Of(file, change.Key), entry, seen);
        await call.RefuseAsync("That text is no longer kept.");
        return null;
    }

    /// <summary>What a text that is kept beside was written from; null when that is not known.</summary>
    private static string? OriginOf(IncidentFile file, SectionChange aside) =>
        aside.Origin ?? (aside.From is { } number ? file.Entries.FirstOrDefault(entry => entry.Number == number)?.Section?.Text : null);

    private static string Argument(int entry, SectionVersion version) => string.Create(CultureInfo.InvariantCulture, $"{entry}/{version}");
}
