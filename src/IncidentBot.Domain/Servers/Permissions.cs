namespace IncidentBot.Domain.Servers;

/// <summary>Who may do what.</summary>
public static class Permissions
{
    /// <summary>Those who manage the server may do everything. Else the roles set for the verb decide; where none are set, everyone may, except what is for those who manage the server.</summary>
    public static bool May(Verb verb, Asker asker)
    {
        if (asker.ManagesServer) return true;
        var allowed = asker.Settings.Allowed.GetValueOrDefault(verb);
        if (allowed.IsDefaultOrEmpty) return verb is not (Verb.Configure or Verb.SeePrivate);
        return allowed.Any(asker.Roles.Contains);
    }

    /// <summary>Null when they may; else why not and whom to ask.</summary>
    public static Refusal? Refuse(Verb verb, Asker asker)
    {
        if (May(verb, asker)) return null;
        var allowed = asker.Settings.Allowed.GetValueOrDefault(verb);
        var who = allowed.IsDefaultOrEmpty ? "those who manage the server" : $"{string.Join(", ", allowed.Select(role => $"<@&{role}>"))} and those who manage the server";
        return new Refusal($"You may not {Deed(verb)} here: that is for {who}. Ask one of them, or have it changed with `/bot settings`.");
    }

    private static string Deed(Verb verb) => verb switch
    {
        Verb.Declare => "declare incidents",
        Verb.Use => "change incidents",
        Verb.Resolve => "close or reopen incidents",
        Verb.Page => "page people",
        Verb.Configure => "change the settings",
        _ => "declare private incidents",
    };
}
