using System.Net.Http.Headers;

namespace IncidentBot.Discord;

/// <summary>A request with files: the JSON as <c>payload_json</c>, each file as <c>files[n]</c>.</summary>
/// <seealso href="https://discord.com/developers/docs/reference#uploading-files"/>
internal static class FileForm
{
    public static MultipartFormDataContent Around(HttpContent json, IReadOnlyList<MessageFile> files)
    {
        var form = new MultipartFormDataContent();
        Add(form, json, "\"payload_json\"", fileName: null);
        for (var n = 0; n < files.Count; n++)
        {
            var content = new ReadOnlyMemoryContent(files[n].Content);
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(files[n].ContentType, out var type) ? type : new("application/octet-stream");
            Add(form, content, $"\"files[{n}]\"", $"\"{Plain(files[n].Name)}\"");
        }

        return form;
    }

    private static void Add(MultipartFormDataContent form, HttpContent part, string name, string? fileName)
    {
        part.Headers.ContentDisposition = new("form-data") { Name = name, FileName = fileName };
        form.Add(part);
    }

    // How a form writes names beyond ASCII is read differently everywhere; the true name stands in payload_json's attachments.
    private static string Plain(string name) => string.Concat(name.Select(c => c is >= ' ' and < '\x7f' and not '"' and not '\\' ? c : '_'));
}
