using System.Collections.Immutable;
using System.Text;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Servers;

/// <summary>A file of a folder that is followed, by its name without the folder.</summary>
public sealed record FolderFile(string Name, string Text);

/// <summary>What a folder of the configuration holds, and where that is set.</summary>
/// <param name="Section">The section of the configuration, with the settings `Folder` and `Server`.</param>
/// <param name="Things">What is in its files, in the plural, as in a sentence.</param>
/// <param name="Extensions">How the names of its files end, with the dot, in lower case; others are left alone.</param>
/// <param name="MostFiles">More are not read.</param>
/// <param name="LargestFile">In bytes.</param>
public sealed record FolderTerms(string Section, string Things, ImmutableArray<string> Extensions, int MostFiles, long LargestFile);

/// <summary>What every followed folder needs of the bot.</summary>
public sealed class FolderServices(IncidentStore store, GuildBook guilds, Readiness readiness, Activity activity, TimeProvider clock)
{
    internal IncidentStore Store => store;
    internal GuildBook Guilds => guilds;
    internal Readiness Readiness => readiness;
    internal Activity Activity => activity;
    internal TimeProvider Clock => clock;
}

/// <summary>
/// Keeps something of a server in step with the files of a folder, at the start and whenever they change on disk. The folder alone counts then: nothing is applied
/// in chat. What is wrong with its files stands in the log and in `/bot doctor`.
/// </summary>
/// <param name="folder">Null: none is set, and nothing is followed.</param>
/// <param name="server">The id that is set; null: the only server the bot is on.</param>
public abstract class FollowedFolder(FolderTerms terms, string? folder, ulong? server, FolderServices services, ILogger logger) : BackgroundService
{
    // Looked at rather than watched: notices of changes do not come through every kind of mounted folder.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private ImmutableArray<FolderFile> looked;

    /// <summary>Why its files do not count as they stand, a sentence; null: they do.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether the folder speaks for a server.</summary>
    public async Task<bool> IsForAsync(ServerId asked, CancellationToken cancellationToken) => folder is not null && await ServerAsync(cancellationToken) == asked;

    /// <summary>Brings the record in step with the files, of which there is at least one.</summary>
    /// <returns>Why not all of them count as they stand, a sentence; null: they do.</returns>
    /// <exception cref="DiscordApiException">Names in the files could not be looked up.</exception>
    /// <exception cref="StorageException">Nothing was saved.</exception>
    protected abstract Task<string?> FollowAsync(ServerId server, ImmutableArray<FolderFile> files, CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (folder is null) return;
        try
        {
            await services.Readiness.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Every, services.Clock);
            do
            {
                using (services.Activity.Begin()) await LookAsync(folder, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What stands in the folder is looked at with the next start.
        }
    }

    private async Task LookAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (await ServerAsync(cancellationToken) is not { } meant)
            {
                Say($"{terms.Section}:Server is not set, and the bot is on several servers or on none: it is not clear whose {terms.Things} the folder holds");
                return;
            }

            var files = await FilesAsync(path, cancellationToken);
            if (!looked.IsDefault && looked.SequenceEqual(files)) return;

            // An empty folder is a mount that failed more often than a wish to have nothing.
            Say(files.IsEmpty ? $"The folder of {terms.Things} holds no {string.Join(" or ", terms.Extensions)} file; what was applied before counts still" : await FollowAsync(meant, files, cancellationToken));
            looked = files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Say($"The folder of {terms.Things} cannot be read: {e.Message}");
        }
        catch (DiscordApiException e)
        {
            Say($"The names in the folder of {terms.Things} could not be looked up: {e.Reason}");
        }
        catch (StorageException e)
        {
            Say($"The {terms.Things} of the folder could not be saved: {e.Message}");
        }
    }

    /// <summary>Null: it is not clear which one is meant.</summary>
    private async Task<ServerId?> ServerAsync(CancellationToken cancellationToken)
    {
        if (server is { } set) return new ServerId(set);

        // After a session that went on where it was, nothing was heard yet of the servers there are: the record knows them.
        var present = services.Guilds.All.Select(guild => new ServerId(guild.Id.Value)).ToList();
        if (present.Count == 0) present = [.. await services.Store.KnownServersAsync(cancellationToken)];
        return present is [var only] ? only : null;
    }

    private async Task<ImmutableArray<FolderFile>> FilesAsync(string path, CancellationToken cancellationToken)
    {
        var paths = Directory.EnumerateFiles(path).Where(file => terms.Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (paths.Count > terms.MostFiles) throw new InvalidDataException($"it holds {paths.Count} files, and {terms.MostFiles} are read at most");
        var files = new List<FolderFile>();
        foreach (var file in paths)
        {
            if (new FileInfo(file).Length > terms.LargestFile) throw new InvalidDataException($"{Path.GetFileName(file)} is larger than {terms.LargestFile >> 10} KB");
            files.Add(new FolderFile(Path.GetFileName(file), await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken)));
        }

        return [.. files];
    }

    private void Say(string? trouble)
    {
        if (trouble is not null && trouble != Trouble) logger.LogError("{Trouble}", trouble);
        Trouble = trouble;
    }
}
