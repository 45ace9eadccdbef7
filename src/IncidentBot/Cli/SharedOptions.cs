using System.CommandLine;

namespace IncidentBot.Cli;

/// <summary>Options that several verbs have.</summary>
internal static class SharedOptions
{
    /// <summary>`--set`, once for each setting: what follows it may be the verb's own argument.</summary>
    public static Option<string[]> Settings() => new("--set")
    {
        Description = "A setting for this run, as Section:Key=value; the bot's own settings (environment, appsettings.json) hold too",
        HelpName = "Section:Key=value",
    };

    public static Option<bool> Json() => new("--json") { Description = "As one JSON document, for programs" };
}
