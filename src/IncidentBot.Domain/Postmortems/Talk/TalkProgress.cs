using System.Runtime.InteropServices;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>How far the incident has come, and which guesses and attempts are open.</summary>
internal sealed class TalkProgress
{
    private const int Remembered = 60;

    /// <summary>How many of them a line may speak of without naming what it rules out.</summary>
    private const int Late = 6;

    /// <summary>What was said as many lines ago is no longer the talk of the moment.</summary>
    private const int Recent = 4;

    /// <summary>A person's own last line is on their mind for as many lines.</summary>
    private const int Lately = 3;

    /// <summary>Whoever is called in is expected to turn up within as many lines.</summary>
    private const int Awaited = 8;

    private readonly List<Attempt> _open = [];
    private readonly Dictionary<MessageId, TalkLabel> _labels = [];
    private readonly Dictionary<PersonId, Speaker> _speakers = [];

    private TalkLabel _previous;
    private TalkLabel _beforePrevious;
    private PersonId _previousSpeaker;
    private bool _asked;
    private TalkLabel _telling;
    private int _sinceTelling;

    /// <summary>Lines before the last one that called somebody in; -1: nobody was.</summary>
    private int _called = -1;

    public int Lines { get; private set; }

    public bool Acted { get; private set; }

    public bool Recovered { get; private set; }

    public bool CauseKnown { get; private set; }

    public bool Detected { get; private set; }

    /// <param name="words">Of the message: see <see cref="WordOverlap"/>.</param>
    public void Note(TalkMessage message, TalkLabel label, WordSet words)
    {
        Lines++;
        Acted |= label is TalkLabel.Action or TalkLabel.Cause;
        Detected |= label == TalkLabel.Detection;
        CauseKnown |= label == TalkLabel.Cause;
        Recovered |= label == TalkLabel.Recovery;
        if (label is TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision)
        {
            _open.Add(new Attempt(message.Id, message.SaidAt, label, words));
            if (_open.Count > Remembered) _open.RemoveAt(0);
        }

        _labels[message.Id] = label;
        if (label != TalkLabel.Chatter) (_telling, _sinceTelling) = (label, 0);
        else _sinceTelling++;
        if (label == TalkLabel.Escalation) _called = Lines - 1;
        (_beforePrevious, _previous, _previousSpeaker) = (_previous, label, message.Author);
        _asked = message.Text.AsSpan().TrimEnd().EndsWith('?');
        if (message.Author == Unknown) return;

        ref var speaker = ref CollectionsMarshal.GetValueRefOrAddDefault(_speakers, message.Author, out _);
        speaker = new Speaker(label, Lines - 1, speaker.Did | label is TalkLabel.Action, speaker.Told | label is TalkLabel.Detection or TalkLabel.Impact, speaker.Thought | label is TalkLabel.Hypothesis or TalkLabel.Refutation or TalkLabel.Cause);
    }

    /// <summary>Who said it is not known: talk written down without names.</summary>
    private static readonly PersonId Unknown = new(0);

    /// <summary>What is known before this line.</summary>
    public TalkSoFar Before(TalkMessage message, WordSet words)
    {
        var (suspected, treated) = SpeaksOf(message, words);
        return new TalkSoFar
        {
            Lines = Lines,
            Previous = _previous,
            Last = _sinceTelling < Recent ? _telling : TalkLabel.Chatter,
            Acted = Acted,
            Recovered = Recovered,
            CauseKnown = CauseKnown,
            Detected = Detected,
            Suspected = suspected,
            Treated = treated,
            BeforePrevious = Lines > 1 ? _beforePrevious : null,
            Telling = _telling,
            SinceTelling = _sinceTelling,
            Asked = _asked,
            Speaker = SpeakerOf(message),
        };
    }

    private SpeakerSoFar? SpeakerOf(TalkMessage message)
    {
        if (message.Author == Unknown) return null;

        var known = _speakers.TryGetValue(message.Author, out var speaker);
        return new SpeakerSoFar
        {
            Joins = !known,
            SpokeLast = Lines > 0 && _previousSpeaker == message.Author,
            Said = speaker.Said,
            SaidLately = Lines - speaker.At <= Lately,
            CalledIn = _called >= 0 && (!known || speaker.At < _called) && Lines - _called < Awaited,
            Did = speaker.Did,
            Told = speaker.Told,
            Thought = speaker.Thought,
            IsBot = message.ByBot,
        };
    }

    /// <summary>Whether it speaks of what was guessed at, or worked on, of late.</summary>
    private (bool Suspected, bool Treated) SpeaksOf(TalkMessage message, WordSet words)
    {
        if (_open.Count == 0) return default;

        var suspected = message.ReplyTo is { } reply && _labels.GetValueOrDefault(reply) == TalkLabel.Hypothesis;
        var treated = false;
        for (var i = Math.Max(0, _open.Count - Late); i < _open.Count; i++)
        {
            if (!_open[i].Words.Overlaps(words)) continue;

            if (_open[i].Label == TalkLabel.Hypothesis) suspected = true;
            else treated = true;
        }

        return (suspected, treated);
    }

    /// <summary>A reply says what it rules out; else the guess or attempt that shares most words, the latest first; else the last attempt, when the line says it did not help.</summary>
    public MessageId? RefutedBy(TalkMessage message, WordSet words)
    {
        if (message.ReplyTo is { } reply && _labels.TryGetValue(reply, out var label) && label is TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision) return Close(reply);

        var match = -1;
        var best = (Shared: 0, IsGuess: false);
        for (var i = 0; i < _open.Count; i++)
        {
            var at = (Shared: _open[i].Words.Shared(words), IsGuess: _open[i].Label == TalkLabel.Hypothesis);
            if (at.Shared > 0 && at.CompareTo(best) >= 0) (match, best) = (i, at);
        }

        if (match >= 0) return Close(_open[match].Message);

        // Nothing shared: "no change", "that was not it" speak of what came just before.
        return words.Count <= 3 && _open is [.., var last] && message.SaidAt - last.SaidAt <= TimeSpan.FromMinutes(45) ? Close(last.Message) : null;
    }

    private MessageId Close(MessageId id)
    {
        _open.RemoveAll(o => o.Message == id);
        return id;
    }

    /// <summary>A guess, or something that was tried.</summary>
    private readonly record struct Attempt(MessageId Message, DateTimeOffset SaidAt, TalkLabel Label, WordSet Words);

    /// <summary>What somebody has said until now.</summary>
    /// <param name="Said">Their last line.</param>
    /// <param name="At">Lines before that one.</param>
    /// <param name="Did">They said that they did something.</param>
    /// <param name="Told">They told of the trouble or whom it hits.</param>
    /// <param name="Thought">They spoke of the cause.</param>
    private readonly record struct Speaker(TalkLabel Said, int At, bool Did, bool Told, bool Thought);
}
