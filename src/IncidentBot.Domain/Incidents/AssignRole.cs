using System.Collections.Immutable;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Gives a role in the incident to a person; whoever had it before hands it on.</summary>
public static class AssignRole
{
    /// <param name="role">As typed or chosen: "commander", "communications lead", "scribe", or one the server configured.</param>
    public static Outcome Decide(IncidentState state, string? role, PersonId person, bool isBot, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        if (Find(role, asker.Settings) is not { } found)
            return new Refusal($"There is no role \"{Harmless.Line(role, 60)}\". There are: {string.Join(", ", Known(asker.Settings).Select(known => Say.Text(known.Title)))}.");
        if (isBot) return new Refusal("A bot cannot have a role in an incident. Choose a person.");
        var holder = incident.Holder(found);
        if (holder == person) return new Refusal($"{Say.Person(person)} is {Say.Text(found.Title)} already.");
        var draft = new Draft(state, asker);
        draft.GiveRole(found, person);
        draft.Write(EntryKind.Role, Entry(found, person, holder));
        return draft.Done($"{Say.Person(person)} is now **{Say.Text(found.Title)}** of {incident.Name}{(holder is { } before ? $", in place of {Say.Person(before)}" : "")}.");
    }

    /// <summary>The roles there are on a server, the three known ones first.</summary>
    public static ImmutableArray<IncidentRole> Known(ServerSettings settings)
    {
        IEnumerable<IncidentRole> roles = [IncidentRole.Commander, IncidentRole.Communications, IncidentRole.Scribe, .. settings.ExtraRoles.Select(name => new IncidentRole(Key(name)))];
        return [.. roles.Where(role => role.Key.Length > 0).Distinct()];
    }

    internal static string Entry(IncidentRole role, PersonId person, PersonId? before) =>
        $"{Say.Person(person)} is {role.Title}{(before is { } former ? $", in place of {Say.Person(former)}" : "")}";

    private static IncidentRole? Find(string? typed, ServerSettings settings)
    {
        var key = Key(typed) switch
        {
            "incident-commander" or "ic" or "lead" or "command" => IncidentRole.Commander.Key,
            "communications-lead" or "communication" or "comms" or "comms-lead" => IncidentRole.Communications.Key,
            var other => other,
        };
        return Known(settings).Where(role => role.Key == key).Select(role => (IncidentRole?)role).FirstOrDefault();
    }

    private static string Key(string? name) => Harmless.Plain(name).ToLowerInvariant().Replace(' ', '-');
}
