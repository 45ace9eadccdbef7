using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>How far the incident has come, and which guesses and attempts are open.</summary>
internal sealed class TalkProgress
{
    private const int Remembered = 60;

    /// <summary>How many of them a line may speak of without naming what it rules out.</summary>
    private const int Late = 6;

    private readonly List<(TalkFinding Finding, HashSet<string> Words)> _open = [];
    private readonly Dictionary<MessageId, TalkLabel> _labels = [];

    private readonly Queue<TalkLabel> _recent = new();

    public int Lines { get; private set; }

    public bool Acted { get; private set; }

    public bool Recovered { get; private set; }

    public bool CauseKnown { get; private set; }

    public bool Detected { get; private set; }

    public void Note(TalkFinding finding)
    {
        Lines++;
        Acted |= finding.Label is TalkLabel.Action or TalkLabel.Cause;
        Detected |= finding.Label == TalkLabel.Detection;
        CauseKnown |= finding.Label == TalkLabel.Cause;
        Recovered |= finding.Label == TalkLabel.Recovery;
        if (finding.Label is TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision)
        {
            _open.Add((finding, WordOverlap.Of(finding.Message.Text)));
            if (_open.Count > Remembered) _open.RemoveAt(0);
        }

        _labels[finding.Message.Id] = finding.Label;
        _recent.Enqueue(finding.Label);
        if (_recent.Count > 4) _recent.Dequeue();
    }

    /// <summary>What is known before this line.</summary>
    public TalkSoFar Before(TalkMessage message)
    {
        var (suspected, treated) = SpeaksOf(message);
        return new TalkSoFar
        {
            Lines = Lines,
            Previous = _recent.Count > 0 ? _recent.Last() : TalkLabel.Chatter,
            Last = _recent.LastOrDefault(l => l != TalkLabel.Chatter),
            Acted = Acted,
            Recovered = Recovered,
            CauseKnown = CauseKnown,
            Detected = Detected,
            Suspected = suspected,
            Treated = treated,
        };
    }

    /// <summary>Whether it speaks of what was guessed at, or worked on, of late.</summary>
    private (bool Suspected, bool Treated) SpeaksOf(TalkMessage message)
    {
        if (_open.Count == 0) return default;

        var suspected = message.ReplyTo is { } reply && _labels.GetValueOrDefault(reply) == TalkLabel.Hypothesis;
        var treated = false;
        var words = WordOverlap.Of(message.Text);
        for (var i = Math.Max(0, _open.Count - Late); i < _open.Count; i++)
        {
            if (!_open[i].Words.Overlaps(words)) continue;

            if (_open[i].Finding.Label == TalkLabel.Hypothesis) suspected = true;
            else treated = true;
        }

        return (suspected, treated);
    }

    /// <summary>A reply says what it rules out; else the guess or attempt that shares most words, the latest first; else the last attempt, when the line says it did not help.</summary>
    public MessageId? RefutedBy(TalkFinding finding)
    {
        if (finding.Message.ReplyTo is { } reply && _labels.TryGetValue(reply, out var label) && label is TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision) return Close(reply);

        var words = WordOverlap.Of(finding.Message.Text);
        var match = _open
            .Select((o, i) => (o.Finding, Shared: o.Words.Count(words.Contains), Index: i))
            .Where(o => o.Shared > 0)
            .OrderByDescending(o => o.Shared).ThenByDescending(o => o.Finding.Label == TalkLabel.Hypothesis).ThenByDescending(o => o.Index)
            .Select(o => o.Finding)
            .FirstOrDefault();
        if (match is not null) return Close(match.Message.Id);

        // Nothing shared: "no change", "that was not it" speak of what came just before.
        var short_ = words.Count <= 3;
        var last = _open.Count > 0 ? _open[^1].Finding : null;
        return short_ && last is not null && finding.Message.SaidAt - last.Message.SaidAt <= TimeSpan.FromMinutes(45) ? Close(last.Message.Id) : null;
    }

    private MessageId Close(MessageId id)
    {
        _open.RemoveAll(o => o.Finding.Message.Id == id);
        return id;
    }
}
