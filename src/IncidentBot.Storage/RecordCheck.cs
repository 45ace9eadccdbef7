using System.Collections.Immutable;
using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Opening;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

/// <summary>How much a finding matters.</summary>
public enum CheckWeight
{
    /// <summary>Worth knowing, and as it should be: a gap that stands in the timeline.</summary>
    Note,

    /// <summary>Somebody should look at it: something that was owed and given up.</summary>
    Warning,

    /// <summary>The record is not what it must be.</summary>
    Broken,
}

/// <summary>One thing that was found.</summary>
/// <param name="Law">What was looked at: "integrity", "numbers", "agenda" …</param>
/// <param name="Text">A sentence without its full stop.</param>
public sealed record CheckFinding(CheckWeight Weight, string Law, string Text);

/// <summary>What a check looked at and found.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Upgraded">False: the database is of an earlier version, and only what holds for every version was looked at.</param>
public sealed record CheckReport(string Database, DateTimeOffset At, bool Upgraded, long Incidents, long Messages, int Attachments, ImmutableArray<CheckFinding> Findings)
{
    /// <summary>Nothing is broken.</summary>
    public bool IsSound => Findings.All(finding => finding.Weight != CheckWeight.Broken);
}

/// <summary>Holds a record to its laws, also while a bot is at work on it. Changes nothing.</summary>
public static class RecordCheck
{
    /// <exception cref="StorageException">There is no database of ours to check.</exception>
    public static async Task<CheckReport> RunAsync(StorageOptions options, CancellationToken cancellationToken = default)
    {
        var engine = Engine.Of(options);
        var now = options.Clock.GetUtcNow();
        var findings = ImmutableArray.CreateBuilder<CheckFinding>();
        try
        {
            await using var seen = await engine.LookAsync(cancellationToken);
            findings.AddRange(engine.IntegrityOf(seen));
            var (incidents, messages) = (0L, 0L);
            if (seen.IsCurrent)
            {
                await using var db = engine.Context(seen.Moment);
                findings.AddRange(await new RecordLaws(db, now, cancellationToken).FindAsync());
                incidents = await db.Incidents.LongCountAsync(cancellationToken);
                messages = await db.Talk.LongCountAsync(cancellationToken);
            }
            else
            {
                findings.Add(new(CheckWeight.Note, "version", $"The database is of an earlier version ({seen.Applied.Max(StringComparer.Ordinal)}); the next start upgrades it, and its contents can be checked then"));
            }

            var (attachments, ofFiles) = await FileLaws.OfAttachmentsAsync(engine.KeptHashesOf(seen), options.AttachmentsFolder, cancellationToken);
            findings.AddRange(ofFiles);
            return new(engine.Shown, now, seen.IsCurrent, incidents, messages, attachments, [.. findings.OrderByDescending(static finding => finding.Weight)]);
        }
        catch (Exception e) when (engine.Caused(e))
        {
            throw engine.Translate(e);
        }
    }
}
