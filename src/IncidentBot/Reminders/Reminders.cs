using IncidentBot.Commands;
using IncidentBot.Domain.Reminders;

namespace IncidentBot.Reminders;

/// <summary>The buttons of a reminder that answer the reminder itself: Snooze and Dismiss. The others are those of the card.</summary>
public sealed class RemindersModule(Desk desk) : ICommandModule
{
    public const string SnoozeButton = "remind-snooze";
    public const string DismissButton = "remind-dismiss";

    public void Register(Catalog catalog)
    {
        // The channel reads it on the reminder itself.
        catalog.Button(SnoozeButton, call => desk.DecideAsync(call, openly: false, (state, asker) => SnoozeReminder.Decide(state, ReminderKinds.Find(call.CustomId.Argument), asker)));
        catalog.Button(DismissButton, call => desk.DecideAsync(call, openly: false, (state, asker) => DismissReminder.Decide(state, ReminderKinds.Find(call.CustomId.Argument), asker)));
    }
}
