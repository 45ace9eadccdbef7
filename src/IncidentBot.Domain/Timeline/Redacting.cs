using System.Collections.Immutable;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Timeline;

/// <param name="Message">A message of the record, with everything made from it; null: an entry.</param>
/// <param name="Stored">The message as it is kept; null when only entries made from it are.</param>
/// <param name="Entry">The number of an entry, when it is not about a message.</param>
/// <param name="Words">Only these words, wherever they stand in the incident; null: all that the message or entry says.</param>
/// <param name="Reason">For the record; it must not repeat the secret, and if it does, that is taken out.</param>
public sealed record RedactCommand(MessageRef? Message, TalkMessage? Stored, int? Entry, string? Words, string? Reason)
{
    /// <summary>The bot's own messages that repeat it: they are deleted.</summary>
    public ImmutableArray<MessageRef> OwnLines { get; init; } = [];
}

/// <summary>
/// Takes a secret out of the record for good, and says in the record that this was done, by whom and why. Whoever said it may, if they may change the timeline;
/// for what others said it takes the incident commander or somebody who may change the settings.
/// </summary>
public static class Redacting
{
    /// <summary>What stands in the place of the words.</summary>
    public const string Placeholder = "[redacted]";

    /// <summary>The beginning of the line that says in the record what was taken out.</summary>
    internal const string NoteBegins = "Redacted ";

    /// <summary>What is to be taken out wherever it stands; null: there is nothing of the sort in this incident.</summary>
    public static Erasure? Erasure(IncidentState state, RedactCommand command)
    {
        if (command.Words is { } words) return Timeline.Erasure.OfWords(words);
        var entries = Targets(state, command);
        if (command.Stored is null && entries.IsEmpty) return null;
        return Timeline.Erasure.OfWhole(
        [
            .. command.Stored is { } message ? new[] { message.Text }.Concat(message.Revisions.Select(r => r.Text)).Concat(message.Files.Select(f => f.Name)) : [],
            .. entries.Select(e => e.Text),
            .. entries.Select(e => e.Edited?.TextBefore).OfType<string>(),
        ],
            command.Message);
    }

    public static Outcome Decide(IncidentState state, RedactCommand command, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        var targets = Targets(state, command);
        if (command.Stored is null && targets.IsEmpty) return NotThere(state, command);
        if (command.Stored is { Redacted: { } earlier } && command.Words is null) return new Refusal($"That message was redacted at {Say.DateTime(earlier.At)} by {Say.Person(earlier.By)}.");
        if (targets is [{ Redacted: { } done, Number: var number }] && command is { Stored: null, Words: null }) return new Refusal($"Entry #{number} was redacted at {Say.DateTime(done.At)} by {Say.Person(done.By)}.");
        if (command.Words is { } typed && Timeline.Erasure.OfWords(typed).Needles.IsEmpty) return new Refusal("Those words are too short to be told from others: give at least 3 characters.");
        if (targets.Any(entry => !Marking.CanMark(entry.Kind) && entry.Kind != EntryKind.Update) && command.Words is null)
            return new Refusal("That entry is the bot's own record of what was done. To take words out of it, name them with `words`.");
        var author = command.Stored?.Author ?? targets.FirstOrDefault()?.By;
        if (author != asker.Person && RefuseForOthers(state.Incident, asker) is { } refusal) return refusal;

        var erasure = Erasure(state, command)!;
        var redaction = new Redaction(asker.Person, asker.Now.ToUniversalTime());
        var draft = new Draft(state, asker);
        foreach (var entry in targets)
        {
            var text = Of(entry.Text);
            draft.Put(entry with { Text = text, Edited = entry.Edited is { } edited ? edited with { TextBefore = Of(edited.TextBefore) } : null, Redacted = redaction });
            foreach (var action in draft.Actions.Where(action => action.Source is { } source && source == entry.Source)) draft.Put(action with { Text = Of(action.Text) });
        }

        var what = command.Message is null ? $"entry #{command.Entry}" : author is { } whose ? $"a message of {Say.Person(whose)}" : "a message";
        var reason = Harmless.Plain(command.Reason) is { Length: > 0 } given ? ": " + erasure.In(Harmless.Cut(given, Limits.Text / 2)) : "";
        draft.Write(EntryKind.Note, $"{NoteBegins}{(command.Words is null ? "" : "words of ")}{what}{reason}");
        var published = TakeOutOfPublished(draft, erasure, reason);
        draft.OweCard();
        draft.OweAnnounce();
        if (incident.Postmortem.ReviewMessage is not null) draft.Owe(new ShowReview());
        if (ReviewStanding.Meeting(incident.Postmortem, asker.Now) is not null) draft.Owe(new ArrangeMeeting());

        // A reminder repeats what its item says, also where nobody would look for it: in a direct message.
        foreach (var asked in state.Actions.Where(action => draft.Actions.Any(now => now.Number == action.Number && now.Text != action.Text) || erasure.StandsIn(action.Text)).SelectMany(action => action.FollowUp.Asked))
            draft.Owe(new EraseMessage(asked.Message, IsOwn: true));

        foreach (var call in state.Escalations.Where(call => Shows(incident, call).Any(erasure.StandsIn))) OwePages(draft, call);
        if (erasure.StandsIn(incident.Title) && incident.Channel is not null) draft.Owe(new RetitleChannel());

        // Words may stand in any of them: each that is in a tracker is compared with what it says there.
        foreach (var action in draft.Actions.Where(action => action.Issue is { Lost: null })) draft.Owe(new TrackIssue(action.Number));
        foreach (var line in command.OwnLines) draft.Owe(new EraseMessage(line, IsOwn: true));
        if (command.Message is { } original) draft.Owe(new EraseMessage(original, IsOwn: false));
        var posted = incident.PostmortemMessages.IsEmpty ? "" : published ? " The published postmortem says so under its corrections, and no longer holds it." : " The posted postmortem follows.";
        var others = command.Message is null ? "" : " I delete the message too, if I may; else I say so in the channel.";
        return draft.Done($"Redacted {(command.Words is null ? "" : "those words and ")}{what}: it is out of the record for good, and the record says that you did it.{others}{posted} Copies outside, such as backups and exported files, are not mine to change.");

        string Of(string text) => command.Words is null ? Placeholder : erasure.In(text);
    }

