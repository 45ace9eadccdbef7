using System.Collections.Immutable;
using System.Text;
using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.PolicyBooks;

/// <summary>The files somebody gave with a command, as texts.</summary>
public sealed class GivenFiles(AttachmentFetcher fetcher)
{
    /// <summary>In bytes, of one file. A year of overrides for a large team is a tenth of it.</summary>
    public const long Largest = 256 << 10;

    /// <summary>How many a command takes.</summary>
    public const int Most = 5;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>"file", "file2" … of a command.</summary>
    public static IEnumerable<CommandOptionDefinition> Options(string description) => Enumerable.Range(1, Most).Select(number => new CommandOptionDefinition
    {
        Type = CommandOptionType.Attachment,
        Name = number == 1 ? "file" : $"file{number}",
        Description = number == 1 ? description : "Another file, read together with the first",
        Required = number == 1,
    });

    /// <returns>The files, or a sentence for each that cannot be read.</returns>
    public async Task<(ImmutableArray<BookSource> Files, ImmutableArray<string> Mistakes)> ReadAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var files = new List<BookSource>();
        var mistakes = new List<string>();
        foreach (var attachment in Enumerable.Range(1, Most).Select(number => call.File(number == 1 ? "file" : $"file{number}")).OfType<Attachment>())
        {
            var name = Harmless.Cut(Harmless.Plain(attachment.Filename), 100);
            if (files.Exists(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) mistakes.Add($"{name} is given twice.");
            else if (await ReadAsync(attachment, cancellationToken) is var (text, mistake) && mistake is not null) mistakes.Add($"{name} {mistake}");
            else files.Add(new BookSource(name, text!));
        }

        return ([.. files], [.. mistakes]);
    }

    private async Task<(string? Text, string? Mistake)> ReadAsync(Attachment attachment, CancellationToken cancellationToken)
    {
        if (attachment.Size > Largest) return (null, $"has {FileSize.InWords(attachment.Size)}; a file of policies has {FileSize.InWords(Largest)} at most.");
        using var content = new MemoryStream();
        switch (await fetcher.FetchAsync(attachment.Url, attachment.Size, content, cancellationToken))
        {
            case FetchResult.Fetched:
                break;
            case FetchResult.LinkDead dead:
                return (null, $"cannot be read: {dead.Why}.");
            case FetchResult.Forbidden forbidden:
                return (null, $"cannot be read: {forbidden.Why}.");
            case FetchResult.Trouble trouble:
                return (null, $"cannot be read just now: {trouble.Why}. Please try again.");
        }

        try
        {
            return (Strict.GetString(content.GetBuffer(), 0, (int)content.Length).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, "is not text in UTF-8: save it as that.");
        }
    }
}
