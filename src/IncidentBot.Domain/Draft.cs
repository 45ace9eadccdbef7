using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Actions.Tracking;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain;

/// <summary>
/// A decision while it is made. It numbers what is new, keeps the facts in step with the timeline, and derives what the bot owes from what has changed,
/// so that no command can forget the card, the announcement or the posted postmortem.
/// </summary>
internal sealed class Draft
{
    private readonly IncidentState _before;
    private readonly PersonId? _by;
    private readonly DateTimeOffset _now;
    private readonly SortedDictionary<int, TimelineEntry> _entries = [];
    private readonly SortedDictionary<int, ActionItem> _actions = [];
    private readonly SortedDictionary<int, Escalation.Escalation> _escalations = [];
    private readonly Dictionary<int, Figures> _figures = [];
    private readonly List<Owed> _owes = [];
    private readonly ServerSettings? _settings;
    private bool _announce;
    private bool _showCard;
    private bool _reachesPublished;

    /// <param name="by">Null: the bot itself.</param>
    /// <param name="settings">The server's; null: not known to whoever decides.</param>
    public Draft(IncidentState before, PersonId? by, DateTimeOffset now, ServerSettings? settings = null)
    {
        _before = before;
        _by = by;
        _now = now.ToUniversalTime();
        _settings = settings;
        Incident = before.Incident;
    }

    public Draft(IncidentState before, Asker asker)
        : this(before, asker.Person, asker.Now, asker.Settings)
    {
    }

    public Incident Incident { get; set; }

    public ImmutableArray<TimelineEntry> Entries => IncidentState.Merge(_before.Entries, [.. _entries.Values], entry => entry.Number);

    public ImmutableArray<ActionItem> Actions => IncidentState.Merge(_before.Actions, [.. _actions.Values], action => action.Number);

    public ImmutableArray<Escalation.Escalation> Escalations => IncidentState.Merge(_before.Escalations, [.. _escalations.Values], escalation => escalation.Number);

    /// <summary>Writes a line into the timeline.</summary>
    /// <param name="text">People in it as mentions, what people typed as they typed it: whoever shows it makes it harmless.</param>
    public TimelineEntry Write(EntryKind kind, string text, DateTimeOffset? happened = null)
    {
        var entry = new TimelineEntry
        {
            Incident = Incident.Id,
            Number = Incident.LastEntry + 1,
            Kind = kind,
            HappenedAt = happened ?? _now,
            RecordedAt = _now,
            By = _by,
            Text = text,
        };
        Incident = Incident with { LastEntry = entry.Number };
        Put(entry);
        return entry;
    }

    public TimelineEntry WriteImpact(string text, Figures figures, DateTimeOffset? happened = null)
    {
        var entry = Write(EntryKind.Impact, text, happened);
        _figures[entry.Number] = figures;
        return entry;
    }

    public void Put(TimelineEntry entry) => _entries[entry.Number] = entry;

    public ActionItem AddAction(string text, ActionKind kind, PersonId? owner = null, DateOnly? due = null, ActionPriority? priority = null, MessageRef? source = null)
    {
        var action = new ActionItem
        {
            Incident = Incident.Id,
            Number = Incident.LastAction + 1,
            Text = text,
            Kind = kind,
            Owner = owner,
            Due = due,
            Priority = priority,
            AddedBy = _by ?? default,
            AddedAt = _now,
            Source = source,
        };
        Incident = Incident with { LastAction = action.Number };
        Put(action);
        return action;
    }

    public void Put(ActionItem action) => _actions[action.Number] = action;

    public void Put(Escalation.Escalation escalation) => _escalations[escalation.Number] = escalation;

    public void Owe(Owed owed) => _owes.Add(owed);

    /// <summary>Edit or post the announcement even if nothing it shows has changed.</summary>
    public void OweAnnounce() => _announce = true;

    public void OweCard() => _showCard = true;

    /// <summary>See at once who is to be reminded of what, although no document tells what has changed.</summary>
    public void OweFollowUp() => Owe(new FollowUpActions());

    /// <summary>What is done reaches the published postmortem as well, as nothing else does.</summary>
    public void ReachesPublished() => _reachesPublished = true;

    /// <summary>Says it in the incident's channel when the person asked elsewhere (a button in a direct message): in the channel itself the answer stands already.</summary>
    public void TellUnlessAskedThere(Asker asker, string text)
    {
        if (asker.Channel is { } channel && Incident.Channel is { } own && channel != own) Owe(new Tell(text));
    }

