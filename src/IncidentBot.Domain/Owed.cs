using System.Text.Json.Serialization;

namespace IncidentBot.Domain;

/// <summary>
/// Something the bot owes the world: it stands in the agenda from the commit that decided it until it is done. The state is read again when it is due,
/// and decides whether it is still right to do it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OpenChannel), "open-channel")]
[JsonDerivedType(typeof(ShowCard), "show-card")]
[JsonDerivedType(typeof(LetIn), "let-in")]
[JsonDerivedType(typeof(Announce), "announce")]
[JsonDerivedType(typeof(Tell), "tell")]
[JsonDerivedType(typeof(OfferHandover), "offer-handover")]
[JsonDerivedType(typeof(SendPage), "send-page")]
[JsonDerivedType(typeof(SendDirectPage), "send-direct-page")]
[JsonDerivedType(typeof(ShowPageAnswer), "show-page-answer")]
[JsonDerivedType(typeof(CallWebhook), "call-webhook")]
[JsonDerivedType(typeof(PostPostmortem), "post-postmortem")]
[JsonDerivedType(typeof(TellOfPostmortem), "tell-of-postmortem")]
[JsonDerivedType(typeof(MarkMessage), "mark-message")]
[JsonDerivedType(typeof(TendClosedChannel), "tend-closed-channel")]
[JsonDerivedType(typeof(BringBackChannel), "bring-back-channel")]
[JsonDerivedType(typeof(TellAlerts), "tell-alerts")]
[JsonDerivedType(typeof(CompareChannel), "compare-channel")]
[JsonDerivedType(typeof(EraseMessage), "erase-message")]
[JsonDerivedType(typeof(RetitleChannel), "retitle-channel")]
[JsonDerivedType(typeof(Remind), "remind")]
[JsonDerivedType(typeof(FollowUpActions), "follow-up-actions")]
[JsonDerivedType(typeof(TrackIssue), "track-issue")]
[JsonDerivedType(typeof(PostActionDigest), "post-action-digest")]
[JsonDerivedType(typeof(PollTracker), "poll-tracker")]
[JsonDerivedType(typeof(ShowReview), "show-review")]
[JsonDerivedType(typeof(ArrangeMeeting), "arrange-meeting")]
[JsonDerivedType(typeof(FollowShifts), "follow-shifts")]
[JsonDerivedType(typeof(AnnounceShift), "announce-shift")]
[JsonDerivedType(typeof(GreetOnCall), "greet-on-call")]
[JsonDerivedType(typeof(TellOnCall), "tell-on-call")]
[JsonDerivedType(typeof(KeepOnCallRoles), "keep-on-call-roles")]
[JsonDerivedType(typeof(OpenConversations), "open-conversations")]
[JsonDerivedType(typeof(ShowSwap), "show-swap")]
public abstract record Owed
{
    /// <summary>Not before this instant; null: at once.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Owing the same thing twice is owing it once: while an item with this key waits, another is not added. Null: each counts.</summary>
    [JsonIgnore]
    public virtual string? OnceKey => null;

    /// <summary>Somebody has to wake up: it does not wait behind other things of its incident that take long.</summary>
    [JsonIgnore]
    public virtual bool IsUrgent => false;

    /// <summary>
    /// Things of one incident with the same order are done strictly as they were owed: one that is put off holds the later ones back. Null: it lets others pass
    /// and is let pass, since it shows the state as it is when its turn comes.
    /// </summary>
    [JsonIgnore]
    public virtual string? Order => null;
}

/// <summary>Something owed to a server as a whole rather than to one of its incidents. Things of one server are done in order, beside those of its incidents.</summary>
public abstract record ServerOwed : Owed;

/// <summary>See who is on call, decide what follows from it, and look again when that changes.</summary>
public sealed record FollowShifts : ServerOwed
{
    public override string OnceKey => "follow-shifts";
}

/// <summary>Say in the channel for it who is on call in a schedule, as it is when its turn comes.</summary>
public sealed record AnnounceShift(string Schedule) : ServerOwed
{
    public override string OnceKey => $"announce-shift/{Schedule.ToLowerInvariant()}";
}

