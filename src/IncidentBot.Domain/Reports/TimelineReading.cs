namespace IncidentBot.Domain.Reports;

/// <summary>Reads the lines of a timeline: a line that begins with a time is an entry, and what is written below it belongs to it.</summary>
/// <param name="placed">Takes what was read; what is no line of a timeline is left out of it.</param>
internal sealed class TimelineReading(ReportClock clock, HashSet<Passage> placed)
{
    // A line this short, without the mark of a sentence, is the caption of what stands below it.
    private const int LongestCaption = 70;

    private Passage? last;

    public List<ReportLine> Lines { get; } = [];

    /// <summary>All of the part of the report that is its timeline.</summary>
    public void ReadAll(IReadOnlyList<Passage> passages)
    {
        var lastTimed = passages.Count - 1;
        while (lastTimed >= 0 && !HasTime(passages[lastTimed])) lastTimed--;
        for (var i = 0; i < passages.Count; i++)
        {
            if (clock.SaysZone(passages[i].Text) && passages[i].Text.Length < 80)
            {
                placed.Add(passages[i]);
                continue;
            }

            // "The following is what happened:" before the first line, and what is told after the last, are no lines.
            var isAround = lastTimed >= 0 && passages[i].Kind != BlockKind.Item && !HasTime(passages[i]) && (last is null || (i > lastTimed && !BelongsToLast(passages[i])));
            if (!isAround) Read(passages[i]);
            else if (ReportSentences.IsLeadIn(passages[i].Text)) placed.Add(passages[i]);
        }
    }

    public void Read(Passage passage)
    {
        placed.Add(passage);
        if (passage.Kind == BlockKind.Code)
        {
            if (Lines.Count > 0) Join(passage.Text, "\n");
            else Lines.Add(new(null, passage.Text));
            return;
        }

        foreach (var piece in AtTimes(passage.Text)) ReadLine(piece, passage);
    }

    private static bool HasTime(Passage passage) => passage.Kind != BlockKind.Code && (ReportTimes.All(passage.Text).Exists(mention => mention.Time is not null) || ReportTimes.IsMoment(passage.Text));

    private void ReadLine(string text, Passage passage)
    {
        if (ReportTimes.Leading(text, allowBareHour: true) is { } lead)
        {
            var rest = text[lead.Length..].Trim();
            if (clock.Next(lead) is { } at) Lines.Add(new(clock.Moment(at), rest));
            else if (rest.Length > 0) Lines.Add(new(null, rest));
            else return;
            last = passage;
            return;
        }

        if (Lines is [.., { Text.Length: 0 } waiting])
        {
            // The time stood on a line of its own.
            Lines[^1] = waiting with { Text = text };
            return;
        }

        if (BelongsToLast(passage))
        {
            Join(text, Lines[^1].Text is [.., '.' or '!' or '?' or ':' or ';'] ? " " : IsCaption(Lines[^1].Text) ? ": " : "; ");
            return;
        }

        var before = Lines.Count;
        foreach (var sentence in ReportSentences.Split(text))
        {
            if (ReportTimes.All(sentence).Find(m => m.Time is not null) is { } mention && clock.Next(mention) is { } at) Lines.Add(new(clock.Moment(at), sentence));
            else if (Lines.Count > before) Join(sentence, " ");
            else Lines.Add(new(null, sentence));
        }
    }

    // Below a heading, indented more, a list below a line, or the next line of the same paragraph.
    private bool BelongsToLast(Passage passage)
    {
        if (last is null || Lines.Count == 0 || Lines[^1].At is null) return false;
        if (last.IsHeading || passage.Indent > last.Indent) return true;
        if (ReferenceEquals(passage, last)) return false;
        if (passage.Kind == BlockKind.Item) return last.Kind != BlockKind.Item;
        return last.Kind != BlockKind.Item && (!passage.AfterBlank || IsCaption(Lines[^1].Text));
    }

    private static bool IsCaption(string text) => text.Length <= LongestCaption && !text.EndsWith('.') && !text.EndsWith('!') && !text.EndsWith('?');

    private void Join(string text, string separator) => Lines[^1] = Lines[^1] with { Text = Lines[^1].Text.Length == 0 ? text : Lines[^1].Text + separator + text };

    // "12:00: it broke. 12:06: it was seen" are two lines, however they were pasted.
    private static IEnumerable<string> AtTimes(string text)
    {
        var from = 0;
        foreach (var mention in ReportTimes.All(text))
        {
            if (mention.Index == 0 || mention is not { Time: not null, To: null } || text[mention.Index - 1] != ' ') continue;
            var rest = text.AsSpan(mention.Index + mention.Length).TrimStart();
            var before = text[..mention.Index].TrimEnd();
            if (before.Length == 0) continue;
            var isSet = rest.Length > 2 && rest[0] is ':' && rest[1] == ' ' || (rest.Length > 2 && rest[0] is '-' or '–' or '—' && before[^1] is '.' or '!' or ';');
            if (!isSet || before[^1] is '(' or ',' or ':') continue;
            if (before[from..].TrimEnd(' ', '-', '–', '•', '*') is { Length: > 0 } piece) yield return piece;
            from = mention.Index;
        }

        if (text[from..].Trim() is { Length: > 0 } last) yield return last;
    }
}
