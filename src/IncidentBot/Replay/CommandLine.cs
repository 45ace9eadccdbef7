using System.Collections.Immutable;

namespace IncidentBot.Replay;

/// <summary>A slash command as people write it down: <c>/incident declare title:"Shop does not respond" severity:sev1</c>.</summary>
/// <param name="Parts">In the order typed, the command's name first.</param>
public sealed record CommandLine(ImmutableArray<CommandPart> Parts);

/// <param name="Name">The option's name; null for a word or quoted text that stands alone.</param>
/// <param name="Value">Without its quotes.</param>
public sealed record CommandPart(string? Name, string Value);
