using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.OnCall;

/// <summary>Who is on call in a schedule at a moment, and what comes after.</summary>
/// <param name="People">Nobody, where it is empty.</param>
/// <param name="Until">When somebody comes or goes next (UTC); null: not within a year.</param>
/// <param name="Next">Who is on call from then on.</param>
public sealed record OnCallNow(Schedule Schedule, ImmutableArray<Handle> People, DateTimeOffset? Until, ImmutableArray<Handle> Next)
{
    public static OnCallNow Of(Schedule schedule, DateTimeOffset now)
    {
        var until = Rota.NextChange(schedule, now);
        return new OnCallNow(schedule, Rota.At(schedule, now), until, until is { } at ? Rota.At(schedule, at) : []);
    }

    /// <summary>"**ops**: Ada is on call until 9 March 09:00, then Tunde.", in Discord's Markdown; people as mentions, times on each reader's clock.</summary>
    public string InWords(PolicyBook book)
    {
        var who = People.IsEmpty ? "⚠️ nobody is on call" : $"{Lists.InWords([.. People.Select(person => Mention(book, person))])} {(People.Length == 1 ? "is" : "are")} on call";
        var until = Until is { } at ? $" until {Say.DateTime(at)}, then {(Next.IsEmpty ? "nobody" : Lists.InWords([.. Next.Select(person => Mention(book, person))]))}" : ", with no change in the year ahead";
        return $"**{Harmless.Line(Schedule.Name, 60)}**: {who}{until}.";
    }

    /// <summary>A person as Discord shows them, where their account is known; else their name, made harmless.</summary>
    public static string Mention(PolicyBook book, Handle person) =>
        (book.Person(person) is { } known ? known.Account : person.Id) is { } account ? Say.Person(account) : Harmless.Line(book.NameOf(person), 60);

    /// <summary>What somebody with an account is called in a book.</summary>
    public static Handle HandleOf(PolicyBook book, PersonId account) => book.People.FirstOrDefault(person => person.Account == account)?.Handle ?? Handle.Of(account);
}
