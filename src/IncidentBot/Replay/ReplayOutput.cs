using IncidentBot.Attachments;
using IncidentBot.Domain;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Postmortem;

namespace IncidentBot.Replay;

/// <summary>Writes what came of a replay: the postmortem in its forms, the record, and what each channel shows at the end.</summary>
public static class ReplayOutput
{
    /// <summary>`postmortem.md`, `postmortem.html` and `incident.json` of the incident the scenario is about; further incidents carry their number. `attachments/` (`attachments-inc-N/`) and `channels/NAME.md` beside them.</summary>
    public static async Task WriteAsync(Replayer replayer, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "channels"));
        var files = await replayer.FilesAsync(cancellationToken);
        var main = Subject(files);
        foreach (var file in files)
        {
            var suffix = file == main ? "" : $"-inc-{file.Incident.Number}";
            var paths = CopyAttachments(replayer.Attachments, file, folder, $"attachments{suffix}");
            var document = PostmortemComposer.Compose(file);
            Write(Path.Combine(folder, $"postmortem{suffix}.md"), PostmortemFiles.Markdown(document, paths));
            Write(Path.Combine(folder, $"postmortem{suffix}.html"), await PostmortemFiles.HtmlAsync(document, replayer.Attachments, cancellationToken, paths));
            Write(Path.Combine(folder, $"incident{suffix}.json"), PostmortemFiles.Json(file, document));
        }

        foreach (var (name, text) in Transcripts(replayer))
            await File.WriteAllTextAsync(Path.Combine(folder, "channels", name + ".md"), text, cancellationToken);
    }

    private static void Write(string path, Action<Stream> write)
    {
        using var stream = File.Create(path);
        write(stream);
    }

    /// <summary>The incident a scenario is about: the last one resolved, else the newest.</summary>
    public static IncidentFile? Subject(IReadOnlyList<IncidentFile> files) =>
        files.LastOrDefault(f => f.Incident.Status == IncidentStatus.Resolved) ?? files.LastOrDefault();

    // Under names that are safe and apart, by the number each has in the document.
    private static Dictionary<int, string> CopyAttachments(AttachmentFolder attachments, IncidentFile file, string folder, string name)
    {
        var paths = new Dictionary<int, string>();
        var files = file.Talk.OrderBy(message => message.Id).SelectMany(message => message.Files).ToList();
        foreach (var (index, safe) in SafeName.Apart(files.Select(attached => attached.Name)).Index())
        {
            if (files[index].Copy is not { } copy || attachments.Find(copy) is not { } kept) continue;
            Directory.CreateDirectory(Path.Combine(folder, name));
            File.Copy(kept, Path.Combine(folder, name, safe), overwrite: true);
            paths[index + 1] = $"{name}/{safe}";
        }

        return paths;
    }

    // Each channel as the first person who may see it reads it, and its threads or posts after it; direct messages as their owner does.
    private static IEnumerable<(string Name, string Text)> Transcripts(Replayer replayer)
    {
        var world = replayer.Sandbox.World;
        var people = replayer.Scenario.People.Select(p => world.People[p.Handle]).ToList();
        var all = world.Guild.Channels.Values.ToList();
        var times = new ReadTimes(replayer.Scenario.TimeZone, replayer.Clock.GetUtcNow());
        foreach (var channel in all.Where(c => !c.IsThread))
        {
            var texts = all.Where(c => c.ParentId == channel.Id && c.IsThread).Prepend(channel).Where(c => c.HoldsMessages).Select(AsRead).OfType<string>().ToList();
            if (texts.Count > 0) yield return (channel.Name!, string.Join('\n', texts));
        }

        foreach (var person in replayer.Scenario.People)
        {
            if (world.DmsOf(person.Handle) is [var first, ..]) yield return ($"dm-{person.Handle}", Transcript(first.Channel, world.People[person.Handle]));
        }

        string? AsRead(Sandbox.World.Channel channel) => people.Find(p => world.CanSee(p, channel)) is { } reader ? Transcript(channel, reader) : null;

        string Transcript(Sandbox.World.Channel channel, Sandbox.World.User reader) => times.InWords(world.Transcript(channel, reader, times.Stamp));
    }
}
