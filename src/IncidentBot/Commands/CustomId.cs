using System.Globalization;
using IncidentBot.Domain;

namespace IncidentBot.Commands;

/// <summary>
/// What a button, select or modal carries: a verb, the incident, and at most one argument. The one place where custom ids are written and read.
/// They are versioned, because cards outlive the program that posted them.
/// </summary>
/// <param name="Verb">Lower case letters and dashes, as registered in the <see cref="Catalog"/>.</param>
public readonly record struct CustomId(string Verb, IncidentId Incident, string Argument = "")
{
    /// <summary>The form written today. Reading an earlier one must stay possible for as long as the program lives.</summary>
    private const string Version = "ib1";

    /// <summary>Discord's limit, in characters.</summary>
    public const int MaxLength = 100;

    public override string ToString()
    {
        var text = $"{Version}:{Verb}:{Incident}:{Argument}";
        return text.Length <= MaxLength ? text : throw new InvalidOperationException($"The custom id of '{Verb}' is {text.Length} characters long; Discord takes {MaxLength}.");
    }

    /// <summary>Of a button that belongs to a server and to no incident; the argument is then found with <see cref="OfServer"/>.</summary>
    public static CustomId ForServer(string verb, ServerId server, string argument) => new(verb, default, $"{server}.{argument}");

    /// <summary>The server and the argument that <see cref="ForServer"/> put in; null for other ids.</summary>
    public (ServerId Server, string Argument)? OfServer =>
        Incident == default && Argument?.Split('.', 2) is [var server, var argument] && ulong.TryParse(server, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (new ServerId(id), argument) : null;

    /// <summary>False for ids that this bot never wrote.</summary>
    public static bool TryParse(string text, out CustomId id)
    {
        var parts = text.Split(':', 4);
        if (parts.Length == 4 && parts[0] == Version && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var incident))
        {
            id = new(parts[1], new(incident), parts[3]);
            return true;
        }

        id = default;
        return false;
    }
}
