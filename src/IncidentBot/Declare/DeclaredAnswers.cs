using System.Collections.Concurrent;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Declare;

/// <summary>
/// The answer to a declaration is given at once and completed with the channel's link when the channel is there. Only a convenience: nothing depends on it, and a
/// restart in between leaves the answer as it was.
/// </summary>
public sealed class DeclaredAnswers(IDiscordApi api, ILogger<DeclaredAnswers> logger)
{
    private readonly ConcurrentDictionary<IncidentId, Pending> pending = new();
    private readonly ConcurrentDictionary<PersonId, string> names = new();

    public void Expect(IncidentId incident, CommandCall call, string sentence) => pending[incident] = new(call.Interaction, sentence);

    /// <summary>The first answer is out, so it can be completed.</summary>
    public async Task AnsweredAsync(IncidentId incident)
    {
        if (!pending.TryGetValue(incident, out var waiting)) return;
        waiting.Answered = true;
        await CompleteAsync(incident, waiting);
    }

    /// <summary>The channel is there.</summary>
    public async Task OpenedAsync(Incident incident)
    {
        if (!pending.TryGetValue(incident.Id, out var waiting)) return;
        waiting.Channel = incident.Channel;
        await CompleteAsync(incident.Id, waiting);
    }

    /// <summary>The channel cannot be made for now; the person is told why.</summary>
    public async Task CannotOpenAsync(Incident incident, string why)
    {
        if (!pending.TryGetValue(incident.Id, out var waiting)) return;
        waiting.Trouble = why;
        await CompleteAsync(incident.Id, waiting);
    }

    /// <summary>The message an incident is declared from, or null if it is gone or unreadable.</summary>
    public async Task<QuotedMessage?> FindOriginAsync(MessageRef reference)
    {
        try
        {
            var message = await api.GetMessageAsync(new(reference.Channel.Value), new(reference.Message.Value), CancellationToken.None);
            if (message is null) return null;
            var author = new PersonId(message.Author.Id.Value);
            names[author] = message.Author.GlobalName ?? message.Author.Username;
            return new(reference, author, message.Content, message.Id.Timestamp);
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("The message an incident was declared from could not be read: {Reason}", e.Reason);
            return null;
        }
    }

    public string? NameOf(PersonId person) => names.GetValueOrDefault(person);

    private async Task CompleteAsync(IncidentId incident, Pending waiting)
    {
        if (!waiting.Answered) return;
        string further;
        if (waiting.Channel is { } channel)
        {
            if (!pending.TryRemove(incident, out _)) return;
            further = $"Go on in <#{channel}>.";
        }
        else if (waiting.Trouble is { } trouble && trouble != waiting.Told)
        {
            further = $"\n⚠️ {trouble}";
            waiting.Told = trouble;
        }
        else
        {
            return;
        }

        try
        {
            await api.EditOriginalResponseAsync(
                waiting.Interaction.ApplicationId,
                waiting.Interaction.Token,
                new MessageEdit { Content = $"{waiting.Sentence} {further}", AllowedMentions = AllowedMentions.None },
                CancellationToken.None);
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("The answer to a declaration could not be completed: {Reason}", e.Reason);
        }
    }

    private sealed class Pending(Interaction interaction, string sentence)
    {
        public Interaction Interaction { get; } = interaction;

        public string Sentence { get; } = sentence;

        public volatile bool Answered;

        public ChannelId? Channel { get; set; }

        /// <summary>Why there is no channel.</summary>
        public string? Trouble { get; set; }

        /// <summary>The trouble the person was told of already.</summary>
        public string? Told { get; set; }
    }
}
