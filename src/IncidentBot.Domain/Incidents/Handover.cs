using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Offers the command to the next person, who accepts with a button.</summary>
public static class Handover
{
    public static Outcome Offer(IncidentState state, PersonId to, bool isBot, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        if (incident.Holder(IncidentRole.Commander) is not { } commander)
            return new Refusal("Nobody is incident commander yet, so there is nothing to hand over. Press **Take command** on the card, or use `/incident role`.");
        if (commander != asker.Person)
            return new Refusal($"Only {Say.Person(commander)}, who is incident commander, can hand over. In an emergency, press **Take command** on the card.");
        if (isBot) return new Refusal("A bot cannot take command. Choose a person.");
        if (to == asker.Person) return new Refusal("You are incident commander already.");
        if (incident.Handover is { } offer && offer.To == to) return new Refusal($"The command is offered to {Say.Person(to)} already, since {Say.Clock(offer.At)}. It needs only the press on **Accept**.");
        var draft = new Draft(state, asker);
        draft.Incident = draft.Incident with { Handover = new HandoverOffer(asker.Person, to, asker.Now.ToUniversalTime()) };
        draft.Write(EntryKind.Role, $"Command offered to {Say.Person(to)}");
        draft.Owe(new OfferHandover(to));
        return draft.Done($"The command of {incident.Name} is offered to {Say.Person(to)}. You stay incident commander until it is accepted.");
    }

    public static Outcome Accept(IncidentState state, Asker asker)
    {
        if (Offered(state, asker, out var offer) is { } not) return not;
        var draft = new Draft(state, asker);
        draft.GiveRole(IncidentRole.Commander, asker.Person);
        draft.Write(EntryKind.Role, AssignRole.Entry(IncidentRole.Commander, asker.Person, offer!.From));
        var answer = $"{Say.Person(asker.Person)} is now **incident commander** of {state.Incident.Name}, in place of {Say.Person(offer.From)}.";
        draft.TellUnlessAskedThere(asker, answer);
        return draft.Done(answer);
    }

    public static Outcome Decline(IncidentState state, Asker asker)
    {
        if (Offered(state, asker, out var offer) is { } not) return not;
        var draft = new Draft(state, asker);
        draft.Incident = draft.Incident with { Handover = null };
        draft.Write(EntryKind.Role, $"{Say.Person(asker.Person)} declined the command");
        var answer = $"{Say.Person(asker.Person)} cannot take command of {state.Incident.Name} now; {Say.Person(offer!.From)} stays incident commander.";
        draft.TellUnlessAskedThere(asker, answer);
        return draft.Done(answer);
    }

    private static Refusal? Offered(IncidentState state, Asker asker, out HandoverOffer? offer)
    {
        var incident = state.Incident;
        offer = incident.Handover;
        if (!Visibility.MaySee(incident, asker)) return Visibility.Unknown(incident.Number);
        if (Closed.Refuse(incident) is { } closed) return closed;
        var commander = incident.Holder(IncidentRole.Commander);
        if (offer is null) return new Refusal(commander is { } now ? $"That offer is no longer open: {Say.Person(now)} is incident commander." : "That offer is no longer open.");
        return offer.To == asker.Person ? null : new Refusal($"The command was offered to {Say.Person(offer.To)}; only that person can answer.");
    }
}
