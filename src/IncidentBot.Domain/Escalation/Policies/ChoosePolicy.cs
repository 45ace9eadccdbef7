namespace IncidentBot.Domain.Escalation.Policies;

/// <param name="Why">Within a sentence: "it is for checkout".</param>
public sealed record ChosenPolicy(Policy Policy, string Why);

/// <summary>
/// Which policy an incident takes: the one its service is given to, else the first that is for one of its services, else the first that is for its severity
/// (or for the time of day, or for drills), else the default.
/// </summary>
public static class ChoosePolicy
{
    /// <returns>Null: none is for it.</returns>
    public static ChosenPolicy? For(PolicyBook book, IncidentFacts facts, DateTimeOffset now)
    {
        foreach (var service in facts.Services)
        {
            var route = book.Services.FirstOrDefault(one => one.Service.Equals(service, StringComparison.OrdinalIgnoreCase));
            if (route is not null && book.Policy(route.Policy) is { } given) return new ChosenPolicy(given, $"{route.Service} is given to it");
        }

        var fitting = book.Policies.Where(policy => !policy.For.IsEmpty && policy.For.Unmet(facts, now) is null).ToList();
        if ((fitting.Find(policy => !policy.For.Services.IsEmpty) ?? fitting.FirstOrDefault()) is { } chosen) return new ChosenPolicy(chosen, $"it is {chosen.For.InWords()}");
        return Default(book) is { } fallback ? new ChosenPolicy(fallback, "it is the default") : null;
    }

    /// <summary>The one marked so, else the one called "default", else the only one if it is for nothing in particular.</summary>
    public static Policy? Default(PolicyBook book) =>
        book.Policies.FirstOrDefault(policy => policy.IsDefault) ?? book.Policy("default") ?? (book.Policies is [{ For.IsEmpty: true } only] ? only : null);
}
