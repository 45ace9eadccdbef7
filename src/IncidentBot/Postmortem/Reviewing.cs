using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem status`, `review`, `approve`, `request-changes`, `publish`, `unpublish`, `owner`, `due` and `correct`, and the buttons of a review.</summary>
public sealed class ReviewModule(Desk desk, IncidentStore store) : ICommandModule
{
    public const string AskButton = "review-ask";
    public const string ApproveButton = "review-approve";
    public const string ChangesButton = "review-changes";
    public const string PublishButton = "review-publish";
    private const string ChosenSelect = "review-chosen";
    private const string ChangesForm = "review-changes-form";
    private const string CorrectForm = "review-correct-form";

    /// <summary>How often a document is composed anew because the record changed while it was.</summary>
    private const int MostTries = 5;

    private static readonly ImmutableArray<string> Reviewers = ["reviewer", "reviewer2", "reviewer3"];

    public void Register(Catalog catalog)
    {
        catalog.Slash("postmortem status", "Where the postmortem stands: owner, due date, reviewers and what they said", [Option.Incident()], StatusAsync);
        catalog.Slash(
            "postmortem review",
            "Ask people to review the postmortem; those again who have not answered, when you name nobody",
            [
                .. Reviewers.Select((name, n) => Option.Person(name, n == 0 ? "Whom to ask" : "And whom else")),
                Option.Person("remove", "Who is no longer asked"),
                Option.Incident(),
            ],
            AskAsync);
        catalog.Button(AskButton, ChooseAsync);
        catalog.Button(ChosenSelect, AskChosenAsync);
        catalog.Slash("postmortem approve", "Approve the postmortem that you were asked to review", [Option.Text("comment", "A remark", max: AnswerReview.LongestComment), Option.Incident()], call => ApproveAsync(call, seen: null, call.Text("comment")));
        catalog.Button(ApproveButton, call => ApproveAsync(call, Revision(call), comment: null));
        catalog.Slash("postmortem request-changes", "Say what should change before you approve the postmortem", [Option.Text("what", "What should change; a form opens when left out", max: AnswerReview.LongestComment), Option.Incident()], RequestChangesAsync);
        catalog.Button(ChangesButton, call => OpenChangesAsync(call, Revision(call)));
        catalog.Modal(ChangesForm, call => desk.DecideAsync(call, openly: false, (state, asker) => AnswerReview.RequestChanges(state, Revision(call), call.Field("what"), asker)));
        catalog.Slash(
            "postmortem publish",
            "Publish the postmortem; from then on it is frozen",
            [Option.Text("force", "Why it is published without the sign-off it needs; for those who may change the settings", max: Limits.Reason), Option.Incident()],
            call => PublishAsync(call, call.Text("force")),
            Verb.Resolve);
        catalog.Button(PublishButton, call => PublishAsync(call, force: null), Verb.Resolve);
        catalog.Slash(
            "postmortem unpublish",
            "Take a published postmortem back, to be changed and reviewed again",
            [Option.Text("reason", "Why", required: true, max: Limits.Reason), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => PublishPostmortem.TakeBack(state, call.Text("reason"), asker)),
            Verb.Configure);
        catalog.Slash(
            "postmortem owner",
            "Who sees the postmortem through until it is published",
            [Option.Person("person", "Who", required: true), Option.Incident()],
            OwnAsync);
        catalog.Slash(
            "postmortem due",
            "By when the postmortem is to be published",
            [Option.Text("date", "friday, 2024-03-12, in 2 weeks; `none` takes it away", required: true, max: 100), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => OwnPostmortem.SetDue(state, call.Text("date"), asker)));
        catalog.Slash(
            "postmortem correct",
            "Add a dated correction to a published postmortem; a form opens when you name nothing",
            [Option.Text("what", "What is right", max: CorrectPostmortem.LongestText), Option.Text("why", "Why it has to be corrected", max: Limits.Reason), Option.Incident()],
            CorrectAsync);
        catalog.Modal(CorrectForm, call => desk.DecideAsync(call, openly: false, (state, asker) => CorrectPostmortem.Decide(state, call.Field("what"), call.Field("why"), asker)));
    }

    private async Task StatusAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is { } incident && await store.LoadFileWithoutTalkAsync(incident.Id) is { } file) await call.AnswerPrivatelyAsync(ReviewText.Status(file, call.At));
    }

    private async Task AskAsync(CommandCall call)
    {
        if (call.Id("remove") is { } removed)
        {
            if (Reviewers.Any(name => call.Id(name) is not null)) await call.RefuseAsync("Ask somebody, or take somebody from the list: one at a time.");
            else await desk.DecideAsync(call, openly: true, (state, asker) => AskForReview.Remove(state, new(removed.Value), asker));
            return;
        }

        ImmutableArray<Snowflake> people = [.. Reviewers.Select(call.Id).OfType<Snowflake>().Distinct()];
        if (people.IsEmpty && await desk.FindOrTellAsync(call) is not { Postmortem.Reviewers.Length: > 0 } and var incident)
        {
            if (incident is not null) await ChooseAsync(call, incident);
            return;
        }

        await AskAsync(call, people, openly: true);
    }

    private async Task AskAsync(CommandCall call, ImmutableArray<Snowflake> people, bool openly)
    {
        if (people.Select(call.ResolvedPerson).FirstOrDefault(person => person is { User.Bot: true }) is { } bot)
        {
            await call.RefuseAsync($"{Harmless.Line(bot.Name, 60)} is a bot, and cannot answer for what it read. Ask a person.");
            return;
        }

        await RememberAsync(call, people);
        await desk.DecideAsync(call, openly, (state, asker) => AskForReview.Decide(state, [.. people.Select(id => new PersonId(id.Value))], asker));
    }

    private async Task ChooseAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is { } incident) await ChooseAsync(call, incident);
    }

    private static Task ChooseAsync(CommandCall call, Incident incident)
    {
        var state = new IncidentState(incident);
        if (AskForReview.RefuseAsking(state, Desk.AskerOf(call)) is { } refusal) return call.RefuseAsync(refusal.Sentence);
        return call.AnswerPrivatelyAsync(
            $"Who should review the postmortem of {incident.Name}?",
            new UserSelect { CustomId = new CustomId(ChosenSelect, incident.Id).ToString(), Placeholder = "Choose reviewers", MinValues = 1, MaxValues = AskForReview.Most });
    }

    private Task AskChosenAsync(CommandCall call) =>
        AskAsync(call, [.. call.Chosen.Select(id => ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new Snowflake(value) : default).Where(id => id != default)], openly: false);

    private Task ApproveAsync(CommandCall call, int? seen, string? comment) => desk.DecideAsync(call, openly: false, (state, asker) => AnswerReview.Approve(state, seen, comment, asker));

    private Task RequestChangesAsync(CommandCall call) => call.Text("what") is { } what
        ? desk.DecideAsync(call, openly: false, (state, asker) => AnswerReview.RequestChanges(state, seen: null, what, asker))
        : OpenChangesAsync(call, seen: null);

    private async Task OpenChangesAsync(CommandCall call, int? seen)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        if (AnswerReview.Refuse(new IncidentState(incident), seen, Desk.AskerOf(call), out _) is { } refusal)
        {
            await call.RefuseAsync(refusal.Sentence);
            return;
        }

        await call.OpenFormAsync(new Modal(
            new CustomId(ChangesForm, incident.Id, incident.Postmortem.Revision.ToString(CultureInfo.InvariantCulture)).ToString(),
            Harmless.Cut($"{incident.Name}: what should change", 45),
            [new Label("What should change", new TextInput { CustomId = "what", Style = TextInputStyle.Paragraph, MaxLength = AnswerReview.LongestComment }, "The owner is told; it stands under the review")]));
    }

    // What is frozen is the document of the very record that the decision was made on: composed outside of the commit, and again when the record has changed meanwhile.
    private async Task PublishAsync(CommandCall call, string? force)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            if (await store.LoadFileAsync(incident.Id) is not { } file) return;
            var asker = Desk.AskerOf(call);
            var document = PublishPostmortem.Refuse(IncidentState.Of(file), force, asker) is null ? PostmortemComposer.ToPublish(file) : null;
            var outcome = await store.CommitAsync(async scope =>
            {
                if (await scope.FindIncidentAsync(incident.Id) is not { } now || (document is not null && now.Version != file.Incident.Version)) return Attempt.Again;
                if (!await call.MayActAsync(scope)) return new Attempt(null);
                await scope.SaveAsync(new KnownPerson(call.Person, call.PersonName));
                var state = await Desk.StateAsync(scope, now);
                if (PublishPostmortem.Refuse(state, force, asker) is { } refusal) return new Attempt(refusal);
                if (document is null) return Attempt.Again;
                var decided = PublishPostmortem.Decide(state, document, force, asker);
                if (decided.Decision is { } decision) await scope.SaveAsync(decision);
                return new Attempt(decided);
            });
            if (outcome.IsStale) continue;
            if (outcome.Outcome is { } done) await Desk.AnswerAsync(call, done, openly: incident.Channel is { } channel && channel == call.Channel);
            return;
        }

        await call.RefuseAsync("The record changed each time I was about to publish it. Nothing was published: try it again in a moment.");
    }

    private async Task OwnAsync(CommandCall call)
    {
        if (call.Id("person") is not { } id) return;
        if (call.ResolvedPerson(id) is { User.Bot: true })
        {
            await call.RefuseAsync("A bot cannot see a postmortem through. Choose a person.");
            return;
        }

        await RememberAsync(call, [id]);
        await desk.DecideAsync(call, openly: true, (state, asker) => OwnPostmortem.Decide(state, new(id.Value), asker));
    }

    private async Task CorrectAsync(CommandCall call)
    {
        if (call.Text("what") is { } what)
        {
            await desk.DecideAsync(call, openly: true, (state, asker) => CorrectPostmortem.Decide(state, what, call.Text("why"), asker));
            return;
        }

        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        if (CorrectPostmortem.Refuse(new IncidentState(incident) { Entries = await store.EntriesAsync(incident.Id) }, Desk.AskerOf(call)) is { } refusal)
        {
            await call.RefuseAsync(refusal.Sentence);
            return;
        }

        await call.OpenFormAsync(new Modal(
            new CustomId(CorrectForm, incident.Id).ToString(),
            Harmless.Cut($"{incident.Name}: correct the postmortem", 45),
            [
                new Label("Correction", new TextInput { CustomId = "what", Style = TextInputStyle.Paragraph, MaxLength = CorrectPostmortem.LongestText }, "What is right; the published text stays above it"),
                new Label("Why", new TextInput { CustomId = "why", Style = TextInputStyle.Short, MaxLength = Limits.Reason, Value = call.Text("why") }, "Why it has to be corrected"),
            ]));
    }

    private Task RememberAsync(CommandCall call, IEnumerable<Snowflake> people) => store.CommitAsync(async scope =>
    {
        foreach (var id in people)
        {
            if (call.ResolvedPerson(id) is { } person) await scope.SaveAsync(new KnownPerson(new(id.Value), person.Name));
        }
    });

    /// <summary>Of the text that the button stands under; null for what this bot never wrote.</summary>
    private static int? Revision(CommandCall call) => int.TryParse(call.CustomId.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    /// <param name="Outcome">Null: nothing is to be said, because it was done before or came too late.</param>
    /// <param name="IsStale">The record has changed since the document was composed.</param>
    private readonly record struct Attempt(Outcome? Outcome, bool IsStale = false)
    {
        public static readonly Attempt Again = new(null, IsStale: true);
    }
}