    /// <summary>The person took the incident on: sets the milestone if it is not set and fits into the order.</summary>
    public void Acknowledged()
    {
        if (Incident.Milestones.Acknowledged is not null) return;
        var milestones = Incident.Milestones with { Acknowledged = _now };
        if (MilestoneOrder.Broken(milestones) is null) Incident = Incident with { Milestones = milestones };
    }

    public void SetStatus(IncidentStatus status, PersonId by, string? reason)
    {
        Incident = Incident with { Status = status, StatusHistory = Incident.StatusHistory.Add(new StatusChange(status, _now, by, reason)) };
    }

    /// <summary>Ends the present holder's interval, if there is one, and begins the new one.</summary>
    public void GiveRole(IncidentRole role, PersonId person)
    {
        // What was asked a moment earlier may be heard a moment later: an interval does not end before it begins.
        var from = Incident.Roles.Where(interval => interval.Role == role).Select(interval => interval.To ?? interval.From).Append(_now).Max();
        var roles = Incident.Roles.Select(interval => interval.Role == role && interval.To is null ? interval with { To = from } : interval);
        Incident = Incident with { Roles = [.. roles, new RoleInterval(role, person, from, null)] };
        if (role != IncidentRole.Commander) return;
        Incident = Incident with { Handover = null };
        Acknowledged();
    }

    /// <summary>What closing means for everything that is still under way.</summary>
    public void Close(PersonId by, string because)
    {
        Incident = Incident with { Handover = null, NextUpdateDue = null };
        foreach (var escalation in Escalations.Where(escalation => escalation.State == EscalationState.Paging))
        {
            Put(EscalationRun.After(escalation, new RunEvent.StoppedBy(_now, Handle.Of(by))));
            Write(EntryKind.EscalationEnded, $"Paging {EscalationWords.Who(escalation.Target)} stopped: {because}");
            Owe(new ShowPageAnswer(escalation.Number));
        }
    }

    public Decision Done(string answer)
    {
        answer += KeepReviewInStep();
        KeepFactsInStep();
        KeepEscalationsInStep();
        KeepTrackerInStep();
        OweWhatFollows();
        OweAboutActions();
        return new Decision(Incident, answer)
        {
            Entries = [.. _entries.Values],
            Actions = [.. _actions.Values],
            Escalations = [.. _escalations.Values],
            Owes = [.. _owes],
        };
    }

    /// <summary>
    /// Who approved the postmortem has approved the text as it was: a change of it is a new revision, and asks again. What is published does not change; whoever changes
    /// the record is told so.
    /// </summary>
    /// <returns>What the answer has to say about it.</returns>
    private string KeepReviewInStep()
    {
        var (before, now) = (_before.Incident.Postmortem, Incident.Postmortem);
        if (now.Stage == PostmortemStage.Draft || before.Stage != now.Stage || !DocumentChanges()) return "";
        if (now.Stage == PostmortemStage.Published) return _by is null || _reachesPublished ? "" : "\n-# The postmortem is published and stays as it is; `/postmortem correct` adds a dated correction.";
        var by = _by ?? _entries.Values.LastOrDefault(entry => entry.By is not null)?.By;
        ImmutableArray<PersonId> withdrawn = [.. now.Reviewers.Where(one => ReviewStanding.Approves(now, one)).Select(one => one.Person)];
        Incident = Incident with { Postmortem = now with { Revision = now.Revision + 1, Changed = new TextChange(_now, by) } };
        if (withdrawn.Length > 0) Write(EntryKind.Review, $"The text was changed after {ReviewGate.Names(withdrawn)} approved it: {(withdrawn.Length == 1 ? "that approval no longer counts" : "those approvals no longer count")}");
        if (now.ReviewMessage is not null) Owe(new ShowReview());
        return _by is null || withdrawn.IsEmpty ? "" : $"\n-# {ReviewGate.Names(withdrawn)} had approved the postmortem before this change, and {(withdrawn.Length == 1 ? "is" : "are")} asked again.";
    }

