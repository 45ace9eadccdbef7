using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Inbox;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Templates;

/// <summary>The folder of a server's own templates. A file with errors changes nothing of what it held before; the others are applied.</summary>
public sealed class TemplateFolder(BotOptions options, IncidentStore store, FolderServices services, Recordkeeper keeper, TimeProvider clock, ILogger<TemplateFolder> logger)
    : FollowedFolder(new FolderTerms("Templates", "templates", [".hbs"], OwnTemplate.MostOnServer, 4 * OwnTemplate.LongestSource), options.Templates.Folder, options.Templates.Server, services, logger)
{
    protected override async Task<string?> FollowAsync(ServerId server, ImmutableArray<FolderFile> files, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, FolderFile>(StringComparer.Ordinal);
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
        return troubles.Count == 0 ? null : $"Of the folder of templates {(troubles.Count == 1 ? "a file is" : $"{troubles.Count} files are")} not applied; first {troubles[0]}";
    }
}
