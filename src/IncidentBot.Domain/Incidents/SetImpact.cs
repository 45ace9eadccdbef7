using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>All as typed.</summary>
/// <param name="Percent">"80%", "80", "about 12.5 %": 0 to 100.</param>
/// <param name="People">"1,200", "about 300 users", "2k".</param>
/// <param name="Service">One, or several with commas between.</param>
public sealed record ImpactCommand(string? Text, string? Percent = null, string? People = null, string? Service = null);

/// <summary>Says who is affected and how badly.</summary>
public static class SetImpact
{
    public static Outcome Decide(IncidentState state, ImpactCommand command, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        var figures = ReadFigures(command, out var unread);
        if (unread is not null) return unread;
        if (ServiceNames.Read(command.Service, incident.Services, out var services) is { } badService) return badService;
        var text = Harmless.PlainBlock(command.Text);
        if (text.Length == 0) text = InWords(figures);
        if (text.Length == 0) return new Refusal("Say who is affected and how, such as \"nobody can pay\", or give `percent`, `people` or `service`.");
        if (Limits.Refuse("impact", text, Limits.Text) is { } tooLong) return tooLong;
        if (incident.Impacts.LastOrDefault() is { } last && Same(last, text, figures)) return new Refusal("That is the impact as it is recorded already.");
        var draft = new Draft(state, asker);
        draft.WriteImpact(text, figures);
        draft.Incident = draft.Incident with { Services = services };
        var numbers = InWords(figures);
        return draft.Done($"Impact recorded: {Say.Text(text)}{(numbers.Length == 0 || numbers == text ? "" : $" ({Say.Text(numbers)})")}");
    }

    private static bool Same(ImpactStatement last, string text, Figures figures) =>
        last.Text == text && last.Percent == figures.Percent && last.People == figures.People && last.Services.SequenceEqual(figures.Services, StringComparer.OrdinalIgnoreCase);

    private static Figures ReadFigures(ImpactCommand command, out Refusal? refusal)
    {
        decimal? percent = null;
        long? people = null;
        refusal = null;
        if (Harmless.Plain(command.Percent).Length > 0)
        {
            var read = TypedNumber.Percent(command.Percent);
            (percent, refusal) = (read.Value, read.Refusal);
        }

        if (refusal is null && Harmless.Plain(command.People).Length > 0)
        {
            var read = TypedNumber.Count(command.People);
            (people, refusal) = (read.Value, read.Refusal);
        }

        var services = ImmutableArray<string>.Empty;
        refusal ??= ServiceNames.Read(command.Service, [], out services);
        return new Figures(percent, people, services);
    }

    private static string InWords(Figures figures)
    {
        var parts = new List<string>();
        if (figures.Percent is { } percent) parts.Add(percent.ToString("0.##", CultureInfo.InvariantCulture) + "% of users");
        if (figures.People is { } people) parts.Add(people.ToString("N0", CultureInfo.InvariantCulture) + (people == 1 ? " person" : " people"));
        if (!figures.Services.IsEmpty) parts.Add(string.Join(", ", figures.Services));
        return string.Join(" · ", parts);
    }
}
