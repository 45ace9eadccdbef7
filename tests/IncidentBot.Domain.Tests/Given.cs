using System.Collections.Immutable;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests;

/// <summary>The people, the place and the moment of these tests, and an incident to work with.</summary>
internal static class Given
{
    public static readonly ServerId Server = new(1);
    public static readonly ChannelId Channel = new(70);
    public static readonly PersonId Ada = new(11);
    public static readonly PersonId Tunde = new(12);
    public static readonly PersonId Grace = new(13);
    public static readonly ChatRoleId Developers = new(21);
    public static readonly DateTimeOffset Now = new(2023, 5, 10, 13, 30, 0, TimeSpan.Zero);
    public static readonly ServerSettings Settings = new() { Server = Server, TimeZone = "Africa/Lagos" };

    public static readonly EscalationTarget ToTunde = new(TargetKind.Person, Tunde.Value, "Tunde");
    public static readonly EscalationTarget ToDevelopers = new(TargetKind.ChatRole, Developers.Value, "developers");

    public static Asker By(PersonId person, double minutes = 0) => new(person, Now.AddMinutes(minutes), Settings) { Channel = Channel };

    public static IncidentState Incident(string title = "Shop does not respond", Severity severity = Severity.Sev2, bool isPrivate = false, int number = 7)
    {
        var asker = By(Ada) with { ManagesServer = true };
        var decision = Declare.Decide(new DeclareCommand(title) { Severity = severity, Private = isPrivate }, new IncidentId(100 + number), number, asker).Decided();
        var state = new IncidentState(decision.Incident).With(decision);
        return state with { Incident = state.Incident with { Channel = Channel, Version = 1 } };
    }

    /// <summary>A server on which nothing was ever applied.</summary>
    public static readonly OnCallRecord NothingApplied = new(null, new OnCallState { Server = Server });

    public static ImmutableArray<Handle> NobodyOnCall(string schedule, DateTimeOffset at) => [];

    /// <summary>What is due in an escalation is sent and recorded, as the agenda does it; null when no page is due.</summary>
    /// <param name="direct">Who gets a direct message; null: Tunde.</param>
    public static Decision? Page(this IncidentState state, int number, DateTimeOffset at, PersonId[]? direct = null, UndeliveredPage[]? undelivered = null)
    {
        var escalation = state.Escalations.Single(one => one.Number == number);
        var due = NextPage.Of(state.Incident, escalation, at, NobodyOnCall).Due;
        if (!due.Any(step => step is RunStep.Ask)) return null;
        var attempt = NextPage.AttemptAfter(escalation);
        var page = new Page(attempt, at, new MessageRef(Channel, new MessageId(900)), [.. (direct ?? [Tunde]).Select(one => new DirectPage(one, default))], [.. undelivered ?? []]);
        ImmutableArray<Handle> reached = [.. page.Direct.Select(one => Handle.Of(one.Person))];
        return RecordPage.Decide(state, number, attempt, page, at, EscalationRun.Of(escalation).Events.Length, [.. due.Select(step => step is RunStep.Ask ask ? ask.Sent(at, ask.People.IsEmpty ? reached : null, page.Direct.IsEmpty ? page.Undelivered[0].Reason : null) : step.Record(at))], NobodyOnCall);
    }

    public static QuotedMessage Message(string text, ulong id = 500, double minutes = -3, PersonId? author = null) =>
        new(new MessageRef(Channel, new MessageId(id)), author ?? Tunde, text, Now.AddMinutes(minutes));

    /// <summary>The state after a decision that must not be refused.</summary>
    public static IncidentState Then(this IncidentState state, Func<IncidentState, Outcome> decide) => state.With(decide(state).Decided());

    public static Decision Decided(this Outcome outcome)
    {
        outcome.Refusal?.Sentence.ShouldBeNull();
        return outcome.Decision.ShouldNotBeNull();
    }

    public static string Refused(this Outcome outcome)
    {
        outcome.Decision?.Answer.ShouldBeNull();
        return outcome.Refusal.ShouldNotBeNull().Sentence;
    }

    public static bool Owes<T>(this Decision decision)
        where T : Owed => decision.Owes.OfType<T>().Any();
}