/// <summary>Tell somebody directly that a shift has begun, which also shows whether pages would arrive.</summary>
public sealed record GreetOnCall(string Schedule, OnCall.Handle Person) : ServerOwed
{
    public override string OnceKey => $"greet-on-call/{Schedule.ToLowerInvariant()}/{Person.Value}";
}

/// <summary>Say a sentence in the channel for who is on call, or where incidents are announced. The text is already made harmless and pings nobody.</summary>
public sealed record TellOnCall(string Text) : ServerOwed
{
    public override string Order => "words";
}

/// <summary>Give the on-call roles of the chat server to those who are on call, and take them from those who no longer are.</summary>
public sealed record KeepOnCallRoles : ServerOwed
{
    public override string OnceKey => "keep-on-call-roles";
}

/// <summary>
/// Open the direct conversations with those who may be paged, before they are: Discord lets few be opened within a time, and a page would wait for that.
/// </summary>
/// <param name="After">Go on after this person, in the order of their ids; null: from the first.</param>
public sealed record OpenConversations(PersonId? After = null) : ServerOwed
{
    public override string OnceKey => "open-conversations";
}

/// <summary>Ask for a swap, or bring what was asked into step with how it ended.</summary>
public sealed record ShowSwap(int Number) : ServerOwed
{
    public override string OnceKey => $"show-swap/{Number}";
}

/// <summary>Create the incident's channel, then say in it where it came from.</summary>
public sealed record OpenChannel : Owed
{
    public override string OnceKey => "open-channel";
}

/// <summary>Give everyone who belongs to a private incident access to its channel (see <see cref="Servers.Visibility"/>). Owed only when the channel may exist already and somebody came in.</summary>
public sealed record LetIn : Owed
{
    public override string OnceKey => "let-in";
}

/// <summary>Post and pin the card, or edit it to the present state.</summary>
public sealed record ShowCard : Owed
{
    public override string OnceKey => "show-card";
}

/// <summary>Post the announcement, or edit it to the present state.</summary>
public sealed record Announce : Owed
{
    public override string OnceKey => "announce";
}

/// <summary>Say a sentence in the incident's channel. The text is already made harmless, and pings nobody unless it says whom.</summary>
public sealed record Tell(string Text) : Owed
{
    /// <summary>The one person it pings; null: nobody.</summary>
    public PersonId? To { get; init; }

    /// <summary>The message it became; null until it was said.</summary>
    public MessageRef? Said { get; init; }

    public override string Order => "words";
}

/// <summary>Say in the incident's channel what it has not been told yet about its alerts (see <see cref="Alerts.AlertWords"/>).</summary>
public sealed record TellAlerts : Owed
{
    public override string OnceKey => "tell-alerts";
}

/// <summary>Ask the next commander to accept, with a button and a digest.</summary>
public sealed record OfferHandover(PersonId To) : Owed
{
    public override string Order => "words";
}

/// <summary>See what an escalation needs, and send its next page when that is due. Attempt counts from 1; it is owed again and again, for as long as something may be due.</summary>
public sealed record SendPage(int Escalation, int Attempt) : Owed
{
    public override string OnceKey => $"send-page/{Escalation}/{Attempt}";

    public override bool IsUrgent => true;
}

/// <summary>Send a page as the direct message that could not go out with it, because Discord's limits left no room just then.</summary>
/// <param name="Attempt">Of the page, from 1 up.</param>
public sealed record SendDirectPage(int Escalation, int Attempt, PersonId Person) : Owed
{
    public override string OnceKey => $"send-direct-page/{Escalation}/{Attempt}/{Person}";

    public override bool IsUrgent => true;
}

/// <summary>Tell another service over HTTP that a page went out.</summary>
/// <param name="Attempt">Of the page, from 1 up.</param>
/// <param name="Webhook">Its name or address, as the policy has it.</param>
public sealed record CallWebhook(int Escalation, int Attempt, string Webhook) : Owed
{
    public override string OnceKey => $"call-webhook/{Escalation}/{Attempt}/{Webhook}";

    public override bool IsUrgent => true;
}

