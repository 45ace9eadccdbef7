using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;
using IncidentBot.Domain.Writing.Drafting;
using IncidentBot.Postmortem;
using IncidentBot.Storage;

namespace IncidentBot.Drafting;

/// <summary>`/postmortem draft`: a language model writes a section from the record, shown with its sources to whoever asked. It stands in the document when that person takes it.</summary>
public sealed class DraftingModule(Desk desk, IncidentStore store, ModelClient model, WritingModule writing) : ICommandModule
{
    private const string AcceptButton = "draft-accept";
    private const string EditButton = "draft-edit";
    private const string DiscardButton = "draft-discard";
    private const string Form = "draft-form";

    /// <summary>Sources in the answer; the file has all of them.</summary>
    private const int SourcesShown = 8;

    public void Register(Catalog catalog)
    {
        catalog.Slash("postmortem draft", "Have a language model draft a section from the record; nothing changes until you accept it", [WritingModule.SectionOption(required: true), Option.Incident()], DraftAsync);
        catalog.Button(AcceptButton, AcceptAsync);
        catalog.Button(EditButton, OpenFormAsync);
        catalog.Button(DiscardButton, DiscardAsync);
        catalog.Modal(Form, WriteAsync);
    }

    private async Task DraftAsync(CommandCall call)
    {
        if (model.Settings is not { } settings)
        {
            await call.RefuseAsync("No language model is set, so there is nothing to ask. Whoever runs the bot can set one (`LanguageModel:Url`); `/postmortem edit` opens the section for you to write.");
            return;
        }

        if (await SectionPage.OpenAsync(call, desk, store, call.Text("section")!) is not { } page) return;
        var rules = new DraftingRules(settings.Model, settings.PerHour, settings.AllowPrivate);
        if (await desk.CommitAsync(call, (state, asker) => AskForDraft.Decide(state, page.Key, rules, asker)) is not var (asked, _)) return;
        await Desk.AnswerAsync(call, asked, openly: false);
        if (asked.Decision is not { } decision) return;

        // As the record stands now, the question in it; no transaction is open while somebody else's machine thinks.
        if (await store.LoadFileAsync(page.File.Incident.Id) is not { } file) return;
        var request = DraftRequest.Of(file, page.Key, settings.MaxPrompt, settings.MaxAnswer);
        var answer = await model.AskAsync(request.Task, request.Data, CancellationToken.None);
        var drafted = answer.Text is { } text ? DraftedText.Read(text, request.Sources, settings.MaxAnswer) : null;
        if (drafted is null)
        {
            await call.RefuseAsync($"There is no draft: {Harmless.Line(settings.Model, 60)} {answer.Failure ?? "answered nothing that can be used"}. Nothing was changed.");
            return;
        }

        var number = decision.Entries[0].Number;
        var kept = await KeepAsync(call, file, page.Key, number, settings.Model, drafted.Text);
        if (kept.Refusal is { } refusal) await call.RefuseAsync(refusal.Sentence);
        else if (kept.Decision is { } done) await call.AnswerPrivatelyAsync(Shown(SectionPage.Of(file, page.Key), done.Entries[0].Number, settings.Model, drafted));
    }

    // The same person, in a commit of its own: the interaction has had its one already.
    private Task<Outcome> KeepAsync(CommandCall call, IncidentFile file, string key, int asked, string by, string text) => store.CommitAsync(async scope =>
    {
        if (await scope.FindIncidentAsync(file.Incident.Id) is not { } incident) return new Refusal("The incident is gone.");
        var outcome = AskForDraft.Keep(await Desk.StateAsync(scope, incident), key, asked, by, text, Desk.AskerOf(call));
        if (outcome.Decision is { } decision) await scope.SaveAsync(decision);
        return outcome;
    });

