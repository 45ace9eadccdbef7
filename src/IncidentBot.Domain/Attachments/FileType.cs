using System.Collections.Frozen;

namespace IncidentBot.Domain.Attachments;

/// <summary>What a file is, read from its content. Whatever was claimed about it, by name or by header, counts for nothing.</summary>
public enum FileType
{
    /// <summary>Something else; nothing is assumed about it.</summary>
    Unknown = 0,

    /// <summary>No bytes at all.</summary>
    Empty = 1,

    /// <summary>UTF-8 throughout, without control characters: logs, configuration, source. HTML and SVG are text too, and are never shown as anything else.</summary>
    Text = 2,
    Json = 3,
    Png = 10,
    Jpeg = 11,
    Gif = 12,
    WebP = 13,
    Pdf = 20,
    Mp4 = 21,
    Zip = 30,
    Gzip = 31,
}

public static class FileTypes
{
    private static readonly FrozenDictionary<FileType, (string Word, string Media)> s_known = new Dictionary<FileType, (string, string)>
    {
        [FileType.Unknown] = ("file", "application/octet-stream"),
        [FileType.Empty] = ("empty file", "application/octet-stream"),
        [FileType.Text] = ("text", "text/plain"),
        [FileType.Json] = ("JSON", "application/json"),
        [FileType.Png] = ("PNG image", "image/png"),
        [FileType.Jpeg] = ("JPEG image", "image/jpeg"),
        [FileType.Gif] = ("GIF image", "image/gif"),
        [FileType.WebP] = ("WebP image", "image/webp"),
        [FileType.Pdf] = ("PDF document", "application/pdf"),
        [FileType.Mp4] = ("MP4 video", "video/mp4"),
        [FileType.Zip] = ("ZIP archive", "application/zip"),
        [FileType.Gzip] = ("gzip archive", "application/gzip"),
    }.ToFrozenDictionary();

    /// <summary>"PNG image"</summary>
    public static string Word(this FileType type) => s_known.GetValueOrDefault(type, s_known[FileType.Unknown]).Word;

    /// <summary>The media type (RFC 6838) that the content itself justifies.</summary>
    public static string MediaType(this FileType type) => s_known.GetValueOrDefault(type, s_known[FileType.Unknown]).Media;

    /// <summary>Whether every browser shows it as a still or moving picture that can run nothing.</summary>
    public static bool IsPicture(this FileType type) => type is FileType.Png or FileType.Jpeg or FileType.Gif or FileType.WebP;

    /// <summary>Whether its bytes are words to read.</summary>
    public static bool IsText(this FileType type) => type is FileType.Text or FileType.Json;
}
