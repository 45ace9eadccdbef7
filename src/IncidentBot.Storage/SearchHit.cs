using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Storage;

public enum FoundIn
{
    /// <summary>Title, summary, cause, fix, detection, impact or services.</summary>
    Incident,

    /// <summary>A timeline entry that was not removed.</summary>
    Entry,

    /// <summary>A message that was not deleted.</summary>
    Talk,
}

/// <summary>A place where all the words occur.</summary>
/// <param name="Text">The whole text of the place; the title when found in the incident.</param>
/// <param name="Entry">The entry's number, when it is one.</param>
/// <param name="Message">The message, when it is one or the entry comes from one.</param>
public sealed record SearchHit(Incident Incident, FoundIn In, string Text, int? Entry, MessageRef? Message);
