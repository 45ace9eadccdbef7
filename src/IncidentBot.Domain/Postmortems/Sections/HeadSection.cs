using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>Where the document stands: draft, in review or published; whose it is, by when it is due, who was asked and what they said. And what was corrected since.</summary>
internal static class HeadSection
{
    private const int LongestComment = 120;

    /// <summary>Null where nobody expects a document on its way.</summary>
    public static Block? Write(Draft draft)
    {
        var incident = draft.Incident;
        if (!ReviewStanding.IsUnderWay(incident)) return null;
        var state = incident.Postmortem;
        var isPublished = state.Stage == PostmortemStage.Published;
        var facts = new List<Fact> { new("State", State(draft)) };
        if (ReviewStanding.Owner(incident) is { } owner) facts.Add(new("Owner", draft.Name(owner)));
        if (!isPublished && state.Due is { } due) facts.Add(new("Due", DocumentTimes.LongDate(due.Date)));
        if (isPublished)
        {
            var signers = state.Reviewers.Where(one => ReviewStanding.Approves(state, one)).ToList();
            if (signers.Count > 0) facts.Add(new("Signed off by", Joined(signers.Select(one => RichText.Of($"{draft.Name(one.Person)}, ", Full(draft, one.Answer!.At))))));
        }
        else if (state.Stage == PostmortemStage.InReview && state.Reviewers.Length > 0)
        {
            facts.Add(new("Reviewers", Joined(state.Reviewers.Select(one => RichText.Of(draft.Name(one.Person) + " (").With(Answer(draft, one)).With(")")))));
        }

        if (!isPublished && state.Meeting is { IsCancelled: false } meeting) facts.Add(new("Review meeting", Meeting(draft, meeting)));
        return new FactList([.. facts]);
    }

    /// <summary>That there are corrections, for whoever reads only the beginning; null when there are none.</summary>
    public static Block? Notice(Draft draft)
    {
        var corrections = ReviewStanding.Corrections(draft.File.Entries).ToList();
        return corrections.Count == 0
            ? null
            : new Notice(RichText.Of(new Strong(corrections.Count == 1 ? "Corrected" : $"Corrected {corrections.Count} times"), corrections.Count == 1 ? " " : ", last ", Full(draft, corrections[^1].HappenedAt), ": see “Corrections” at the end."));
    }

    /// <summary>Oldest first; null when there are none.</summary>
    public static PostmortemSection? Corrections(Draft draft)
    {
        var corrections = ReviewStanding.Corrections(draft.File.Entries).ToList();
        return corrections.Count == 0
            ? null
            : new PostmortemSection(SectionIds.Corrections, SectionIds.Heading(SectionIds.Corrections), [.. corrections.Select(entry => Block(draft, entry, entry.Correction!))]);
    }

    private static Quotation Block(Draft draft, TimelineEntry entry, Correction correction) => new(
        draft.Plain(correction.Text),
        RichText.Of((entry.By is { } by ? draft.Name(by) : "IncidentBot") + ", ", Full(draft, entry.HappenedAt)),
        Suggested: false,
        UserText.OneLine(draft.Plain(correction.Why)));

    private static RichText State(Draft draft)
    {
        var state = draft.Incident.Postmortem;
        var by = state.StageSet?.By is { } person ? draft.Name(person) : "somebody";
        switch (state.Stage)
        {
            case PostmortemStage.Published:
                var published = RichText.Of("Published ", Full(draft, state.StageSet!.At), $", by {by}");
                return state.Forced is { } forced
                    ? published.With($", without the sign-off it needs ({forced.Had} of {forced.Needed}): ").With(draft.Line(forced.Reason))
                    : published;
            case PostmortemStage.InReview:
                return RichText.Of("In review since ", Full(draft, state.StageSet!.At), $", asked for by {by}");
            default:
                return "Draft";
        }
    }

    private static RichText Answer(Draft draft, Reviewer reviewer)
    {
        var state = draft.Incident.Postmortem;
        if (reviewer.Answer is not { } answer) return RichText.Of("asked ", Full(draft, reviewer.AskedAt), ", no answer yet");
        var said = answer.Verdict == ReviewVerdict.Approved ? RichText.Of("approved ", Full(draft, answer.At)) : RichText.Of("asked for changes ", Full(draft, answer.At));
        if (answer.Revision != state.Revision)
        {
            said = said.With(state.Changed is { By: { } by } ? $", before the last change by {draft.Name(by)}, " : ", before the last change, ");
            if (state.Changed is { } changed) said = said.With(Full(draft, changed.At));
        }

        return answer.Comment is { } comment ? said.With($": “{UserText.Shorten(UserText.OneLine(draft.Plain(comment)), LongestComment)}”") : said;
    }

    private static RichText Meeting(Draft draft, ReviewMeeting meeting)
    {
        var text = RichText.Of(Full(draft, meeting.Starts), $", for {Words.Durations.InWords(meeting.Ends - meeting.Starts)}");
        if (meeting.Place is { } place) text = text.With(", ").With(draft.Line(place));
        if (meeting.Voice is not null) text = text.With(", in a voice channel");
        return meeting.Event is { } one ? text.With(" (", new Link("event", new Uri($"https://discord.com/events/{draft.Incident.Server}/{one}")), ")") : text;
    }

    private static RichText Joined(IEnumerable<RichText> texts)
    {
        var all = RichText.Empty;
        foreach (var text in texts) all = all.IsEmpty ? text : all.With("; ").With(text);
        return all;
    }

    // Short and whole: in a list of people the day of the week says nothing.
    private static TimeMark Full(Draft draft, DateTimeOffset at) => new(at, $"{DocumentTimes.ShortDate(draft.Times.Date(at))}, {draft.Times.Clock(at)} {draft.Times.ZoneName(at)}", IsFull: true);
}
