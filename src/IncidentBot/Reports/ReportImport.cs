using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reports;
using IncidentBot.Storage;

namespace IncidentBot.Reports;

/// <summary>Takes a written report into the record; the one way for the command line and for chat.</summary>
public static class ReportImport
{
    /// <param name="day">For reports that name none.</param>
    public static async Task<ReportImported> TakeAsync(CommitScope scope, ReportFile file, Asker asker, DateOnly? day, string? service)
    {
        var report = ReportReader.Read(file.Text);
        var source = new ReportSource(file.Name, file.Hash, day) { Service = service };
        var known = await scope.FindImportedAsync(asker.Settings.Server, file.Hash);

        // First whether, then as which: a number that is taken is used up.
        if (ImportReport.Check(report, source, known, asker) is { } refusal) return new(refusal, known, null);
        var (id, number) = await scope.NextIncidentAsync(asker.Settings.Server);
        var outcome = ImportReport.Decide(report, source, known, id, number, asker);
        if (outcome.Decision is not { } decision) return new(outcome, null, null);
        await scope.SaveAsync(new KnownPerson(ImportReport.Author, ImportReport.AuthorName));
        return new(outcome, null, await scope.SaveAsync(decision));
    }
}

/// <param name="Known">The incident it was imported as before, if it was.</param>
/// <param name="Incident">As saved; null when it was refused.</param>
public sealed record ReportImported(Outcome Outcome, Incident? Known, Incident? Incident);
