using System.Globalization;
using IncidentBot.Attachments;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Postmortem;
using IncidentBot.Storage;

namespace IncidentBot.Retention;

/// <summary>Writes a whole record out, for people who no longer have the channel: JSON with everything, Markdown and HTML to read.</summary>
public static class RecordExport
{
    /// <summary>Writes each file whole and to the disk, over what an earlier attempt left.</summary>
    /// <returns>The folder, as it is called in the record.</returns>
    /// <exception cref="IOException">The disk.</exception>
    public static async Task<string> WriteAsync(string database, IncidentFile file, AttachmentFolder attachments, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{file.Incident.Server}/inc-{file.Incident.Number}");
        var folder = Path.Combine(RecordPlaces.ExportsOf(database), file.Incident.Server.ToString(), string.Create(CultureInfo.InvariantCulture, $"inc-{file.Incident.Number}"));

        // Private incidents are among them.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var document = PostmortemComposer.Compose(file);
        Write(Path.Combine(folder, "incident.json"), PostmortemFiles.Json(file, document));
        Write(Path.Combine(folder, "postmortem.md"), PostmortemFiles.Markdown(document));
        Write(Path.Combine(folder, "postmortem.html"), await PostmortemFiles.HtmlAsync(document, attachments, cancellationToken));
        return "exports/" + name;
    }

    private static void Write(string path, Action<Stream> write)
    {
        var partial = path + ".partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }
}
