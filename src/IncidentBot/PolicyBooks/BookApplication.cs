using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Escalate;
using IncidentBot.Policies;

namespace IncidentBot.PolicyBooks;

/// <summary>
/// Reads files as they would count on a server. What is applied stands beside what was applied before: a file replaces the one of the same name, the others stay,
/// and all of them together are read as one.
/// </summary>
public sealed class BookApplication(ServerNames names, Webhooks webhooks, TimeProvider clock)
{
    /// <exception cref="Discord.DiscordApiException">The server could not be asked what the names mean.</exception>
    public async Task<BookReadResult> ReadAsync(ServerId server, ImmutableArray<BookSource> files, CancellationToken cancellationToken)
    {
        var texts = files.Select(file => new BookText(file.Name, file.Text)).ToList();
        var now = clock.GetUtcNow();

        // Once to see who and what is named, and once knowing what that means on the server.
        var chat = await names.AskAsync(server, PolicyFiles.Read(texts, now).Book, cancellationToken);
        return PolicyFiles.Read(texts, now, chat with { RefuseWebhook = named => webhooks.Refusal(WebhookAddress.Kept(named)) });
    }

    /// <summary>The files that were applied, with these in place of those of the same name; by name.</summary>
    public static ImmutableArray<BookSource> Merge(ImmutableArray<BookSource> applied, ImmutableArray<BookSource> given) =>
    [
        .. applied.Where(old => !given.Any(file => Same(file, old))).Concat(given).OrderBy(file => file.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private static bool Same(BookSource one, BookSource other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);
}
