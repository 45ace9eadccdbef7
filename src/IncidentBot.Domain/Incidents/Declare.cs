using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Incidents;

/// <param name="Title">1 to 100 characters once spaces and invisible characters are put in order.</param>
public sealed record DeclareCommand(string? Title)
{
    /// <summary>Null: SEV3.</summary>
    public Severity? Severity { get; init; }

    /// <summary>One service, or several with commas between.</summary>
    public string? Service { get; init; }

    public string? Summary { get; init; }

    public bool Private { get; init; }

    public bool Drill { get; init; }

    /// <summary>The message it is declared from: it becomes the first timeline entry, and its time the detection.</summary>
    public QuotedMessage? Origin { get; init; }
}

/// <summary>Opens an incident.</summary>
public static class Declare
{
    /// <summary>What is wrong with the command, if anything: asked before an id and a number are taken.</summary>
    public static Refusal? Check(DeclareCommand command, Asker asker) => new("This is not ready yet.");

    public static Outcome Decide(DeclareCommand command, IncidentId id, int number, Asker asker) => new Refusal("This is not ready yet.");

    /// <summary>A title to propose for a message: its first line, cut to what fits. Empty when the message has no words.</summary>
    public static string TitleFrom(string messageText) => messageText;
}
