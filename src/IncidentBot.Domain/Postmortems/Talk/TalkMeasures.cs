using System.Buffers;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Actions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>What should be done after the incident, read from talk: named as such, or proposed in words that only make sense for afterwards.</summary>
internal static partial class TalkMeasures
{
    private static readonly SearchValues<string> s_wishes = SearchValues.Create(
        ["will", "ll", "should", "need", "must", "have to", "has to", "could", "want", "ought", "are going", "am going", "going to", "would", "lets", "required", "please", "plan to", "lack", "missing", "have no", "had no"],
        StringComparison.Ordinal);

    /// <summary>One of which each measure with a name has; "ai" is in half of all lines.</summary>
    private static readonly SearchValues<string> s_names = SearchValues.Create(
        ["action", "todo", "to-do", "to do", "follow", "task", "next step", "improvement", "prevention", "corrective", "preventive", "measure", "ticket", "story", "issue", "jira", "card"],
        StringComparison.Ordinal);

    public static Measure? Find(TalkText text, string raw)
    {
        var named = CouldBeNamed(text.Even) ? Named().Match(text.Even) : Match.Empty;
        if (text.EndsAsking && !named.Success) return null;
        if (named.Success && !Counted().IsMatch(text.Even))
        {
            var rest = Marker().Replace(UserText.OneLine(raw), "");
            return rest.Any(char.IsLetter) ? new Measure(NamedKind(named.Value) ?? Kind(text.Even, ActionKind.Task), rest, $"named as a measure (“{named.Value.Trim()}”)", IsNamed: true) : null;
        }

        // Both that follow need a word of will or want, and few lines have one.
        if (!text.Even.AsSpan().ContainsAny(s_wishes) || Wonders().IsMatch(text.Even)) return null;

        var purpose = Purpose().Match(text.Even);
        if (purpose.Success && Proposes().IsMatch(text.Even)) return new Measure(Kind(text.Even, ActionKind.Preventive), UserText.OneLine(raw), $"says what to do from now on (“{purpose.Value.Trim()}”)");

        var proposal = Proposal().Match(text.Even);
        return proposal.Success ? new Measure(Kind(text.Even, ActionKind.Preventive), UserText.OneLine(raw), $"proposes a measure (“{UserText.Shorten(proposal.Value.Trim(), 50)}”)") : null;
    }

    private static bool CouldBeNamed(string text) => text.AsSpan().ContainsAny(s_names) || text.StartsWith("ai", StringComparison.Ordinal) || text.StartsWith("@x ai", StringComparison.Ordinal);

    /// <summary>Once it works again, what "we should" and "we need to" speak of is for afterwards: the position in the incident decides, where the words alone do not.</summary>
    public static Measure? FindAfterwards(TalkText text, string raw)
    {
        if (text.EndsAsking || text.Words < 6 || !text.Even.AsSpan().ContainsAny(s_wishes) || Wonders().IsMatch(text.Even) || Housekeeping().IsMatch(text.Even)) return null;

        var resolution = Resolves().Match(text.Even);
        return resolution.Success
            ? new Measure(Kind(text.Even, ActionKind.Preventive), UserText.OneLine(raw), $"says what should be done, once it worked again (“{resolution.Value.Trim()}”)")
            : null;
    }

