using System.Globalization;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <param name="To">Null: nobody was named.</param>
/// <param name="Level">1 to 9; null: 1.</param>
/// <param name="ToIsBot">The person named is a bot.</param>
public sealed record EscalateCommand(EscalationTarget? To, string? Reason = null, int? Level = null, bool ToIsBot = false);

/// <summary>Calls for help: pages a person or everyone in a chat role until somebody answers.</summary>
public static class StartEscalation
{
    public static Outcome Decide(IncidentState state, EscalateCommand command, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Page, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        if (Check(incident, command, out var reason) is { } wrong) return wrong;
        var target = command.To!;
        if (state.Escalations.FirstOrDefault(one => one.State == EscalationState.Paging && Same(one.Target, target)) is { } running)
            return new Refusal($"{EscalationWords.Shown(target)} is being paged already, since {Say.Clock(running.StartedAt)} (escalation {running.Number}). `/escalation status` shows how it stands.");

        var draft = new Draft(state, asker);
        var escalation = new Escalation
        {
            Incident = incident.Id,
            Number = incident.LastEscalation + 1,
            Target = target,
            Reason = reason,
            Level = command.Level ?? 1,
            RequestedBy = asker.Person,
            StartedAt = asker.Now.ToUniversalTime(),
        };
        draft.Put(escalation);
        draft.Incident = Invite(incident with { LastEscalation = escalation.Number }, target);
        var level = escalation.Level == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (level {escalation.Level})");
        draft.Write(EntryKind.Escalation, $"Asked {EscalationWords.Who(target)} for help{level}{(reason is null ? "" : ": " + reason)}");
        draft.Owe(new SendPage(escalation.Number, 1));
        return draft.Done($"Paging {EscalationWords.Shown(target)}{level}{Say.Because(reason)}. The page is repeated every 5 minutes, {NextPage.Attempts} times at most, until somebody acknowledges. To end it: `/escalation stop`.");
    }

    internal static Refusal? Check(Incident incident, EscalateCommand command, out string? reason)
    {
        reason = null;
        if (command.To is null) return new Refusal("Say whom to page: `/escalate to:@person` or `/escalate to:@role`. Nobody was paged.");
        if (command.ToIsBot) return new Refusal("A bot cannot answer a page. Choose a person or a role. Nobody was paged.");
        if (command.To is { Kind: TargetKind.ChatRole } role && role.Id == incident.Server.Value)
            return new Refusal("That would page everyone on the server. Choose a person or a role. Nobody was paged.");
        if (command.Level is < 1 or > 9) return new Refusal("The level is a number from 1 to 9. Nobody was paged.");
        return Limits.RefuseReason(command.Reason, out reason);
    }

    private static bool Same(EscalationTarget one, EscalationTarget other) => one.Kind == other.Kind && one.Id == other.Id;

    private static Incident Invite(Incident incident, EscalationTarget target)
    {
        if (target.Kind == TargetKind.ChatRole)
        {
            var role = new ChatRoleId(target.Id);
            return incident.InvitedRoles.Contains(role) ? incident : incident with { InvitedRoles = incident.InvitedRoles.Add(role) };
        }

        var person = new PersonId(target.Id);
        return incident.Invited.Contains(person) ? incident : incident with { Invited = incident.Invited.Add(person) };
    }
}
