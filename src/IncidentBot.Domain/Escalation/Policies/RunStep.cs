using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>What an escalation needs.</summary>
/// <param name="Due">To be done now, in this order, each recorded with what came of it; then ask again. Empty: nothing.</param>
/// <param name="WakeAt">When to ask again although nothing has happened; null: never, or there is something to do now.</param>
/// <param name="DueSince">Since when <paramref name="Due"/> has been due: how late it is.</param>
public sealed record Plan(ImmutableArray<RunStep> Due, DateTimeOffset? WakeAt = null, DateTimeOffset? DueSince = null)
{
    public static readonly Plan Nothing = new([]);

    public static Plan Wake(DateTimeOffset at) => new([], at);

    public static Plan Now(DateTimeOffset since, params ImmutableArray<RunStep> steps) => new(steps, null, since);
}

/// <summary>Something an escalation does.</summary>
public abstract record RunStep
{
    private RunStep()
    {
    }

    /// <summary>What is recorded when it was done. Of a page use <see cref="Ask.Sent"/> where the outcome is known.</summary>
    public abstract RunEvent Record(DateTimeOffset at);

    /// <summary>Send a page.</summary>
    /// <param name="Target">Position in the level, from 0 up, or <see cref="RunEvent.Asked.Extra"/>. Of a level that asks in turn: the one after it is next.</param>
    /// <param name="People">To whom; of a role, a channel or a webhook empty: the sender knows.</param>
    /// <param name="Quietly">Only tell the channel: ping nobody, write to nobody.</param>
    public sealed record Ask(Place Place, int Target, PolicyTarget Whom, ImmutableArray<Handle> People, bool Quietly = false) : RunStep
    {
        public override RunEvent Record(DateTimeOffset at) => new RunEvent.Asked(at, Place, Target, Whom, People, Quietly);

        /// <param name="reached">Of a role, its members; null: those asked.</param>
        /// <param name="failure">Why nobody got it; null: somebody did.</param>
        public RunEvent Sent(DateTimeOffset at, ImmutableArray<Handle>? reached = null, string? failure = null) => new RunEvent.Asked(at, Place, Target, Whom, reached ?? People, Quietly, failure);
    }

    /// <summary>Say that a target has nobody to ask.</summary>
    public sealed record Miss(Place Place, int Target, MissedTarget What) : RunStep
    {
        public override RunEvent Record(DateTimeOffset at) => new RunEvent.Missed(at, Place, Target, What);
    }

    /// <summary>Say that a level is passed over.</summary>
    public sealed record Skip(Place Place, string? Unmet, ImmutableArray<MissedTarget> Nobody) : RunStep
    {
        public override RunEvent Record(DateTimeOffset at) => new RunEvent.Skipped(at, Place, Unmet, Nobody);
    }

    /// <summary>Say that quiet hours hold the next page up.</summary>
    public sealed record Hold(DateTimeOffset Until) : RunStep
    {
        public override RunEvent Record(DateTimeOffset at) => new RunEvent.Held(at, Until);
    }

    /// <summary>Say that nothing was heard since the acknowledgement; what to send follows.</summary>
    public sealed record Lapse(Handle By, DateTimeOffset Since) : RunStep
    {
        public override RunEvent Record(DateTimeOffset at) => new RunEvent.Lapsed(at, By);
    }

    /// <summary>Say that paging ends.</summary>
    public sealed record End(RunOutcome Outcome) : RunStep
    {
        public override RunEvent Record(DateTimeOffset at) => new RunEvent.Ended(at, Outcome);
    }
}
