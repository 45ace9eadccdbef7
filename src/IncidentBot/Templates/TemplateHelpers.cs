using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using HandlebarsDotNet;
using HandlebarsDotNet.PathStructure;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Templates;

/// <summary>Something that a template may call.</summary>
/// <param name="Most">How many arguments it takes at most.</param>
/// <param name="Says">What it does, one line, with an example.</param>
internal sealed record TemplateHelper(string Name, int Least, int Most, string Says, Func<object?[], object> Answer)
{
    public void Register(IHandlebars handlebars) => handlebars.RegisterHelper(Name, (_, arguments) => Answer([.. arguments]));
}

/// <summary>The whole list; there are no others.</summary>
internal static class TemplateHelpers
{
    public const string Section = "section";

    public static ImmutableArray<TemplateHelper> All { get; } =
    [
        new("eq", 2, 2, "Whether both are the same: {{#if (eq incident.level 1)}}", arguments => Same(arguments[0], arguments[1])),
        new("ne", 2, 2, "Whether they differ: {{#if (ne kind \"task\")}}", arguments => !Same(arguments[0], arguments[1])),
        new("gt", 2, 2, "Whether the first number is greater: {{#if (gt times.minutes 60)}}", arguments => Number(arguments[0]) > Number(arguments[1])),
        new("lt", 2, 2, "Whether the first number is smaller", arguments => Number(arguments[0]) < Number(arguments[1])),
        new("and", 2, 8, "Whether all of them are there: {{#if (and cause fix)}}", arguments => Array.TrueForAll(arguments, IsThere)),
        new("or", 2, 8, "Whether one of them is there", arguments => Array.Exists(arguments, IsThere)),
        new("not", 1, 1, "Whether it is not there: {{#if (not incident.drill)}}", arguments => !IsThere(arguments[0])),
    ];

    /// <summary>`{{section "timeline"}}`: what the bot writes there itself, with its tables, quotations and files.</summary>
    public static void RegisterSection(IHandlebars handlebars) => handlebars.RegisterHelper(
        Section,
        (in HelperOptions options, in Context _, in Arguments arguments) => options.Data[ChainSegment.Root] is ModelGroup root ? root.Run.PutSection(Words(arguments[0])) : "");

    public static TemplateHelper? Find(string name) => All.FirstOrDefault(helper => helper.Name == name);

    private static bool Same(object? one, object? other) => string.Equals(Words(one), Words(other), StringComparison.OrdinalIgnoreCase);

    private static decimal? Number(object? value) => decimal.TryParse(Words(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Words(object? value) => value switch
    {
        null or UndefinedBindingResult => "",
        ModelText text => text.Words,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        _ => "",
    };

    private static bool IsThere(object? value) => value switch
    {
        null or UndefinedBindingResult or false or 0 or "" => false,
        IEnumerable list and not string => list.Cast<object>().Any(),
        _ => true,
    };
}
