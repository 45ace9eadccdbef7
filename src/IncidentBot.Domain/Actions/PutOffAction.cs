using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Actions;

/// <summary>Puts the reminders of an action item off; its date stays.</summary>
public static class PutOffAction
{
    public const int MostDays = 60;

    public static Outcome Decide(IncidentState state, int number, int days, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (ActionWords.Find(state, number, out var action) is { } unknown) return unknown;
        if (action!.State != ActionState.Open) return new Refusal($"Action item {number} is {action.State.Word()}: nobody is reminded of it any more.");
        if (days is < 1 or > MostDays) return new Refusal($"Reminders can be put off by 1 to {MostDays} days.");
        var until = DateOnly.FromDateTime(ZoneClock.In(asker.Now, asker.Settings.TimeZone).DateTime).AddDays(days);
        var draft = new Draft(state, asker);
        draft.Put(action with { FollowUp = action.FollowUp with { LaterOn = until, LaterBy = asker.Person, PutOffAt = asker.Now.ToUniversalTime() } });
        draft.OweFollowUp();
        var due = action.Due is { } date ? $" It stays due {TypedDate.InWords(date)}; `/action edit action:{number} due:…` changes that." : "";
        return draft.Done($"You are reminded of action item {number} again on {TypedDate.InWords(until)}.{due}");
    }
}
