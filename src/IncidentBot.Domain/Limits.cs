using IncidentBot.Domain.Words;

namespace IncidentBot.Domain;

/// <summary>How long things may be, in UTF-16 units as Discord counts on the safe side.</summary>
public static class Limits
{
    public const int Title = 100;

    /// <summary>Cause, fix, impact, detection, timeline entries, action items: what a form field takes.</summary>
    public const int Text = 4000;

    /// <summary>An update is read out whole in one message.</summary>
    public const int Update = 1500;

    /// <summary>A section of the postmortem that a person wrote.</summary>
    public const int Section = 40_000;

    public const int Reason = 500;
    /// <summary>What an alert says beside its title.</summary>
    public const int AlertText = 1000;

    /// <summary>What a source names an alert or a group by; longer names are kept as their hash.</summary>
    public const int AlertKey = 200;

    public const int AlertUrl = 300;

    public const int Service = 50;
    public const int Services = 20;
    public const int Actions = 200;

    /// <summary>Checks a text a person gave: not empty and not too long.</summary>
    /// <param name="what">"title", "reason", for the sentence.</param>
    /// <param name="tidy">As it will be stored.</param>
    internal static Refusal? Refuse(string what, string tidy, int limit)
    {
        if (tidy.Length == 0) return new Refusal($"The {what} is empty. Write a few words for it.");
        return tidy.Length > limit ? new Refusal($"The {what} is {tidy.Length:N0} characters long; {limit:N0} is the limit. Nothing was changed: shorten it and send it again.") : null;
    }

    /// <summary>Reads a reason that may be left out.</summary>
    internal static Refusal? RefuseReason(string? reason, out string? tidy)
    {
        tidy = Harmless.Plain(reason);
        if (tidy.Length > 0) return Refuse("reason", tidy, Reason);
        tidy = null;
        return null;
    }
}
