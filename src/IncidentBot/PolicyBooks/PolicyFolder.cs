using System.Collections.Immutable;
using System.Text;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Inbox;
using IncidentBot.OnCall;
using IncidentBot.Options;
using IncidentBot.Policies;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.PolicyBooks;

/// <summary>
/// Keeps a server's policies in step with the files of a folder, at the start and whenever they change on disk. The folder alone counts then: nothing is applied
/// in chat, and a folder with a mistake in it changes nothing. What is wrong stands in the log and in `/bot doctor`.
/// </summary>
public sealed class PolicyFolder(
    BotOptions options, IncidentStore store, BookApplication books, GuildBook guilds, Readiness readiness, Recordkeeper keeper, Activity activity, TimeProvider clock, ILogger<PolicyFolder> logger) : BackgroundService
{
    private const int MostFiles = 50;

    // Looked at rather than watched: notices of changes do not come through every kind of mounted folder.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private ImmutableArray<BookSource> looked;

    /// <summary>Why its files do not count as they stand, a sentence; null: they do.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether a server's policies are those of the folder.</summary>
    public async Task<bool> IsForAsync(ServerId server, CancellationToken cancellationToken) => options.Policies.Folder is not null && await ServerAsync(cancellationToken) == server;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Policies.Folder is not { } folder) return;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Every, clock);
            do
            {
                using (activity.Begin()) await LookAsync(folder, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What stands in the folder is looked at with the next start.
        }
    }

    private async Task LookAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            if (await ServerAsync(cancellationToken) is not { } server)
            {
                Say("Policies:Server is not set, and the bot is on several servers or on none: it is not clear whose policies the folder holds");
                return;
            }

            var files = await FilesAsync(folder, cancellationToken);
            if (!looked.IsDefault && looked.SequenceEqual(files)) return;
            await FollowAsync(server, files, cancellationToken);
            looked = files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Say($"The folder of policies cannot be read: {e.Message}");
        }
        catch (DiscordApiException e)
        {
            Say($"The names in the folder of policies could not be looked up: {e.Reason}");
        }
        catch (StorageException e)
        {
            Say($"The policies of the folder could not be saved: {e.Message}");
        }
    }

    /// <summary>Null: it is not clear which one is meant.</summary>
    private async Task<ServerId?> ServerAsync(CancellationToken cancellationToken)
    {
        if (options.Policies.Server is { } set) return new ServerId(set);

        // After a session that went on where it was, nothing was heard yet of the servers there are: the record knows them.
        var present = guilds.All.Select(guild => new ServerId(guild.Id.Value)).ToList();
        if (present.Count == 0) present = [.. await store.KnownServersAsync(cancellationToken)];
        return present is [var only] ? only : null;
    }

    private async Task FollowAsync(ServerId server, ImmutableArray<BookSource> files, CancellationToken cancellationToken)
    {
        var applied = (await store.OnCallAsync(server, cancellationToken)).Applied;
        if (applied is not null && applied.Sources.SequenceEqual(files))
        {
            Trouble = null;
            return;
        }

        // An empty folder is a mount that failed more often than a wish to page nobody.
        if (files.IsEmpty)
        {
            Say("The folder of policies holds no .yaml or .yml file; what was applied before counts still");
            return;
        }

        var read = await books.ReadAsync(server, files, cancellationToken);
        foreach (var finding in read.Findings) logger.Log(finding.IsError ? LogLevel.Error : LogLevel.Warning, "{Finding}", finding.ToString());
        var errors = read.Findings.Where(finding => finding.IsError).ToList();
        if (errors.Count > 0)
        {
            Say($"The folder of policies has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")}, so nothing of it was applied; first {errors[0]}");
            return;
        }

        await keeper.KeepAsync(
            () => store.CommitAsync(
                async scope => await OnCallDesk.SaveAsync(scope, server, ApplyBook.Next(await scope.OnCallAsync(server), "read from the configuration folder", files, read.Book, by: null, clock.GetUtcNow())),
                cancellationToken),
            cancellationToken);
        logger.LogInformation("The policies of the folder were applied: {Files} files, {Policies} policies, {Schedules} schedules", files.Length, read.Book.Policies.Length, read.Book.Schedules.Length);
        Trouble = null;
    }

    private static async Task<ImmutableArray<BookSource>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        var paths = Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml").Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (paths.Count > MostFiles) throw new InvalidDataException($"it holds {paths.Count} files, and {MostFiles} are read at most");
        var files = new List<BookSource>();
        foreach (var path in paths)
        {
            if (new FileInfo(path).Length > GivenFiles.Largest) throw new InvalidDataException($"{Path.GetFileName(path)} is larger than {GivenFiles.Largest >> 10} KB");
            files.Add(new BookSource(Path.GetFileName(path), await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken)));
        }

        return [.. files];
    }

    private void Say(string trouble)
    {
        if (trouble != Trouble) logger.LogError("{Trouble}", trouble);
        Trouble = trouble;
    }
}
