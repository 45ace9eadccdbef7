namespace IncidentBot.Domain.Servers;

/// <summary>Who may do what.</summary>
public static class Permissions
{
    public static bool May(Verb verb, Asker asker) => false;

    /// <summary>Null when he may; else why not and whom to ask.</summary>
    public static Refusal? Refuse(Verb verb, Asker asker) => null;
}