    /// <summary>Whether the postmortem tells something else than before. How far tasks are and what the bot notes for itself is not what people approve.</summary>
    private bool DocumentChanges()
    {
        var before = _before.Incident;
        return Incident.Postmortem.TemplateKey != before.Postmortem.TemplateKey
            || !ReferenceEquals(Incident.WrittenSections, before.WrittenSections)
            || _actions.Values.Any(action => _before.Actions.FirstOrDefault(one => one.Number == action.Number) is not { } known || (known.Text, known.Kind) != (action.Text, action.Kind))
            || _entries.Values.Any(entry => !entry.Kind.IsQuiet() && !entry.IsAboutDocument
                && (_before.Entries.FirstOrDefault(one => one.Number == entry.Number) is { } known
                    ? (known.Text, known.HappenedAt, known.Shown, known.Kind) != (entry.Text, entry.HappenedAt, entry.Shown, entry.Kind)
                    : entry.Shown && (entry.By is not null || entry.Kind != EntryKind.Note)));
    }

    /// <summary>Cause, fix and detection are what the newest shown entry of the kind says; each shown impact entry is an impact statement.</summary>
    private void KeepFactsInStep()
    {
        if (Touched(EntryKind.Cause)) Incident = Incident with { Cause = Newest(EntryKind.Cause) };
        if (Touched(EntryKind.Fix)) Incident = Incident with { Fix = Newest(EntryKind.Fix) };
        if (Touched(EntryKind.Detection)) Incident = Incident with { Detection = Newest(EntryKind.Detection) };
        if (!Touched(EntryKind.Impact)) return;
        Incident = Incident with { Impacts = [.. Entries.Where(entry => entry.Kind == EntryKind.Impact && entry.Shown).Select(ImpactOf)] };
    }

    /// <summary>An update by whoever acknowledged keeps that fresh; and how bad the incident is, and what is hurt, may decide about paging.</summary>
    private void KeepEscalationsInStep()
    {
        if (Touched(EntryKind.Update) && _by is { } by)
        {
            foreach (var escalation in Escalations.Where(one => one.State == EscalationState.Acknowledged && one.AcknowledgedBy == by && AnswerPage.StaleAfter(one) is not null))
                Put(EscalationRun.After(escalation, new RunEvent.StillOnIt(_now, Handle.Of(by))));
        }

        if (!Incident.IsOpen || IncidentFacts.Of(_before.Incident).IsSame(IncidentFacts.Of(Incident))) return;
        foreach (var escalation in Escalations.Where(one => one.State == EscalationState.Paging && !EscalationRun.IsCall(one))) Owe(NextPage.Look(escalation, at: null));
    }

    /// <summary>What goes to the tracker by itself is wanted there from the moment it is made.</summary>
    private void KeepTrackerInStep()
    {
        foreach (var action in _actions.Values.ToList())
        {
            if (_settings is not null && TrackAction.ByItself(Incident, action, _settings, _now) is { } wanted) Put(wanted);
        }
    }

    private void OweAboutActions()
    {
        var told = ToldActions().ToList();
        if (told.Count > 0 && !Incident.IsDrill && (!Incident.IsHistory || Actions.Any(action => action.Owner is not null || action.Due is not null))) OweFollowUp();
        var renamed = Incident.Title != _before.Incident.Title || Incident.Severity != _before.Incident.Severity;
        foreach (var action in (renamed ? Actions : [.. told]).Where(action => action.Issue is { Lost: null })) Owe(new TrackIssue(action.Number));
    }

    /// <summary>Action items of which something has changed that people read; whom the bot has reminded is not among it.</summary>
    private IEnumerable<ActionItem> ToldActions() => _actions.Values.Where(action => Read(action) != Read(_before.Actions.FirstOrDefault(one => one.Number == action.Number)));

    private static ActionItem? Read(ActionItem? action) => action is null ? null : action with
    {
        FollowUp = FollowUpLog.None,
        Issue = action.Issue is { } issue ? issue with { Told = null, IsClosed = false } : null,
    };

    private bool Touched(EntryKind kind) => _entries.Values.Any(entry => entry.Kind == kind);

    private Statement? Newest(EntryKind kind) =>
        Entries.LastOrDefault(entry => entry.Kind == kind && entry.Shown) is { } entry ? new Statement(entry.Text, entry.By ?? default, entry.HappenedAt, entry.Source) : null;

    private ImpactStatement ImpactOf(TimelineEntry entry)
    {
        if (!_figures.TryGetValue(entry.Number, out var figures))
        {
            var earlier = _before.Entries.FirstOrDefault(one => one.Number == entry.Number);
            var known = earlier is null ? null : _before.Incident.Impacts.FirstOrDefault(impact => IsFrom(impact, earlier));
            figures = known is null || earlier?.Text != entry.Text && entry.Source is not null
                ? new Figures(Words.TypedNumber.ShareOfUsersIn(entry.Text), null, [])
                : new Figures(known.Percent, known.People, known.Services);
        }

        return new ImpactStatement(entry.Text, figures.Percent, figures.People, figures.Services, entry.By ?? default, entry.HappenedAt, entry.Source);
    }

