using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Storage.Talk;

/// <summary>Takes in many rows with one command, within the commit that is under way.</summary>
internal abstract class ManyInserts
{
    /// <summary>Adds messages of which nothing else is to be written than what <see cref="TalkWriter"/> calls plain.</summary>
    /// <returns>Those that were not there before.</returns>
    public abstract HashSet<MessageId> Insert(IReadOnlyList<TalkMessage> plain);

    /// <summary>Adds names, or changes them; the last of a person's holds.</summary>
    public abstract void Insert(IReadOnlyList<KnownPerson> people);
}
