namespace IncidentBot.Domain.Timeline;

/// <summary>A message was edited: the entries made from it follow, unless a person edited them.</summary>
public static class FollowEdit
{
    /// <returns>Null when nothing follows.</returns>
    public static Decision? Decide(IncidentState state, MessageRef message, string text, DateTimeOffset now) => null;
}
