using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>
/// Reads a team's files: people, services, schedules and policies, in one file or in several that are read as one. Every mistake is found at once, with its
/// place; nothing is to be applied unless there is none.
/// </summary>
/// <remarks>
/// <para>The keys of a file, each of which may be left out. Case, hyphens and blanks in keys do not matter.</para>
/// <code>
/// timezone: Europe/Berlin              # IANA zone of all clock times that name no other; UTC when missing
/// people:
///   ada: { name: Ada Obi, discord: 100000000000000011 }    # or just  ada: Ada Obi
/// roles:    { developers: 100000000000000021 }             # chat roles and channels, where their ids shall stand in the file;
/// channels: { operations: 100000000000000031 }             # otherwise they are looked up by name when the file is applied
/// services: { checkout: payments }                         # incidents that hurt a service take this policy
/// schedules:
///   ops:
///     timezone: Europe/Berlin
///     layers:                          # later layers stand above earlier ones: the highest that has somebody counts
///       - name: weekly
///         people: [ada, tunde, [grace, deniz]]             # who follows whom; a list within: on call together
///         rotate: weekly               # hourly, daily, weekly, monthly, every 2 weeks, every 12 hours
///         handoff: monday 09:00        # of a monthly rotation: { on: 1, at: 09:00 }, on: last
///         start: 2026-01-05            # when the first person begins: that day at the handoff's time of day
///         end: 2026-07-01              # optional
///         hours: { mon-fri: 08:00-18:00 }                  # optional; several: [08:00-12:00, 13:00-18:00]
///     overrides:                       # in this order
///       - { from: 2026-03-28T09:00, to: 2026-03-29T09:00, add: grace }
///       - { from: 2026-03-28T09:00, for: 8h, remove: ada }
///       - { from: 2026-03-28T09:00, to: 2026-03-29T09:00, replace: ada, with: grace }    # 'replace: everyone' too
/// policies:
///   payments:
///     description: Money is at stake
///     default: true                    # for incidents that no other policy is for
///     for: { services: [checkout], severity: sev2 }        # at least SEV2; also drill, between, days, timezone
///     ack_timeout: 30m                 # no sign of life for so long after an acknowledgement: it pages again
///     quiet_hours: { between: 22:00-07:00, days: [mon-fri], severity: sev3, then: hold }    # SEV3 and milder; or  then: "#channel"
///     repeat: 2                        # more times; or { times: 2, from: 2 }
///     then: everyone                   # the policy that goes on after the last level
///     levels:
///       - page: [schedule:ops, "@ada", role:developers, "#operations", https://example.org/hook]
///         ack: 5m                      # 5 minutes when missing
///         in_turn: false               # true: one of them each time, round robin
///         when: { severity: sev2, services: [checkout], drill: no, between: 08:00-18:00, days: weekdays }
///       - wait: 10m                    # before the next level
///       - ops                          # a level may be just its target
/// </code>
/// </remarks>
public static class PolicyFiles
{
    /// <summary>Reads texts that are at hand: files attached in chat, or what a version before held.</summary>
    /// <param name="now">From when schedules are looked at for a year ahead.</param>
    /// <param name="chat">The server on which they are to count: names are turned into its ids, and those it does not know are found. Null: read outside chat.</param>
    public static BookReadResult Read(IEnumerable<BookText> texts, DateTimeOffset now, ServerDirectory? chat = null)
    {
        var reader = new BookReader(chat);
        foreach (var text in texts) reader.Add(text);
        return reader.Read(now);
    }

    /// <summary>Reads files from the disk.</summary>
    /// <returns>The result is null when one of them cannot be read at all; then there is a sentence for each that cannot.</returns>
    public static (BookReadResult? Result, ImmutableArray<string> Unreadable) ReadFiles(IEnumerable<string> paths, DateTimeOffset now)
    {
        var read = paths.Select(path => (Path: path, File: YamlFile.Read(path, "policy"))).ToList();
        ImmutableArray<string> unreadable = [.. read.Select(one => one.File.Problem).OfType<string>()];
        return unreadable.IsEmpty ? (Read(read.Select(one => new BookText(one.Path, one.File.Text!)), now), []) : (null, unreadable);
    }
}
