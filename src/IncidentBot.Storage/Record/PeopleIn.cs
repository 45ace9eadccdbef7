using System.Text.RegularExpressions;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;

namespace IncidentBot.Storage.Record;

/// <summary>Everyone who occurs in a record, mentions in texts included: those whose names a reader needs.</summary>
internal static partial class PeopleIn
{
    public static HashSet<PersonId> Record(IncidentFile file)
    {
        HashSet<PersonId> people = [];
        Incident(file, people);
        foreach (var entry in file.Entries)
        {
            Add(entry.By);
            Mentioned(entry.Text, people);
            foreach (var mark in entry.Marks) people.Add(mark.By);
            Add(entry.Edited?.By);
            Add(entry.Removed?.By);
            Add(entry.Redacted?.By);
            if (entry.Correction is { } correction) Mentioned(correction.Text + correction.Why, people);
        }

        foreach (var message in file.Talk)
        {
            people.Add(message.Author);
            Add(message.Redacted?.By);
            Mentioned(message.Text, people);
            foreach (var revision in message.Revisions) Mentioned(revision.Text, people);
        }

        foreach (var action in file.Actions)
        {
            people.Add(action.AddedBy);
            Add(action.Owner);
            Add(action.ClosedBy);
            Add(action.FollowUp.LaterBy);
            foreach (var asked in action.FollowUp.Asked) Add(asked.To);
            if (action.DropReason is { } reason) Mentioned(reason, people);
            Mentioned(action.Text, people);
        }

        foreach (var escalation in file.Escalations) Called(escalation, people);
        return people;

        void Add(PersonId? person)
        {
            if (person is { } known) people.Add(known);
        }
    }

    private static void Incident(IncidentFile file, HashSet<PersonId> people)
    {
        var incident = file.Incident;
        people.Add(incident.DeclaredBy);
        people.UnionWith(incident.StatusHistory.Select(static change => change.By));
        people.UnionWith(incident.SeverityHistory.Select(static change => change.By));
        people.UnionWith(incident.Roles.Select(static role => role.Person));
        people.UnionWith(incident.Impacts.Select(static impact => impact.By));
        people.UnionWith(incident.Links.Select(static link => link.By));
        people.UnionWith(incident.WrittenSections.Values.Select(static section => section.By));
        var postmortem = incident.Postmortem;
        people.UnionWith(postmortem.Reviewers.SelectMany(static one => new[] { one.Person, one.AskedBy }));
        people.UnionWith(new[] { postmortem.Owner, postmortem.StageSet?.By, postmortem.Changed?.By, postmortem.Meeting?.By }.OfType<PersonId>());
        foreach (var reviewer in postmortem.Reviewers) Mentioned(reviewer.Answer?.Comment ?? "", people);
        if (incident.Handover is { } handover) people.UnionWith([handover.From, handover.To]);
        foreach (var statement in new[] { incident.Cause, incident.Fix, incident.Detection })
        {
            if (statement is null) continue;
            people.Add(statement.By);
            Mentioned(statement.Text, people);
        }

        Mentioned(incident.Title, people);
        foreach (var impact in incident.Impacts) Mentioned(impact.Text, people);
        foreach (var section in incident.WrittenSections.Values) Mentioned(section.Text, people);
        if (incident.Summary is { } summary) Mentioned(summary, people);
    }

    private static void Called(Escalation escalation, HashSet<PersonId> people)
    {
        people.Add(escalation.RequestedBy);
        if (escalation.Target.Kind == TargetKind.Person) people.Add(new PersonId(escalation.Target.Id));
        if (escalation.AcknowledgedBy is { } answered) people.Add(answered);
        if (escalation.StoppedBy is { } stopped) people.Add(stopped);
        if (escalation.Reason is { } reason) Mentioned(reason, people);
        people.UnionWith(escalation.Declined);
        people.UnionWith(EscalationRun.PeopleNamed(escalation));
        foreach (var page in escalation.Pages) people.UnionWith(page.People);
    }

    private static void Mentioned(string text, HashSet<PersonId> people)
    {
        foreach (var mention in Mention().EnumerateMatches(text))
        {
            var digits = text.AsSpan(mention.Index, mention.Length).Trim("<@!>");
            if (ulong.TryParse(digits, out var id)) people.Add(new PersonId(id));
        }
    }

    [GeneratedRegex("<@!?[0-9]{1,20}>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