    private static bool IsFrom(ImpactStatement impact, TimelineEntry entry) =>
        impact.Text == entry.Text && impact.At == entry.HappenedAt && impact.Source == entry.Source && impact.By == (entry.By ?? default);

    private void OweWhatFollows()
    {
        var (before, after) = (_before.Incident, Incident);
        var actions = ToldActions().Any();

        // What was imported has no card and no announcement; a postmortem of it that was posted on request is kept in step.
        if (after.IsHistory)
        {
            if (!after.PostmortemMessages.IsEmpty) Owe(new PostPostmortem());
            return;
        }

        var entered = Visibility.People(after).Length > Visibility.People(before).Length || after.InvitedRoles.Length > before.InvitedRoles.Length;
        if (after.IsPrivate && after.Version > 0 && entered) _owes.Insert(0, new LetIn());
        if (_showCard || actions || _escalations.Count > 0 || Touched(EntryKind.Update) || OnCard(before) != OnCard(after) || Firing(before) != Firing(after)) Owe(new ShowCard());
        if ((_announce || Touched(EntryKind.Update) || Announced(before) != Announced(after)) && after is { IsPrivate: false, IsDrill: false }) Owe(new Announce());
        var posted = after.Status == IncidentStatus.Resolved || (!after.IsOpen && !after.PostmortemMessages.IsEmpty);
        if (before.IsOpen && RetireChannel.Owe(after, _settings?.Retention ?? RetentionRule.Default, _now) is { } retirement) Owe(retirement);

        // The event bears the incident's name.
        if (before.Title != after.Title && ReviewStanding.Meeting(after.Postmortem, _now) is not null) Owe(new ArrangeMeeting());

        // What is posted says at once that it is not final; while the incident is open it is left at that.
        if (after.IsOpen && !before.IsOpen && !after.PostmortemMessages.IsEmpty) Owe(new PostPostmortem());
        if (posted && (_entries.Values.Any(entry => !entry.Kind.IsQuiet()) || actions || _escalations.Count > 0 || Told(before) != Told(after))) Owe(new PostPostmortem());
        var state = new IncidentState(after) { Entries = Touched(EntryKind.Update) ? Entries : _before.Entries };
        if (NextReminder.Owe(_before, state, _settings, _now) is { } reminder) Owe(reminder);
    }

    private static readonly Postmortems.PostmortemState NoDocument = new();

    /// <summary>The incident without what no document tells.</summary>
    private static Incident Told(Incident incident) => incident with { Reminders = [], LastEntry = 0 };

    /// <summary>The incident without what no card shows.</summary>
    private static Incident OnCard(Incident incident) =>
        incident with
        {
            LastEntry = 0,
            LastAction = 0,
            LastEscalation = 0,
            Version = 0,
            Reminders = [],
            Retirement = null,
            Invited = [],
            InvitedRoles = [],
            Detection = null,
            Alerts = [],
            AlertsUnlisted = 0,
            AlertsToldAt = null,
            AlertStormAt = null,
            CardUnpinned = false,
            PostmortemTagsTold = false,
            WrittenSections = ImmutableDictionary<string, Statement>.Empty,
            Postmortem = NoDocument,
        };

    private static (int Firing, int All) Firing(Incident incident) => (incident.Alerts.Count(alert => alert.Status == Alerts.AlertStatus.Firing), incident.Alerts.Length);

    /// <summary>Everything of the incident that the announcement shows.</summary>
    private static (string, string?, Severity, IncidentStatus, Milestones, ImpactStatement?, DateTimeOffset?, ChannelId?, IncidentLink?, MessageRef?) Announced(Incident incident) =>
        (incident.Title, incident.Summary, incident.Severity, incident.Status, incident.Milestones, incident.Impacts.LastOrDefault(), incident.NextUpdateDue, incident.Channel,
            incident.Links.LastOrDefault(link => link.Kind == LinkKind.DuplicateOf), incident.PostmortemMessages.IsEmpty ? null : incident.PostmortemMessages[0]);
}

/// <summary>The numbers of an impact statement.</summary>
internal sealed record Figures(decimal? Percent, long? People, ImmutableArray<string> Services);
