using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Reports;

/// <summary>What a sentence of a written report is about, by the words it has.</summary>
internal static partial class ReportSentences
{
    private static readonly HashSet<string> Generic = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "team", "teams", "issue", "issues", "incident", "problem", "outage", "cause", "caused", "causing", "was", "were", "that", "this", "it", "its", "is", "be", "been", "by", "due", "because", "initially", "first", "beginning", "assumed",
        "assumption", "thought", "think", "suspected", "believed", "root", "either", "could", "might", "may", "with", "from", "then", "they", "them", "their", "our", "we", "and", "but", "for", "had", "has", "have", "not", "after", "when", "which",
        "operations", "engineers", "engineer", "developers", "development", "initiated", "measures", "found", "time", "more", "some", "into", "after", "there", "web", "server", "application", "system", "service", "during",
    };

    // What stands around the values of fields and says nothing more.
    private static readonly HashSet<string> OfValues = new(StringComparer.OrdinalIgnoreCase)
    {
        "about", "around", "approximately", "roughly", "nearly", "almost", "from", "until", "till", "outage", "incident", "issue", "problem", "lasted", "lasting", "started", "starting", "ended", "ending", "began", "beginning", "occurred", "total", "duration",
        "hour", "hours", "minute", "minutes", "time", "start", "this", "that", "there", "downtime", "took", "place", "happened", "time", "date", "between", "local", "estimated", "detected", "detection", "resolution", "resolved", "same",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "users", "customers", "affected", "severity", "high", "critical", "major", "minor", "medium", "level", "service", "website", "system", "were", "with", "have", "been", "period", "window", "after", "before", "first", "timezone", "morning", "afternoon", "evening", "night", "during", "when", "which", "length", "exact", "exactly", "just", "over",
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "lasting", "then", "and", "resolve", "recovery", "ongoing", "moderate", "priority", "some", "most", "users", "user", "base",
    };

    public static IEnumerable<string> Split(string text)
    {
        var from = 0;
        foreach (Match end in End().Matches(text))
        {
            var before = text[from..(end.Index + 1)];
            if (Abbreviation().IsMatch(before) || (HalfOfDay().IsMatch(before) && ZoneNext().IsMatch(text[(end.Index + end.Length)..]))) continue;
            var sentence = text[from..(end.Index + end.Length)].Trim();
            if (sentence.Length > 0) yield return sentence;
            from = end.Index + end.Length;
        }

        var rest = text[from..].Trim();
        if (rest.Length > 0) yield return rest;
    }

    [GeneratedRegex(@"\d\s?[ap]\.?\s?m\.$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex HalfOfDay();

    [GeneratedRegex(@"^\s*\(?[A-Z]{2,5}\b", RegexOptions.None, 1000)]
    private static partial Regex ZoneNext();

    public static bool SaysDetected(string sentence) => Detected().IsMatch(sentence) && !Promise().IsMatch(sentence);

    public static bool SaysCause(string sentence) => Cause().IsMatch(sentence) && !AlertFired().IsMatch(sentence) && !CauseUnknown().IsMatch(sentence);

    public static bool SaysFixed(string sentence) => Fixed().IsMatch(sentence) && !DidNotHelp().IsMatch(sentence);

    /// <summary>That it was fixed, and how: "The issue was resolved by …", "To resolve the issue, …".</summary>
    public static bool SaysFixedIt(string sentence) => FixedIt().IsMatch(sentence) && !DidNotHelp().IsMatch(sentence);

    /// <summary>The cause is called so.</summary>
    public static bool NamesCause(string sentence) => CauseNamed().IsMatch(sentence) && !AlertFired().IsMatch(sentence) && !CauseUnknown().IsMatch(sentence) && !Promise().IsMatch(sentence);

    /// <summary>How long something took to do, which is not how long the outage was.</summary>
    public static bool IsAboutWork(string sentence) => Work().IsMatch(sentence);

    public static bool IsAboutReview(string sentence) => AboutReview().IsMatch(sentence);

    /// <summary>"Time to recovery: 5 minutes": counted from one of several moments.</summary>
    public static bool IsTimeTo(string text) => TimeTo().IsMatch(text);

    /// <summary>"Deadline: Friday", "Owner: …": about the task above it.</summary>
    public static bool IsAboutTask(string text) => AboutTask().IsMatch(text);

    /// <summary>What is left of a value, without its times, has words of its own.</summary>
    public static bool SaysMoreThanValue(string rest) => Word().Matches(rest).Count(word => word.Length > 3 && !OfValues.Contains(word.Value)) >= 2;

    /// <summary>Something was done to the system, as a line of a timeline says it.</summary>
    public static bool SaysDone(string sentence) => (Fixed().IsMatch(sentence) || Remedy().IsMatch(sentence)) && !DidNotHelp().IsMatch(sentence) && !Promise().IsMatch(sentence);

    /// <summary>A reason is given, in passing.</summary>
    public static bool SaysBecause(string sentence) => Because().IsMatch(sentence) && !Promise().IsMatch(sentence) && !DidNotHelp().IsMatch(sentence) && !RuledOut().IsMatch(sentence);

    /// <summary>What is to be done in future.</summary>
    public static bool SaysPromised(string sentence) => Promise().IsMatch(sentence);

    /// <summary>What the sentence says is said in the text already.</summary>
    public static bool Repeats(string sentence, IEnumerable<string> texts)
    {
        var own = Keywords(sentence);
        var known = texts.SelectMany(Keywords).ToHashSet();
        return own.Count == 0 || own.Count(known.Contains) * 10 >= own.Count * 9;
    }

    /// <summary>It works again.</summary>
    public static bool SaysRestored(string sentence) => Restored().IsMatch(sentence) && !DidNotHelp().IsMatch(sentence) && !AboutReview().IsMatch(sentence);

    public static bool SaysEscalated(string sentence) => Escalated().IsMatch(sentence) && !MachineAlert().IsMatch(sentence);

    /// <summary>A guess that was wrong, or an attempt that did not help; a guess that names the cause is neither.</summary>
    public static bool SaysMisled(string sentence, string? rootCause)
    {
        if (sentence.EndsWith(':')) return false;
        if (DidNotHelp().IsMatch(sentence) || RuledOut().IsMatch(sentence)) return true;
        if (!Guess().IsMatch(sentence)) return false;
        var own = Keywords(sentence);
        if (rootCause is null || own.Count == 0) return true;
        var cause = Keywords(rootCause);
        return own.Count(cause.Contains) * 2 < own.Count;
    }

    /// <summary>It carries on the sentence before, as an explanation of it.</summary>
    public static bool Explains(string sentence) => Explanation().IsMatch(sentence);

    /// <summary>The closing words of a report: about the report itself, thanks and good resolutions.</summary>
    public static bool Concludes(string paragraph) => Conclusion().IsMatch(paragraph);

    /// <summary>"To prevent this, the following measures will be taken:" says nothing that its list does not.</summary>
    public static bool IsLeadIn(string text) => (text.EndsWith(':') || text.EndsWith('-')) && LeadIn().IsMatch(text) && !End().IsMatch(text);

    /// <summary>Too long for a heading, and with the mark a sentence ends with.</summary>
    public static bool IsSentence(string heading)
    {
        var words = ReportHeadings.CountWords(heading);
        return (heading[^1] is '.' && words >= 7) || words >= 16 || End().Count(heading) > 0 && words >= 8;
    }

    private static HashSet<string> Keywords(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value).Where(word => word.Length > 2 && !Generic.Contains(word)).Select(Stem)];

    private static string Stem(string word) => word.Length > 5 ? word[..5] : word.TrimEnd('s');

    [GeneratedRegex(@"[.!?]+[""”’)\]]*(?=\s+[""“(\[]?[\p{Lu}\d])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex End();

    [GeneratedRegex(@"(\b(e\.g|i\.e|approx|ca|vs|etc|no|dr|mr|ms|mrs|st|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))\.$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"\b(detect(ed|s)?|notic(ed|es)|(users?|customers?|clients?|engineers?|developers?|people|support) (\w+ )?(started |began )?report(s|ed|ing)?|first (seen|identified|noticed)|alert(s|ed|ing)?|alarms?|report(ed|s|ing) (that|an?|the|issues?|problems?|errors?|by)|started reporting|complain(ed|ts?|ing)?|(was|were) (paged|notified|alerted)|pagerduty|tickets?|(phone|hotline) rang|rings?|rang|phon(ed|es)|pages|(uptime|health) ?checks? (had |have )?fail(s|ed|ing)?|(called|calls|wrote to|writes to) (the |our )?(hotline|support|help ?desk|it)|discovered|became aware|observed|monitoring (system|tool|team)?)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Detected();

    [GeneratedRegex(@"\b(root causes?|caus(ed|es|ing) (by|the|an?)|was caused|main reason|the (true |real |actual )?reason|due to|because of|originat(ed|es|ing) (from|in)|result(ed|ing)? (of|from)|traced (back )?to|stemmed from|led to|trigger(ed)? by|culprit)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Cause();

    [GeneratedRegex(@"\b(cause|reason) (is|was|remains|remained) (still )?(unknown|unclear|not (yet )?known|being investigated)|\bto (determine|find|identify|understand) the (root )?cause|once the root cause is", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CauseUnknown();

    [GeneratedRegex(@"\b((was|were|been|is|got|has been) (then |finally |successfully |fully |eventually )?(fixed|resolved|solved|mitigated|restored|repaired|rolled back|reverted)|to (resolve|fix|solve|mitigate|restore) (the|this|it|service)|(resolved|fixed|solved) (the|this|it)|by (bringing|restarting|rolling|scaling|switching|adding|reverting|increasing|replacing|failing)|rolled back|reverted|roll(ing)?back|failed over|restarted|the fix\b|hotfix|workaround|restored (the )?(service|normal)|corrected)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Fixed();

    [GeneratedRegex(@"\b(was|were|been|is|got) (then |finally |successfully |fully |eventually |immediately |quickly |promptly |manually |thereby |thus )?(fixed|resolved|solved|mitigated|rectified|addressed)\b(?! (once|when|until))|(issue|problem|error|outage) was saved\b|^(in order )?to (resolve|fix|solve|mitigate|address|rectify|remedy|restore)\b|^(in response|as a (fix|remedy|solution))\b|^the (fix|solution|resolution|immediate (fix|resolution)|remedy) (was|involved|included|consisted)|(resolved|fixed|solved) (the|this|it)\b.{0,40}\bby\b|^(the )?patch involved|^(resolved|fixed|mitigated|solved) by\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex FixedIt();

    [GeneratedRegex(@"\b(root causes?|main (cause|reason)|primary cause|the (true |real |actual )?(cause|reason|culprit)|(was|were|is|been) (mainly |primarily |directly )?(caused by|due to|triggered by|the result of|traced (back )?to)|caused by|due to|because of|originat(ed|es|ing) from|stemmed from|culprit|the (main |actual |real )?problem was)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CauseNamed();

    [GeneratedRegex(@"\b(process|fix|repair|investigation|debugging|boot(ing)?|restart|migration|deployment|rollback) (took|lasted|required)\b|\btook (us|me|the team|him|her|them)\b|\bwithin\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Work();

    [GeneratedRegex(@"^\W*(mean )?time to\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TimeTo();

    [GeneratedRegex(@"\b(alert(s|ing)?|alarms?)\b.{0,40}\b(triggered|fired|sent|due to)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AlertFired();

    [GeneratedRegex(@"^\W*(deadline|due( date| by)?|owner|assignee|assigned to|responsible( party| person| team)?|status|priority|eta|target( date)?|completion date|timeframe|timeline|tracking)\b\s*(:|—|–)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AboutTask();

    [GeneratedRegex(@"\b(killed|rebooted|disabled|re-?deployed|deployed|patched|replaced|renewed|re-?issued|issued|switched|moved (back|to)|scaled|increased|raised|cleared|flushed|purged|upgraded|downgraded|enabled|removed|blocked|restarted|rolled)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Remedy();

    [GeneratedRegex(@"\b(because|since (the|a)|as a result of|found (out )?that|turn(ed|s) out( that| to be)?|responsible for the)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Because();

    [GeneratedRegex(@"\b((we|the team|team|they|it|job|system) (will|are going to|plan to|intend to|should|need to|must|have to)|going forward|in (the )?future|from now on|to (prevent|avoid) (this|a|such|it)|will be (implemented|added|introduced|performed|improved))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\b(restor(ed|ing)|resolved|recover(ed|y|s|ing)?|back (up|online|to normal|in service|in business|to baseline)|fully operational|up and running|work(s|ed|ing)? again|answer(s|ed)? again|latency normal|(begins?|began|started) to work|(running|functions?|functioning|function|operating|loading|working) (normally|properly|correctly|fine|smoothly|as expected|well)|(\d+ ?%|fully|back|now) (back )?online|like normal|back to normal|(returned|returns|return|came back) to (normal|baseline|service)|(is|are) (now |currently )(running|up)\b|(is|was|were|are|system|service)s? (now )?stable|stabili[sz]ed|(cleared|closed|ended) the incident|normal (operations?|levels?|service|performance|functionality|behaviou?r)|all (systems )?(clear|green)|service(s)? (is|are|was|were) (back|up|available|healthy)|(incident|issue|outage) (was |is )?(closed|over|resolved|ended))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Restored();

    [GeneratedRegex(@"\b(escalat(ed|es|ing|ion) (\w+ ){0,3}to|^\W*escalated?:|assigned (to|the \w+ team)|passed (on )?to the|(was|were|is|been|had) (then |immediately |also |quickly )?escalated|escalated (it|the)|paged|called in|brought in|looped in|pulled in|handed (it |the \w+ )?over to|reached out to|contacted|(was|were) (notified|informed)|(notified|informed|involved|engaged|called) (the|our|an?) (\w+[ -]){0,3}(team|department|engineers?|lead|manager|provider|vendor|supplier|support|developers?|dba|on-?call))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Escalated();

    [GeneratedRegex(@"\b(monitoring|alert(s|ing)?|alarm|pagerduty|prometheus|grafana|datadog|uptime)\b.{0,40}\b(paged|notified|informed|alerted)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex MachineAlert();

    [GeneratedRegex(@"\b((did|does|do|could|had)(n['’]t| not) (help|fix|solve|resolve|work|change|improve|have any effect|make (a|any) difference)|doesn['’]t (solve|fix|help)|no (effect|change|improvement|success)|un(successful|successfully)|without (success|effect)|to no avail|in vain|did nothing|failed to (fix|resolve|help|solve)|(errors?|problems?|issues?|it|symptoms?) (continued|persisted|remained|came back|returned)|only (helped )?(briefly|for a (short|few)))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DidNotHelp();

    [GeneratedRegex(@"\b(ruled out|misled|misleading|red herrings?|false leads?|wrong(ly)? (track|path|assum\w+|suspected|attributed|blamed)|turned out (not )?to be (unrelated|fine|healthy|wrong|a coincidence|normal)|(was|were) (unrelated|not the (cause|issue|problem|culprit)|healthy|functional|functioning (normally|correctly)|working (normally|fine|correctly))|(was|were|looked|looks|seemed|appeared) (all |completely |perfectly |to be )?(fine|ok|okay)|(says?|said|confirm(s|ed)|reports?) [^.]{0,40}\b(is|are) (fine|ok|okay)|dead ends?|wasn['’]t the (cause|issue|problem|culprit)|(incorrectly|mistakenly) (assum|thought|think|believ|attribut|identif|focus|suspect|diagnos|conclud|acknowledg)\w*|no (evidence|sign|signs) of)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RuledOut();

    [GeneratedRegex(@"\b(assum(ed|ption|ptions|ing)|suspect(ed|ing|s)?|suspicion|(initially|first|originally|at first) (thought|believed|considered|looked|focused|blamed|attributed)|(thought|believed|think|thinks|believes) (that|it|it['’]s|the|to be)|(first|initial) (theory|guess|idea)|looked at the [^.]{1,40} first|hypothesi[sz]ed|hypothesis|(initial|first) (theory|guess|suspicion|hypothesis|belief))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Guess();

    [GeneratedRegex(@"\b(post-?\s?mortem|review of the incident|thorough review|retro(spective)?|report (was )?(written|published))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AboutReview();

    [GeneratedRegex(@"^(this|that|these|those|it|they|which|having|by doing|doing so|in this way|this way|with this|so that|as a result|thus|therefore)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Explanation();

    [GeneratedRegex(
        @"^[^\p{L}\d]*((in conclusion|to conclude|in summary|to sum up|all in all|overall,|in closing|thank you|stay tuned|p\.?s\b|disclaimer\b|note: this (postmortem|report))\b|(this|the|our) (post-?\s?mortem|report|incident report|document|analysis|retrospective) (\w+ly )?(provides|outlines|highlights|underscores|serves|details|aims|documents|describes|summari[sz]es|presents|emphasi[sz]es|has (provided|outlined|highlighted))\b|(this|the) (incident|outage|event) (has )?(highlighted|highlights|underscores|underscored|demonstrates|demonstrated|taught|serves|served|was a (valuable|reminder|learning))\b|(by|with|through) (\w+ing )?(\w+ and \w+ing )?(these|the above|the outlined|the identified|this postmortem|from this|those|on these|the corrective|the (improvements|lessons|measures|tasks|steps))\b|we (sincerely |deeply |would like to )?(apologi[sz]e|appreciate|are committed|remain committed|thank|regret)\b|[^.]{1,60} (is|are|remains?) committed to\b)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Conclusion();

    [GeneratedRegex(@"\b(following|below|these|as follows|such as|includes?|including|are|were|steps|measures?|actions?|tasks?|improvements?|things|to (prevent|avoid|address|resolve|fix))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LeadIn();

    [GeneratedRegex(@"[\p{L}\d][\p{L}\d'’-]*", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
