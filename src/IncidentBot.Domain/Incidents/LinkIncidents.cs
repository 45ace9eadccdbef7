using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>What a link decides for both incidents: save both in one commit.</summary>
/// <param name="Answer">For the person who asked.</param>
public sealed record LinkDecision(Decision Here, Decision There, string Answer);

/// <summary>Either a decision for both incidents or a refusal.</summary>
public readonly struct LinkOutcome
{
    private LinkOutcome(LinkDecision? decision, Refusal? refusal)
    {
        Decision = decision;
        Refusal = refusal;
    }

    public LinkDecision? Decision { get; }

    public Refusal? Refusal { get; }

    public static implicit operator LinkOutcome(LinkDecision decision) => new(decision, null);

    public static implicit operator LinkOutcome(Refusal refusal) => new(null, refusal);
}

/// <summary>Links this incident with another: as related, or as a duplicate, which closes this one into the other.</summary>
public static class LinkIncidents
{
    /// <param name="there">The other incident; null when the number is unknown on this server.</param>
    /// <param name="kind">DuplicateOf or Related.</param>
    public static LinkOutcome Decide(IncidentState here, int thereNumber, IncidentState? there, LinkKind kind, Asker asker)
    {
        var duplicate = kind == LinkKind.DuplicateOf;
        if (Visibility.Refuse(here.Incident, duplicate ? Verb.Resolve : Verb.Use, asker) is { } not) return not;
        if (there is null || there.Incident.Server != here.Incident.Server || !Visibility.MaySee(there.Incident, asker)) return Visibility.Unknown(thereNumber);
        if (there.Incident.Id == here.Incident.Id) return new Refusal("An incident cannot be linked with itself. Give the number of another one.");
        return duplicate ? CloseInto(here, there, asker) : Relate(here, there, asker);
    }

    private static LinkOutcome CloseInto(IncidentState here, IncidentState there, Asker asker)
    {
        var (mine, other) = (here.Incident, there.Incident);
        if (mine.Status == IncidentStatus.Duplicate && Has(mine, LinkKind.DuplicateOf, other)) return new Refusal($"{mine.Name} is closed as a duplicate of {other.Name} already.");
        if (!mine.IsOpen) return Closed.Refuse(mine)!;

        // A duplicate of a duplicate would send people in a circle sooner or later.
        if (other.Status == IncidentStatus.Duplicate) return new Refusal($"{Closed.Sentence(other)} Link {mine.Name} to that one instead.");
        if (other.IsPrivate && !mine.IsPrivate)
            return new Refusal($"{other.Name} is private: closing {mine.Name} into it would show everyone that it is there, and send them where they may not go. Use `/incident cancel`, or link the two as related.");
        var (from, to) = (new Draft(here, asker), new Draft(there, asker));
        Add(from, LinkKind.DuplicateOf, other, asker);
        from.Write(EntryKind.Link, $"Duplicate of {other.Name}");
        from.Close(asker.Person, $"{mine.Name} was closed");
        from.Write(EntryKind.Closed, $"Closed as a duplicate of {other.Name}");
        from.SetStatus(IncidentStatus.Duplicate, asker.Person, $"duplicate of {other.Name}");
        if (MayShow(other, mine))
        {
            Add(to, LinkKind.HasDuplicate, mine, asker);
            to.Write(EntryKind.Link, $"{mine.Name} was closed as a duplicate of this");
            to.Owe(new Tell($"{mine.Name} was closed into this incident as a duplicate, by {Say.Person(asker.Person)}."));
        }

        var answer = $"{mine.Name} is closed as a duplicate of **{other.Name}**. Go on there{(other.Channel is { } channel ? $": <#{channel}>" : "")}.";
        return new LinkDecision(from.Done(answer), to.Done(answer), answer);
    }

    private static LinkOutcome Relate(IncidentState here, IncidentState there, Asker asker)
    {
        var (mine, other) = (here.Incident, there.Incident);
        if (mine.Links.Any(link => link.Number == other.Number) || other.Links.Any(link => link.Number == mine.Number))
            return new Refusal($"{mine.Name} and {other.Name} are linked already.");
        var (from, to) = (new Draft(here, asker), new Draft(there, asker));
        if (MayShow(mine, other))
        {
            Add(from, LinkKind.Related, other, asker);
            from.Write(EntryKind.Link, $"Related to {other.Name}");
        }

        if (MayShow(other, mine))
        {
            Add(to, LinkKind.Related, mine, asker);
            to.Write(EntryKind.Link, $"Related to {mine.Name}");
        }

        var secret = mine.IsPrivate ? mine : other;
        var shown = mine.IsPrivate == other.IsPrivate ? "Both cards show it." : $"Only the card of {secret.Name} shows it, because {secret.Name} is private.";
        var answer = $"{mine.Name} and {other.Name} are linked as related. {shown}";
        return new LinkDecision(from.Done(answer), to.Done(answer), answer);
    }

    /// <summary>That a private incident exists is known to its own people only: the record of one that everybody reads does not name it.</summary>
    private static bool MayShow(Incident record, Incident named) => !named.IsPrivate || record.IsPrivate;

    /// <summary>A reopened incident may be closed into the same one again: the link stands already.</summary>
    private static void Add(Draft draft, LinkKind kind, Incident other, Asker asker)
    {
        var link = new IncidentLink(kind, other.Number, asker.Now.ToUniversalTime(), asker.Person);
        draft.Incident = draft.Incident with { Links = [.. draft.Incident.Links.Where(one => one.Kind != kind || one.Number != other.Number), link] };
    }

    private static bool Has(Incident incident, LinkKind kind, Incident other) => incident.Links.Any(link => link.Kind == kind && link.Number == other.Number);
}
