using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>
/// Attached files within the page. Only what the content itself proves to be a picture becomes one; everything else is text, so that HTML and SVG stay
/// source to read.
/// </summary>
internal sealed partial class HtmlFiles(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents, IReadOnlyDictionary<int, string> paths)
{
    private const int PreviewLines = 40;

    /// <summary>What is on the page already, and under which number.</summary>
    private readonly Dictionary<string, int> _shown = new(StringComparer.Ordinal);

    public void Write(TextOutput html, FileItem file)
    {
        var path = paths.GetValueOrDefault(file.Number);
        html.Append("<li id=\"file-").Append(file.Number).Append("\"><strong>");
        if (path is not null) html.Append("<a href=\"").AppendHtml(FilePaths.Escaped(path)).Append("\">");
        HtmlRenderer.WriteIsolated(html, file.Name);
        html.Append(path is null ? "</strong> <span class=\"about\">" : "</a></strong> <span class=\"about\">");
        if (file.Type is { } type) html.Append(type.Word()).Append(", ");
        html.Append(FileSize.InWords(file.Size)).Append(" — ");
        HtmlRenderer.Write(html, file.From);
        if (file.Note is { } note) HtmlRenderer.WriteIsolated(html.Append(" <em>("), note).Append(")</em>");
        html.Append("</span>\n");
        if (!file.Caption.IsEmpty)
        {
            html.Append("<div dir=\"auto\">");
            HtmlRenderer.Write(html, file.Caption);
            html.Append("</div>\n");
        }

        if (file is { IsShown: true, Hash: { } shown, Type: { } kind } && contents.TryGetValue(shown, out var content)) Show(html, file, kind, content.Span);
        if (file.Hash is { } hash) html.Append("<div class=\"hash\">SHA-256 <code>").AppendHtml(hash).Append("</code></div>\n");
        html.Append("</li>\n");
    }

    private void Show(TextOutput html, FileItem file, FileType type, ReadOnlySpan<byte> content)
    {
        if (_shown.TryGetValue(file.Hash!, out var first))
        {
            html.Append("<div class=\"about\">The same as <a href=\"#file-").Append(first).Append("\">no. ").Append(first).Append("</a>.</div>\n");
            return;
        }

        _shown[file.Hash!] = file.Number;
        if (type.IsPicture())
            html.Append("<img alt=\"").AppendHtml(file.Name).Append("\" src=\"data:").Append(type.MediaType()).Append(";base64,").Append(Convert.ToBase64String(content)).Append("\">\n");
        else if (type.IsText() && Preview(content, isCut: content.Length < file.Size) is { Length: > 0 } lines)
            html.Append("<details><summary>").Append(content.Length < file.Size || lines.EndsWith('…') ? "First lines" : "Content").Append("</summary><pre dir=\"auto\">").AppendHtml(lines).Append("</pre></details>\n");
    }

    /// <summary>Without colour codes of terminals; a character that was cut off at the end is left out.</summary>
    private static string Preview(ReadOnlySpan<byte> content, bool isCut)
    {
        var text = TerminalColour().Replace(Encoding.UTF8.GetString(content).TrimEnd('\uFFFD').ReplaceLineEndings("\n"), "").Trim('\uFEFF', '\n');
        var lines = text.Split('\n');
        if (lines.Length <= PreviewLines) return isCut ? text + "…" : text;
        return string.Join('\n', lines.Take(PreviewLines)) + "\n…";
    }

    [GeneratedRegex(@"\x1B\[[0-9;]*[A-Za-z]", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex TerminalColour();
}
