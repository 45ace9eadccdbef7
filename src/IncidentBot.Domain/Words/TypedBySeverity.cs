using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Words;

/// <summary>Reads and writes what is set for each severity, as it is typed: "sev1: 5m, sev2: 10m, sev4: off"; one value alone is for all.</summary>
internal static partial class TypedBySeverity
{
    /// <summary>Reads the value of one severity.</summary>
    /// <param name="typed">In lower case.</param>
    /// <returns>What is wrong with it; null: nothing.</returns>
    internal delegate Refusal? ReadOne<T>(string typed, out T value);

    /// <param name="typed">Not empty, in lower case.</param>
    /// <param name="examples">How it is written, for refusals.</param>
    /// <param name="values">Of the severities that are named; of none of them, when it is refused.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public static Refusal? Read<T>(string typed, string examples, ReadOne<T> readOne, out ImmutableDictionary<Severity, T> values)
    {
        values = ImmutableDictionary<Severity, T>.Empty;
        var parts = typed.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1 && !Part().IsMatch(parts[0]))
        {
            if (readOne(parts[0], out var forAll) is { } wrong) return wrong;
            values = Enum.GetValues<Severity>().ToImmutableDictionary(severity => severity, _ => forAll);
            return null;
        }

        var named = ImmutableDictionary.CreateBuilder<Severity, T>();
        foreach (var part in parts)
        {
            var match = Part().Match(part);
            if (!match.Success) return new Refusal($"\"{Harmless.Line(part, 40)}\" does not say for which severity. {examples}");
            var severity = (Severity)int.Parse(match.Groups["level"].ValueSpan, CultureInfo.InvariantCulture);
            if (!Enum.IsDefined(severity)) return new Refusal($"There is no {severity.Code()}: severities are sev1 to sev4. {examples}");
            if (named.ContainsKey(severity)) return new Refusal($"{severity.Code()} stands there twice. {examples}");
            if (readOne(match.Groups["value"].Value, out var value) is { } wrong) return wrong;
            named.Add(severity, value);
        }

        values = named.ToImmutable();
        return null;
    }

    /// <summary>In the form in which it is typed.</summary>
    public static string Write(Func<Severity, string> value) => string.Join(", ", Enum.GetValues<Severity>().Select(severity => $"{severity.Code().ToLowerInvariant()}: {value(severity)}"));

    [GeneratedRegex(@"^sev\s*-?(?<level>\d)\s*[:=]?\s*(?<value>\S.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
