using System.Collections.Concurrent;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Chaos.Script;

/// <summary>What people did, as they know it themselves. Each story is written by one task and read when all have ended.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<Story> stories = new();
    private readonly ConcurrentQueue<Asked> asked = new();

    public IReadOnlyCollection<Story> Stories => stories;

    public IReadOnlyCollection<Asked> Asked => asked;

    public void Add(Story story) => stories.Enqueue(story);

    public void Add(Asked one) => asked.Enqueue(one);
}

/// <summary>One incident as its people live through it.</summary>
internal sealed class Story(string token)
{
    /// <summary>A word that stands in its title and nowhere else.</summary>
    public string Token => token;

    public Channel? Channel { get; set; }

    public List<Channel> Threads { get; } = [];

    public List<Said> Messages { get; } = [];

    /// <summary>How it ended, as far as people know; null when they were left in doubt.</summary>
    public bool? IsOpen { get; set; }
}

/// <summary>A message with all that became of it.</summary>
internal sealed class Said(Message message, string text)
{
    public Message Message => message;

    /// <summary>Each text it ever had, in order.</summary>
    public List<string> Texts { get; } = [text];

    public bool Deleted { get; set; }

    /// <summary>Whose 📌 is on it.</summary>
    public HashSet<ulong> PinnedBy { get; } = [];

    public HashSet<ulong> EverPinnedBy { get; } = [];

    /// <summary>Those who put it into the timeline through the message's menu, and saw that confirmed.</summary>
    public HashSet<ulong> AddedBy { get; } = [];
}

/// <summary>What a command should leave in the record, found by its token.</summary>
internal enum Effect
{
    Nothing,
    Incident,
    Entry,
    Action,
    Escalation,
}

/// <summary>Somebody asked the bot for something.</summary>
/// <param name="Kind">Which command, for people to read.</param>
/// <param name="Token">A word that stands in what was asked and nowhere else; empty when it left none.</param>
/// <param name="At">When it was sent.</param>
/// <param name="InPeace">Nothing was wrong at the time: there is no excuse for no answer.</param>
internal sealed record Asked(string Kind, Effect Effect, string Token, InteractionView View, DateTimeOffset At, bool InPeace)
{
    private static readonly string[] Refusals =
    [
        "Nothing was changed", "nothing was changed", "I was away", "I was too slow and did not", "is being paged already", "Nobody was paged", "There is no ", "is not paging", "is resolved", "was resolved by", " already",
        "I cannot save", "This is not an incident", "nobody is being paged", "Nobody is being paged",
    ];

    public bool Answered => View.State is not (InteractionState.Pending or InteractionState.Deferred or InteractionState.Failed);

    /// <summary>The bot said no, in words.</summary>
    public bool Refused => Answered && (Refusals.Any(View.Text.Contains) || (Effect == Effect.Entry && View.Text.Contains("is open:", StringComparison.Ordinal)));

    /// <summary>The bot said that it is done.</summary>
    public bool Accepted => Answered && !Refused;

    public override string ToString() => $"{Kind} {Token} at {At:HH:mm:ss.fff} by {View.Interaction.User.Username} (interaction {View.Interaction.Id}, {View.State}): {View.Text.ReplaceLineEndings(" ")}";
}