    /// <summary>What is published is frozen for everything but this; that it was done stands under its corrections.</summary>
    /// <returns>Whether the words stood in it.</returns>
    private static bool TakeOutOfPublished(Draft draft, Erasure erasure, string reason)
    {
        draft.ReachesPublished();
        var isThere = false;
        foreach (var entry in draft.Entries.Where(entry => entry.Publication is not null))
        {
            var without = PublishedText.Without(entry.Publication!.Document, erasure);
            if (ReferenceEquals(without, entry.Publication.Document)) continue;
            draft.Put(entry with { Publication = new Publication(without) });
            isThere |= entry.Number == draft.Incident.Postmortem.Publication;
        }

        if (isThere) CorrectPostmortem.Write(draft, new Correction("Words were taken out of the text above: they stand there as " + Placeholder + ".", reason.Length > 0 ? reason[2..] : "redacted"));
        return isThere;
    }

    /// <summary>What stands in the direct messages that a page sent.</summary>
    private static IEnumerable<string> Shows(Incident incident, Escalation.Escalation call) =>
        new[] { incident.Title, incident.Summary, call.Reason, EscalationRun.ReasonNow(call) }.OfType<string>();

    // One that has ended is edited to what the record says by now. One that still asks is deleted: the next page, and the card, ask in other words.
    private static void OwePages(Draft draft, Escalation.Escalation call)
    {
        if (call.State != EscalationState.Paging) draft.Owe(new ShowPageAnswer(call.Number));
        else foreach (var sent in call.Pages.SelectMany(page => page.Direct.Select(direct => direct.Message).Concat(page.Told))) draft.Owe(new EraseMessage(sent, IsOwn: true));
    }

    private static ImmutableArray<TimelineEntry> Targets(IncidentState state, RedactCommand command) =>
        [.. state.Entries.Where(entry => command.Message is { } message ? entry.Source == message : entry.Number == command.Entry)];

    private static Refusal NotThere(IncidentState state, RedactCommand command) => command.Message is null
        ? new($"{state.Incident.Name} has no timeline entry #{command.Entry}. `/timeline show all` lists them with their numbers.")
        : new($"That message is not in the record of {state.Incident.Name}, so there is nothing to take out.");

    private static Refusal? RefuseForOthers(Incident incident, Asker asker) =>
        incident.Holder(IncidentRole.Commander) == asker.Person || Permissions.May(Verb.Configure, asker)
            ? null
            : new Refusal($"What others said may be redacted by the incident commander{(incident.Holder(IncidentRole.Commander) is { } commander ? $", {Say.Person(commander)}," : "")} and by those who may change the settings. Ask one of them.");
}