/// <summary>Edit the pages of an escalation so that they say how it ended.</summary>
public sealed record ShowPageAnswer(int Escalation) : Owed
{
    public override string OnceKey => $"show-page-answer/{Escalation}";
}

/// <summary>Post the postmortem, or bring what is posted into step with the record.</summary>
public sealed record PostPostmortem : Owed
{
    public override string OnceKey => "post-postmortem";
}

/// <summary>Say in the incident's channel that the postmortem is posted, and ask there for what only people can tell; or bring that message up to date.</summary>
public sealed record TellOfPostmortem : Owed
{
    public override string OnceKey => "tell-of-postmortem";
}

/// <summary>The small visible confirmation that a message is in the timeline: the bot's own reaction, put on or taken off.</summary>
public sealed record MarkMessage(MessageRef Message, bool On) : Owed
{
    public override string Order => $"mark/{Message.Message}";
}

/// <summary>Compare the newest messages of the incident's channel with the record: what was said there before the bot knew that the channel was the incident's.</summary>
public sealed record CompareChannel : Owed
{
    public override string OnceKey => "compare-channel";
}

/// <summary>Delete a message that holds something redacted.</summary>
/// <param name="IsOwn">The bot's own; others' take the permission to manage messages.</param>
public sealed record EraseMessage(MessageRef Message, bool IsOwn) : Owed;

/// <summary>Name the incident's channel, and say in its topic what it is for, after the title as it is by now.</summary>
public sealed record RetitleChannel : Owed
{
    public override string OnceKey => "retitle-channel";
}

/// <summary>See to the channel of a closed incident: tell it that it will be archived or deleted, and when that is due, do it (see <see cref="Retention.RetireChannel"/>).</summary>
public sealed record TendClosedChannel : Owed
{
    public override string OnceKey => "tend-closed-channel";
}

/// <summary>Move the channel of an incident that was reopened out of the archive, and let people write in it again.</summary>
public sealed record BringBackChannel : Owed
{
    public override string OnceKey => "bring-back-channel";
}

/// <summary>See to the incident's reminders: send the one that is due, and bring those that were answered to their end (see <see cref="Reminders.NextReminder"/>).</summary>
public sealed record Remind : Owed
{
    public override string OnceKey => "remind";
}

/// <summary>See to the incident's action items: remind who is due, and bring reminders that were answered to their end (see <see cref="Actions.FollowingUp.NextFollowUp"/>).</summary>
public sealed record FollowUpActions : Owed
{
    public override string OnceKey => "follow-up-actions";
}

/// <summary>Bring an action item and its issue in the tracker into step: make the issue, change it, or take over what was done there (see <see cref="Actions.Tracking.MergeIssue"/>).</summary>
public sealed record TrackIssue(int Action) : Owed
{
    public override string OnceKey => $"track-issue/{Action}";
}

/// <summary>Post what is still to be done, by owner, if anything is; and then the next time again.</summary>
public sealed record PostActionDigest : ServerOwed
{
    public override string OnceKey => "post-action-digest";
}

/// <summary>Ask a tracker what has changed since, and then again.</summary>
/// <param name="Tracker">Its name in the configuration.</param>
/// <param name="Since">Everything that changed before this instant, by the tracker's clock, is known; null: nothing is.</param>
/// <param name="ETag">Of the last answer to the same question.</param>
/// <param name="Page">From which page of the answer on; from 1.</param>
public sealed record PollTracker(string Tracker, DateTimeOffset? Since = null, string? ETag = null, int Page = 1) : ServerOwed
{
    /// <summary>The latest change among the pages before this one.</summary>
    public DateTimeOffset? Seen { get; init; }

    public override string OnceKey => $"poll-tracker/{Tracker.ToLowerInvariant()}";
}

/// <summary>Ask the reviewers of the postmortem for their answer, with buttons; or bring that message into step with how the review stands.</summary>
public sealed record ShowReview : Owed
{
    public override string OnceKey => "show-review";
}

/// <summary>Create the event for the meeting about the postmortem, or bring it into step with what was decided about it.</summary>
public sealed record ArrangeMeeting : Owed
{
    public override string OnceKey => "arrange-meeting";
}
