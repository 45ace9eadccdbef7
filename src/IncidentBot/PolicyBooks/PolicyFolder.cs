using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Inbox;
using IncidentBot.OnCall;
using IncidentBot.Options;
using IncidentBot.Policies;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.PolicyBooks;

/// <summary>The folder of a server's policies and schedules. With a mistake in one of its files nothing of it is applied: they belong together.</summary>
public sealed class PolicyFolder(
    BotOptions options, IncidentStore store, BookApplication books, FolderServices services, Recordkeeper keeper, TimeProvider clock, ILogger<PolicyFolder> logger)
    : FollowedFolder(new FolderTerms("Policies", "policies", [".yaml", ".yml"], MostFiles: 50, GivenFiles.Largest), options.Policies.Folder, options.Policies.Server, services, logger)
{
    protected override async Task<string?> FollowAsync(ServerId server, ImmutableArray<FolderFile> files, CancellationToken cancellationToken)
    {
        ImmutableArray<BookSource> sources = [.. files.Select(file => new BookSource(file.Name, file.Text))];
        var applied = (await store.OnCallAsync(server, cancellationToken)).Applied;
        if (applied is not null && applied.Sources.SequenceEqual(sources)) return null;

        var read = await books.ReadAsync(server, sources, cancellationToken);
        foreach (var finding in read.Findings) logger.Log(finding.IsError ? LogLevel.Error : LogLevel.Warning, "{Finding}", finding.ToString());
        var errors = read.Findings.Where(finding => finding.IsError).ToList();
        if (errors.Count > 0) return $"The folder of policies has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")}, so nothing of it was applied; first {errors[0]}";

        await keeper.KeepAsync(
            () => store.CommitAsync(
                async scope => await OnCallDesk.SaveAsync(scope, server, ApplyBook.Next(await scope.OnCallAsync(server), "read from the configuration folder", sources, read.Book, by: null, clock.GetUtcNow())),
                cancellationToken),
            cancellationToken);
        logger.LogInformation("The policies of the folder were applied: {Files} files, {Policies} policies, {Schedules} schedules", sources.Length, read.Book.Policies.Length, read.Book.Schedules.Length);
        return null;
    }
}