    // "what must we repair" asks for measures and names none, with or without a question mark.
    [GeneratedRegex(@"(?:^|[.!?,:;] )(?:so |and |ok |but )*(?:what|who|which|why|where|how|when) (?:\w+ )?(?:must|should|do|does|did|can|could|shall|will|would|need|needs)\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Wonders();

    /// <summary>The kind a line calls itself.</summary>
    private static ActionKind? NamedKind(string name) =>
        name.Contains("correct", StringComparison.Ordinal) ? ActionKind.Corrective
        : name.Contains("prevent", StringComparison.Ordinal) ? ActionKind.Preventive
        : null;

    private static ActionKind Kind(string text, ActionKind otherwise)
    {
        if (Corrects().IsMatch(text)) return ActionKind.Corrective;

        return Prevents().IsMatch(text) ? ActionKind.Preventive : otherwise;
    }

    [GeneratedRegex(@"^(?:@x )?(?:action items?|action|ai|todo|to-do|to do|follow-?ups?|task|next steps?|improvement|prevention|corrective(?: action)?|preventive(?: action| measure)?|measure)s?(?: for (?:me|us|@x|\w+))? *(?::|-)|\b(?:action item|todo|to-do|follow-?up)\b *(?::|-)|^(?:action item|todo|follow-?up)\b|\b(?:create|creating|created|open|opening|file|filing|make|write|add)\w* (?:me |us )?(?:a |an |the )?(?:\w+ )?(?:ticket|story|issue|jira|task|card)s? (?:for|to|about)\b(?!.*\b(?:provider|vendor|carrier|supplier|support)\b)", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:we|they|ops|devs?|(?:the |our )?(?:team|operations|developers)) (?:really |also |definitely |still |now |then |just )?(?:should|need to|must|have to|ought to|want to)(?: also)? (?!be\b|have\b|know|see|say|ask|tell|thank|talk)[a-z]{3,}", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Resolves();

    // What belongs to ending the incident, not to what is learned from it.
    [GeneratedRegex(@"\b(?:close|closing|resolve|keep an eye|keep watching|watch it|post-?mortem|retro|write (?:it|this|that) (?:up|down)|status ?page|wait|sleep|bed|lunch|coffee|beer|home|meeting|customers? know|announce|tweet)\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Housekeeping();

    [GeneratedRegex(@"\b(?:any|the|your|all|our|list of|add(?:ed)? (?:the )?|collect(?:ing)?|no) action items?\b(?! ?:)", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Counted();

    [GeneratedRegex(@"^\W*(?:<?@\S+ )?(?:action items?|action|ai|todo|to-do|to do|follow-?ups?|task|next steps?|improvement|prevention|corrective(?: action)?|preventive(?: action| measure)?|measure)s?\s*[:\-–]\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Marker();

    [GeneratedRegex(@"\bto (?:prevent|avoid|stop) (?:this|that|such|it|a repeat|recurrence|the same|these|those|another|similar|future)\b|\b(?:so|such) (?:that )?(?:this|it|that) (?:does(?:nt| not)|wont|will not|never|cannot|cant|can never) (?:happen|occur|come)|\bnext time\b|\bin (?:the )?future\b|\bgoing forward\b|\bfrom now on\b|\blong[- ]?term\b|\bafter (?:this|the) incident\b|\b(?:never|not) (?:to )?happen again\b|\b(?:next|this) (?:sprint|quarter|month|week)\b|\b(?:permanent|proper|real) (?:fix|solution)\b|\btomorrow\b|\blessons?\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Purpose();

    [GeneratedRegex(@"\b(?:we|i|you|team|it|they|@x|ops|dev|devs|somebody|someone) (?:\w+ )?(?:will|ll|should|need|needs|must|have to|has to|could|want|ought|are going|am going|would)\b|\b(?:ill|well|lets|should|must|needs? to|have to|required|want to|please|plan to|going to)\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Proposes();

    // No lazy {m,n}? after a loop: generated and compiled patterns of .NET 10 can then run for ever (seen with a line that the interpreted one reads at once).
    [GeneratedRegex(@"\b(?:we|i|it|they|team|ops|dev|devs|somebody|someone|@x|this|that|there) (?:really |also |definitely |urgently |should |must |need |needs |badly )*(?:should|need(?:s)? to|need(?:s)?|must|have to|has to|will|ll|ought to|lack|want to|could use|are missing|are lacking|should have|have no|had no)\b(?: \w+){0,5} (?:monitoring|monitors?|alerts?|alerting|alarms?|load.?tests?(?:ing)?|tests?(?! it| this| that| now| the)|testing|coverage|reviews?|code reviews?|training|trainings|drills?|runbooks?|playbooks?|documentation|documented?|docs|checklists?|redundan\w+|fail-?over|standby|stand-by|spare|backups?|dashboards?|automation|automate\w*|audits?|policy|polic(?:y|ies)|guard ?rails?|linter|canary|canaries|staging|capacity planning|autoscaling|auto-scaling|circuit breakers?|rate limits?|quotas?|second (?:\w+)|a process|approval|four eyes|ownership|on-?call rotation)\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Proposal();

    [GeneratedRegex(@"\b(?:monitor\w*|alert\w*|alarm\w*|tests?|testing|tested|review\w*|train\w*|drills?|runbooks?|playbooks?|document\w*|docs|checklists?|redundan\w+|fail-?over|standby|stand-by|spare|second|backups?|capacity|dashboards?|automat\w+|audits?|polic(?:y|ies)|process|guard ?rails?|lint\w*|canar(?:y|ies)|staging|autoscal\w+|circuit breakers?|rate limits?|limits?|quotas?|maintenance|regular\w*|weekly|monthly|prevent\w*|avoid|never again|ownership|approval|schedule\w*|rotat\w+|warn\w*|notif\w+|validation|validate|before (?:every|each|any))\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Prevents();

    [GeneratedRegex(@"\b(?:permanent|proper|real|root cause|final|clean) (?:fix|solution|repair|correction)\b|\bfix (?:it|this|the|that|our)\b|\brepair\b|\bcorrect (?:the|all|our)\b|\binvestigat\w+\b|\bfind out\b|\brestore (?:the|all|our)\b|\brefund\b|\bclean ?up\b|\breplace (?:the|all|our)\b|\bremove (?:the|all|our) (?:old|dead|broken|stale|temporary|workaround|hack|legacy)\b|\bremove the\b|\brevert the (?:workaround|hot-?fix|temporary)\b|\brenew (?:the|all)\b|\brestart all\b|\brecover (?:the|all|lost)\b|\bcommunicat\w+ (?:with|to) (?:the )?(?:users|customers|clients)\b|\breprocess\b|\breplay\b|\bbackfill\b|\bcorrective\b", RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Corrects();
}
