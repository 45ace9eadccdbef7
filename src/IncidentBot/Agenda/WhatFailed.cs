using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Words;

namespace IncidentBot.Agenda;

/// <summary>What was owed and could not be done, in words.</summary>
internal static class WhatFailed
{
    /// <summary>As a sentence without its full stop.</summary>
    public static string Of(Owed owed) => owed switch
    {
        OpenChannel => "The incident's channel could not be made",
        ShowCard => "The card could not be shown",
        Announce => "The announcement could not be posted",
        PostPostmortem => "The postmortem could not be posted",
        SendPage or SendDirectPage => "A page could not be sent",
        CallWebhook called => $"Webhook {Harmless.Line(ChatNames.WebhookName(called), 60)} could not be told of page {called.Attempt}",
        ShowPageAnswer => "A page could not be brought up to date",
        OfferHandover => "The handover could not be offered",
        Remind => "A reminder could not be posted or brought up to date",
        FollowUpActions => "Somebody could not be reminded of an action item",
        TrackIssue => "An action item could not be brought into step with the tracker",
        PostActionDigest => "The digest of action items could not be posted",
        PollTracker => "A tracker could not be asked what has changed",
        LetIn => "People could not be let into the channel",
        EraseMessage => "A message of mine that repeats something redacted could not be deleted",
        CompareChannel => "What was said in the channel could not be compared with the record",
        TendClosedChannel => "The channel of this closed incident could not be archived or deleted",
        BringBackChannel => "The channel could not be brought back from the archive",
        FollowShifts => "It could not be seen who is on call",
        AnnounceShift => "It could not be announced who is on call",
        GreetOnCall => "Somebody could not be told that a shift has begun",
        KeepOnCallRoles => "The on-call roles could not be kept in step",
        OpenConversations => "The direct conversations with those who may be paged could not be opened",
        ShowSwap => "A swap of shifts could not be shown",
        TellOnCall => "Something could not be said in the channel for who is on call",
        Tell or TellAlerts => "Something could not be said in the channel",
        _ => "Something could not be done",
    };
}