    private static OutgoingMessage Shown(SectionPage page, int entry, string by, DraftedText drafted)
    {
        var text = new StringBuilder($"**Draft of “{Harmless.Line(page.Heading, 100)}”** by {Harmless.Line(by, 60)}. It is not in the document. A model can be wrong: check it against its sources before you take it.\n");
        var sources = new StringBuilder(drafted.Sources.IsEmpty ? "\n-# It names no line of the record it rests on." : "\n**It rests on**");
        foreach (var source in drafted.Sources.Take(SourcesShown))
        {
            var time = source.Time.Length > 0 ? source.Time.Split(' ')[^1] + " " : "";
            sources.Append("\n-# ").Append(source.Address is { } address ? $"[{source.Number}](<{address.AbsoluteUri}>)" : $"{source.Number}").Append(": ").Append(time).Append(Harmless.Line(source.Text, 90));
        }

        if (drafted.Sources.Length > SourcesShown) sources.Append(CultureInfo.InvariantCulture, $"\n-# and {drafted.Sources.Length - SourcesShown} more, in the file");
        text.Append(Harmless.Quote(drafted.Text, 1_950 - text.Length - sources.Length)).Append(sources);
        var file = new StringBuilder(drafted.Text).Append("\n\n--- Sources\n");
        foreach (var source in drafted.Sources) file.Append(CultureInfo.InvariantCulture, $"[{source.Number}] {source.Time} {source.Text} {source.Address?.AbsoluteUri}\n");
        return new OutgoingMessage
        {
            Content = Harmless.Cut(text.ToString(), 2000),
            AllowedMentions = AllowedMentions.None,
            Flags = MessageFlags.SuppressEmbeds,
            Files = [new("draft.md", Encoding.UTF8.GetBytes(file.ToString()), "text/markdown")],
            Components =
            [
                new ActionRow(
                    new Button { Style = ButtonStyle.Success, Label = "Accept", CustomId = Id(AcceptButton) },
                    new Button { Style = ButtonStyle.Primary, Label = "Edit", CustomId = Id(EditButton) },
                    new Button { Style = ButtonStyle.Secondary, Label = "Discard", CustomId = Id(DiscardButton) }),
            ],
        };

        string Id(string verb) => new CustomId(verb, page.File.Incident.Id, string.Create(CultureInfo.InvariantCulture, $"{entry}/{page.Version}")).ToString();
    }

    private async Task AcceptAsync(CommandCall call)
    {
        if (await DraftOfAsync(call) is not var (page, entry, seen, _)) return;
        await desk.DecideAsync(call, openly: false, (state, asker) => WriteSection.Take(state, entry, seen, page.RecordSays, asker));
    }

    private async Task OpenFormAsync(CommandCall call)
    {
        if (await DraftOfAsync(call) is not var (page, entry, seen, change)) return;
        await call.OpenFormAsync(SectionForm.Of(page, change.Text!, about: $"Drafted by {Harmless.Cut(Harmless.Plain(change.DraftedBy), 60)}; yours once you send it")
            with
        {
            CustomId = new CustomId(Form, page.File.Incident.Id, string.Create(CultureInfo.InvariantCulture, $"{entry}/{seen}")).ToString(),
        });
    }

    private async Task WriteAsync(CommandCall call)
    {
        if (await DraftOfAsync(call) is not var (page, _, seen, change)) return;
        await writing.WriteAsync(call, page, new SectionEdit(page.Key, call.Field("text"), seen, page.RecordSays) { DraftedBy = change.DraftedBy });
    }

    private static Task DiscardAsync(CommandCall call) => call.UpdateMessageAsync(new MessageEdit
    {
        Content = "The draft was not taken; the document stays as it is.",
        AllowedMentions = AllowedMentions.None,
        Components = [],
    });

    /// <summary>The draft a button is about; null when it is not kept any more, and the person was told.</summary>
    private async Task<(SectionPage Page, int Entry, SectionVersion Seen, SectionChange Change)?> DraftOfAsync(CommandCall call)
    {
        if (call.CustomId.Argument.Split('/') is not [var number, var version]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) || !SectionVersion.TryParse(version, out var seen)) return null;
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return null;
        if (file.Entries.FirstOrDefault(one => one.Number == entry)?.Section is { Kind: SectionChangeKind.Drafted, Text: not null } change) return (SectionPage.Of(file, change.Key), entry, seen, change);
        await call.RefuseAsync("That draft is no longer kept.");
        return null;
    }
}
