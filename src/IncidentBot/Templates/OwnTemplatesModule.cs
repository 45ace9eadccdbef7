using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Domain.Writing;
using IncidentBot.Postmortem;
using IncidentBot.Storage;

namespace IncidentBot.Templates;

/// <summary>`/postmortem template apply`, `show`, `remove`, `versions` and `restore`: a server's own templates.</summary>
public sealed class OwnTemplatesModule(IncidentStore store, TemplateShelf shelf, TemplateFolder folder, TimeProvider clock) : ICommandModule
{
    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "postmortem template apply",
            "Take a template of your own from a file; earlier versions are kept",
            [TemplateShelf.File("The template, a .hbs file; `preview` shows it first", required: true), Option.Text("name", "What it is called; else as the file", max: 32, autocomplete: true)],
            ApplyAsync,
            Verb.Configure);
        catalog.Slash("postmortem template show", "A template of your own, or an earlier version of it, as a file", [TemplateShelf.Name("Which one of yours"), Version(required: false)], ShowAsync);
        catalog.Slash("postmortem template remove", "Take a template of your own away; its versions are kept", [TemplateShelf.Name("Which one of yours")], RemoveAsync, Verb.Configure);
        catalog.Slash("postmortem template versions", "What was applied when, and by whom", [TemplateShelf.Name("Which one of yours; all when left out", required: false)], VersionsAsync);
        catalog.Slash("postmortem template restore", "Put an earlier version back", [TemplateShelf.Name("Which one of yours"), Version(required: true)], RestoreAsync, Verb.Configure);
    }

    private static CommandOptionDefinition Version(bool required) => Option.Whole("version", "Its number; `/postmortem template versions` lists them", min: 1, required: required);

    private async Task ApplyAsync(CommandCall call)
    {
        if (await RefuseForFolderAsync(call) || await shelf.GivenAsync(call) is not { } given) return;
        if (await CommitAsync(call, given.Key, given.Source, given.Change) is not var (before, now)) return;
        if (now is null)
        {
            await call.AnswerPrivatelyAsync($"`{given.Key}` says that already, as version {before!.Number}.");
            return;
        }

        var warnings = TemplateChecker.Check(call.File("file")!.Filename, given.Source!).Findings;
        var difference = before?.Source is { } old ? $", in place of version {before.Number}: {DiffText.InWords(LineDiff.Between(old, given.Source!))}" : "";
        var followed = TemplatesModule.Followed(call.Settings).Contains($"`{given.Key}`", StringComparison.Ordinal)
            ? "Posted postmortems that follow it are brought into step with their next change."
            : $"Nothing follows it yet: `/postmortem template preview name:{given.Key}` shows it, `use` takes it for one incident, `set` for the server.";
        var head = $"`{given.Key}` is there as version {now.Number}{difference}. {followed}";
        await call.AnswerPrivatelyAsync(warnings.IsEmpty ? new OutgoingMessage { Content = head, AllowedMentions = AllowedMentions.None } : TemplateShelf.Findings($"{head}\n**Worth a look:**", warnings));
    }

    private async Task ShowAsync(CommandCall call)
    {
        var key = call.Text("name")!.ToLowerInvariant();
        var versions = (await store.TemplateVersionsAsync(call.Server)).Where(one => one.Key == key).ToList();
        var number = call.Whole("version");
        if (KnownTemplates.Find(key) is not null)
        {
            await call.RefuseAsync($"`{key}` is built in. `/postmortem template preview name:{key}` shows a postmortem with it, and `template sample` on the command line writes one to begin with.");
            return;
        }

        if (versions.FindLast(one => number is null || one.Number == number) is not { Source: { } source } found)
        {
            await call.RefuseAsync(number is null || versions.Count == 0 ? UseTemplate.Unknown(key, await shelf.KeysAsync(call.Server)).Sentence : $"`{key}` has no version {number} to show. `/postmortem template versions` lists them.");
            return;
        }

        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = $"`{key}`, version {found.Number}{(found == versions[^1] ? "" : $" (version {versions[^1].Number} counts)")}: {Harmless.Line(found.Change, 200)}, <t:{found.At.ToUnixTimeSeconds()}:f>.",
            AllowedMentions = AllowedMentions.None,
            Files = [new($"{key}.md.hbs", Encoding.UTF8.GetBytes(source), "text/plain")],
        });
    }

    private async Task RemoveAsync(CommandCall call)
    {
        if (await RefuseForFolderAsync(call)) return;
        var key = call.Text("name")!.ToLowerInvariant();
        if (await CommitAsync(call, key, source: null, "removed") is not var (before, now)) return;
        if (now is null) await call.RefuseAsync(UseTemplate.Unknown(key, await shelf.KeysAsync(call.Server)).Sentence);
        else
            await call.AnswerPrivatelyAsync($"`{key}` is taken away. Postmortems that followed it have the classic arrangement from their next change on, and say so; nothing that people wrote is lost. `/postmortem template restore name:{key} version:{before!.Number}` puts it back.");
    }

    private async Task RestoreAsync(CommandCall call)
    {
        if (await RefuseForFolderAsync(call)) return;
        var (key, number) = (call.Text("name")!.ToLowerInvariant(), call.Whole("version")!.Value);
        var versions = await store.TemplateVersionsAsync(call.Server);
        if (versions.FirstOrDefault(one => one.Key == key && one.Number == number) is not { Source: { } source })
        {
            await call.RefuseAsync($"There is no version {number.ToString(CultureInfo.InvariantCulture)} of {Harmless.Line(key, 40)} to put back. `/postmortem template versions` lists those there are.");
            return;
        }

        if (await CommitAsync(call, key, source, $"put version {number} back") is not var (before, now)) return;
        await call.AnswerPrivatelyAsync(now is null ? $"`{key}` says that already, as version {before!.Number}." : $"Version {number} of `{key}` counts again, as version {now.Number}.");
    }

    private async Task VersionsAsync(CommandCall call)
    {
        var key = call.Text("name")?.ToLowerInvariant();
        var versions = (await store.TemplateVersionsAsync(call.Server)).Where(one => key is null || one.Key == key).OrderByDescending(one => one.At).ThenByDescending(one => one.Number).ToList();
        await call.AnswerPrivatelyAsync(versions.Count == 0
            ? new OutgoingMessage { Content = "There is no template of your own. `/postmortem template apply file:` takes one.", AllowedMentions = AllowedMentions.None }
            : LongAnswer.Of("**Versions of your templates**, the newest first (`show` gives one as a file, `restore` puts it back)", [.. versions.Select(Line)], "versions.txt"));
    }

    private static AnswerLine Line(OwnTemplate one)
    {
        var by = one.By is { } person ? $"<@{person}>" : "the configuration folder";
        return new($"- `{one.Key}` {one.Number}: <t:{one.At.ToUnixTimeSeconds()}:f>, {by}: {Harmless.Line(one.Change, 200)}", $"{one.Key} {one.Number}, {one.At:u}, {one.By?.ToString() ?? "the configuration folder"}: {one.Change}");
    }

    /// <summary>Adds a version, unless it says what counts already. Null when this came a second time: then there is nothing to say.</summary>
    private async Task<(OwnTemplate? Before, OwnTemplate? Now)?> CommitAsync(CommandCall call, string key, string? source, string change)
    {
        var isFull = false;
        var result = await store.CommitAsync(async scope =>
        {
            if (!await call.MayActAsync(scope)) return ((OwnTemplate?, OwnTemplate?)?)null;
            var known = await scope.TemplateVersionsAsync(call.Server);
            var before = known.Where(one => one.Key == key).MaxBy(one => one.Number);
            isFull = source is not null && before?.Source is null && TemplateShelf.Current(known).Count() >= OwnTemplate.MostOnServer;
            if (isFull || before?.Source == source) return (before, null);
            var next = OwnTemplate.Next(call.Server, key, known, source, change, call.Person, clock.GetUtcNow());
            await scope.SaveAsync(next);
            return (before, next);
        });
        if (!isFull) return result;
        await call.RefuseAsync($"There are {OwnTemplate.MostOnServer} templates of your own already, and that is the limit. Take one away first: `/postmortem template remove`.");
        return null;
    }

    private async Task<bool> RefuseForFolderAsync(CommandCall call)
    {
        if (!await folder.IsForAsync(call.Server, CancellationToken.None)) return false;
        await call.RefuseAsync("The templates of this server are kept in files of the bot's configuration, and follow them: whoever runs the bot changes them there.");
        return true;
    }
}
