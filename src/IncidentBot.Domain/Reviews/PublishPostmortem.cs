using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

/// <summary>Publishes the postmortem, which is frozen from then on; or takes it back.</summary>
public static class PublishPostmortem
{
    /// <param name="document">The document as it stands (see <see cref="PostmortemComposer.ToPublish"/>), composed from this very state.</param>
    /// <param name="force">Why it is published without the sign-off it needs; null: only with it.</param>
    public static Outcome Decide(IncidentState state, PostmortemDocument document, string? force, Asker asker)
    {
        if (Refuse(state, force, asker) is { } not) return not;
        var incident = state.Incident;
        var now = asker.Now.ToUniversalTime();
        var settings = asker.Settings;
        var isForced = !ReviewStanding.IsSignedOff(incident.Postmortem, settings);
        var forced = isForced ? new ForcedPublication(Harmless.Plain(force), ReviewStanding.Approvals(incident.Postmortem), settings.Reviews.Approvals) : null;
        var signers = incident.Postmortem.Reviewers.Where(one => ReviewStanding.Approves(incident.Postmortem, one)).Select(one => one.Person).ToList();
        var draft = new Draft(state, asker);
        var how = forced is not null ? $" without the sign-off it needs ({forced.Had} of {forced.Needed}): {forced.Reason}" : signers.Count > 0 ? $", signed off by {ReviewGate.Names(signers)}" : "";
        var entry = draft.Write(EntryKind.Published, $"Published the postmortem{how}") with { Publication = new Publication(document) };
        draft.Put(entry);
        var meeting = ReviewStanding.Meeting(incident.Postmortem, now) is { } coming && coming.Starts > now ? coming : null;
        ReviewGate.Change(draft, before => before with
        {
            Stage = PostmortemStage.Published,
            StageSet = new TextChange(now, asker.Person),
            Publication = entry.Number,
            Forced = forced,
            Meeting = meeting is null ? before.Meeting : meeting with { IsCancelled = true },
        });
        if (meeting is not null) draft.Owe(new ArrangeMeeting());
        var off = meeting is null ? "" : $" The meeting {Say.DateTime(meeting.Starts)} is called off.";
        return draft.Done($"{Say.Person(asker.Person)} **published** the postmortem of {incident.Name}{(isForced ? how.Replace(forced!.Reason, Say.Text(forced.Reason), StringComparison.Ordinal) : how)}. It stays as it is now; `/postmortem correct` adds a dated correction.{off}");
    }

    /// <summary>Why it cannot be published, and what to do; null when it can.</summary>
    public static Refusal? Refuse(IncidentState state, string? force, Asker asker)
    {
        var incident = state.Incident;
        var postmortem = incident.Postmortem;
        if (ReviewGate.Refuse(incident, Verb.Resolve, asker) is { } not) return not;
        if (postmortem.Stage == PostmortemStage.Published) return new Refusal($"{ReviewGate.Published(incident)} `/postmortem correct` adds a correction.");
        if (ReviewStanding.IsSignedOff(postmortem, asker.Settings)) return null;
        if (force is not null)
        {
            if (Permissions.Refuse(Verb.Configure, asker) is not null) return new Refusal($"{Missing(incident, asker.Settings)} Only those who may change the settings publish without that: ask one of them, or get the sign-off.");
            return Limits.Refuse("reason", Harmless.Plain(force), Limits.Reason);
        }

        return new Refusal($"{Missing(incident, asker.Settings)} `/postmortem review` asks for it. Those who may change the settings can publish all the same, with `/postmortem publish force:` and a reason, which is recorded.");
    }

    /// <summary>Takes what was published back: it follows the record again, and every approval has to be given anew.</summary>
    public static Outcome TakeBack(IncidentState state, string? reason, Asker asker)
    {
        var incident = state.Incident;
        if (ReviewGate.Refuse(incident, Verb.Configure, asker) is { } not) return not;
        if (incident.Postmortem.Stage != PostmortemStage.Published) return new Refusal($"The postmortem of {incident.Name} is {(incident.Postmortem.Stage == PostmortemStage.Draft ? "a draft" : "in review")}: there is nothing to take back.");
        var why = Harmless.Plain(reason);
        if (Limits.Refuse("reason", why, Limits.Reason) is { } bad) return bad;
        var draft = new Draft(state, asker);
        var stage = incident.Postmortem.Reviewers.IsEmpty ? PostmortemStage.Draft : PostmortemStage.InReview;
        Unfreeze(draft, stage, asker);
        draft.Write(EntryKind.Review, $"Took the published postmortem back: {why}");
        return draft.Done($"The postmortem of {incident.Name} is {(stage == PostmortemStage.Draft ? "a draft" : "in review")} again and follows the record{Say.Because(why)}. Approvals are asked for anew; what was published stays in the record.");
    }

    /// <summary>The incident goes on: whatever its postmortem was, it is a draft again.</summary>
    internal static void Reopened(Draft draft, Asker asker)
    {
        var before = draft.Incident.Postmortem;
        if (before.Stage != PostmortemStage.Draft)
        {
            var was = before.Stage == PostmortemStage.Published ? "published" : "in review";
            Unfreeze(draft, PostmortemStage.Draft, asker);
            draft.Write(EntryKind.Review, $"The postmortem, which was {was}, is a draft again, because {draft.Incident.Name} was reopened");
        }

        draft.Incident = draft.Incident with { Postmortem = draft.Incident.Postmortem with { Due = null } };
    }

    private static void Unfreeze(Draft draft, PostmortemStage stage, Asker asker) => ReviewGate.Change(draft, before => before with
    {
        Stage = stage,
        StageSet = new TextChange(asker.Now.ToUniversalTime(), asker.Person),
        Publication = null,
        Forced = null,
        Revision = before.Revision + 1,
        Changed = new TextChange(asker.Now.ToUniversalTime(), asker.Person),
    });

    private static string Missing(Incident incident, ServerSettings settings)
    {
        var postmortem = incident.Postmortem;
        var (has, needed) = (ReviewStanding.Approvals(postmortem), settings.Reviews.Approvals);
        var stale = postmortem.Reviewers.Where(one => one.Answer?.Verdict == ReviewVerdict.Approved && !ReviewStanding.Approves(postmortem, one)).Select(one => one.Person).ToList();
        var objectors = ReviewStanding.Objectors(postmortem).Select(one => one.Person).ToList();
        var sentences = new List<string>();
        if (has < needed) sentences.Add($"The postmortem of {incident.Name} has {has} of the {Say.Count(needed, "approval")} it needs.");
        if (has < needed && stale.Count > 0) sentences.Add($"{ReviewGate.Names(stale)} approved it before it was last changed.");
        if (objectors.Count > 0) sentences.Add($"{ReviewGate.Names(objectors)} asked for changes and {(objectors.Count == 1 ? "has" : "have")} not approved since.");
        return string.Join(' ', sentences);
    }
}
