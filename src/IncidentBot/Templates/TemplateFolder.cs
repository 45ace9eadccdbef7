using System.Collections.Immutable;
using System.Text;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Inbox;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Templates;

/// <summary>
/// Keeps a server's own templates in step with the files of a folder, at the start and whenever they change on disk. The folder alone counts then: nothing is
/// applied in chat. A file with errors changes nothing of what it held before; what is wrong stands in the log, with its line.
/// </summary>
public sealed class TemplateFolder(
    BotOptions options, IncidentStore store, GuildBook guilds, Readiness readiness, Recordkeeper keeper, Activity activity, TimeProvider clock, ILogger<TemplateFolder> logger) : BackgroundService
{
    private const int MostFiles = OwnTemplate.MostOnServer;

    // Looked at rather than watched: notices of changes do not come through every kind of mounted folder.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private ImmutableArray<(string Name, string Text)> looked;

    /// <summary>Why its files do not count as they stand, a sentence; null: they do.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether a server's templates are those of the folder.</summary>
    public async Task<bool> IsForAsync(ServerId server, CancellationToken cancellationToken) => options.Templates.Folder is not null && await ServerAsync(cancellationToken) == server;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Templates.Folder is not { } folder) return;
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
                Say("Templates:Server is not set, and the bot is on several servers or on none: it is not clear whose templates the folder holds");
                return;
            }

            var files = await FilesAsync(folder, cancellationToken);
            if (!looked.IsDefault && looked.SequenceEqual(files)) return;
            await FollowAsync(server, files, cancellationToken);
            looked = files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Say($"The folder of templates cannot be read: {e.Message}");
        }
        catch (StorageException e)
        {
            Say($"The templates of the folder could not be saved: {e.Message}");
        }
    }

    private async Task FollowAsync(ServerId server, ImmutableArray<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, (string Name, string Text)>(StringComparer.Ordinal);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var troubles = new List<string>();
        foreach (var file in files)
        {
            var key = OwnTemplate.KeyOf(file.Name);
            var check = TemplateChecker.Check(file.Name, file.Text);
            foreach (var finding in check.Findings) logger.Log(finding.IsError ? LogLevel.Error : LogLevel.Warning, "{Finding}", finding.ToString());
            if (key is null || KnownTemplates.Find(key) is not null) troubles.Add($"{file.Name} has a name that no template of your own can have");
            else if (!kept.Add(key)) troubles.Add($"two files are called '{key}'");
            else if (check.Findings.FirstOrDefault(finding => finding.IsError) is { } error) troubles.Add(error.ToString());
            else wanted[key] = file;
        }

        // An empty folder is a mount that failed more often than a wish to have none.
        if (files.IsEmpty)
        {
            Say("The folder of templates holds no .hbs file; what was applied before counts still");
            return;
        }

        var changed = 0;
        await keeper.KeepAsync(
            async () => changed = await store.CommitAsync(
                async scope =>
                {
                    var known = await scope.TemplateVersionsAsync(server);
                    var current = TemplateShelf.Current(known).ToDictionary(one => one.Key, one => one.Source);
                    var now = clock.GetUtcNow();
                    var next = wanted.Where(one => current.GetValueOrDefault(one.Key) != one.Value.Text).Select(one => OwnTemplate.Next(server, one.Key, known, one.Value.Text, $"read {one.Value.Name} from the configuration folder", by: null, now))
                        .Concat(current.Keys.Where(key => !kept.Contains(key)).Select(key => OwnTemplate.Next(server, key, known, source: null, "not in the configuration folder any more", by: null, now)))
                        .ToList();
                    foreach (var version in next) await scope.SaveAsync(version);
                    return next.Count;
                },
                cancellationToken),
            cancellationToken);
        if (changed > 0) logger.LogInformation("The templates of the folder were applied: {Files} files, {Changed} new versions", files.Length, changed);
        if (troubles.Count > 0) Say($"Of the folder of templates {(troubles.Count == 1 ? "a file is" : $"{troubles.Count} files are")} not applied; first {troubles[0]}");
        else Trouble = null;
    }

    private static async Task<ImmutableArray<(string Name, string Text)>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        var paths = Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path).Equals(".hbs", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (paths.Count > MostFiles) throw new InvalidDataException($"it holds {paths.Count} files, and {MostFiles} are read at most");
        var files = new List<(string, string)>();
        foreach (var path in paths)
        {
            if (new FileInfo(path).Length > 4 * OwnTemplate.LongestSource) throw new InvalidDataException($"{Path.GetFileName(path)} is larger than {(4 * OwnTemplate.LongestSource) >> 10} KB");
            files.Add((Path.GetFileName(path), await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken)));
        }

        return [.. files];
    }

    /// <summary>Null: it is not clear which one is meant.</summary>
    private async Task<ServerId?> ServerAsync(CancellationToken cancellationToken)
    {
        if (options.Templates.Server is { } set) return new ServerId(set);

        // After a session that went on where it was, nothing was heard yet of the servers there are: the record knows them.
        var present = guilds.All.Select(guild => new ServerId(guild.Id.Value)).ToList();
        if (present.Count == 0) present = [.. await store.KnownServersAsync(cancellationToken)];
        return present is [var only] ? only : null;
    }

    private void Say(string trouble)
    {
        if (trouble != Trouble) logger.LogError("{Trouble}", trouble);
        Trouble = trouble;
    }
}
