using System.Collections.Immutable;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Talk;

public static class TalkReader
{
    public const double Explicit = 3;
    public static ImmutableArray<TalkFinding> Read(IReadOnlyList<TalkMessage> talk) => [];
}
