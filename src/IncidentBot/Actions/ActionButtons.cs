using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Actions.Tracking;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;
using IncidentBot.Trackers;

namespace IncidentBot.Actions;

/// <summary>The buttons of an action item, on a reminder and where it is shown, and the forms they open.</summary>
public sealed class ActionButtons(Desk desk, IncidentStore store, TrackerBook trackers) : ICommandModule
{
    public const string Done = "action-done";
    public const string LaterButton = "action-later";
    public const string Drop = "action-drop";
    public const string Reopen = "action-reopen";
    public const string Edit = "action-edit";
    public const string Track = "action-track";
    private const string DropForm = "action-drop";

    public static Button Of(string verb, Incident incident, ActionItem action, string label, ButtonStyle style) => new()
    {
        Style = style,
        Label = label,
        CustomId = new CustomId(verb, incident.Id, action.Number.ToString(CultureInfo.InvariantCulture)).ToString(),
    };

    public static Button Later(Incident incident, ActionItem action, int days) => new()
    {
        Style = ButtonStyle.Secondary,
        Label = days switch { 1 => "In 1 day", 7 => "In a week", _ => string.Create(CultureInfo.InvariantCulture, $"In {days} days") },
        CustomId = new CustomId(LaterButton, incident.Id, string.Create(CultureInfo.InvariantCulture, $"{action.Number}.{days}")).ToString(),
    };

    public void Register(Catalog catalog)
    {
        catalog.Button(Done, call => desk.DecideAsync(call, openly: true, (state, asker) => FinishAction.Decide(state, NumberOf(call), asker)));
        catalog.Button(LaterButton, call => desk.DecideAsync(call, openly: false, (state, asker) => PutOffAction.Decide(state, NumberOf(call), DaysOf(call), asker)));
        catalog.Button(Reopen, call => desk.DecideAsync(call, openly: true, (state, asker) => ReopenAction.Decide(state, NumberOf(call), reason: null, asker)));
        catalog.Button(Track, call => TrackAsync(desk, trackers, call, NumberOf(call)));
        catalog.Button(Edit, call => ActionForm.OpenAsync(desk, store, call, NumberOf(call)));
        catalog.Button(Drop, OpenDropAsync);
        catalog.Modal(DropForm, call => desk.DecideAsync(call, openly: true, (state, asker) => DropAction.Decide(state, NumberOf(call), call.Field("reason"), asker)));
        catalog.Modal(ActionForm.NewForm, async call =>
        {
            await RememberOwnerAsync(call);
            await desk.DecideAsync(call, openly: true, (state, asker) => AddAction.Decide(state, ActionForm.Read(call, before: null), asker));
        });
        catalog.Modal(ActionForm.EditForm, async call =>
        {
            await RememberOwnerAsync(call);
            await desk.DecideAsync(call, openly: true, (state, asker) => EditAction.Decide(
                state, NumberOf(call), ActionForm.Read(call, state.Actions.FirstOrDefault(action => action.Number == NumberOf(call))), asker));
        });
    }

    internal static async Task TrackAsync(Desk desk, TrackerBook trackers, CommandCall call, int number)
    {
        var known = await trackers.ForAsync(call.Server);
        await desk.DecideAsync(call, openly: true, (state, asker) => TrackAction.Decide(state, number, name => known.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), asker));
    }

    private static int NumberOf(CommandCall call) =>
        int.TryParse(call.CustomId.Argument.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static int DaysOf(CommandCall call) =>
        call.CustomId.Argument.Split('.') is [_, var days] && int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private async Task OpenDropAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        var number = NumberOf(call);
        if ((await store.ActionsAsync(incident.Id)).FirstOrDefault(action => action.Number == number) is not { State: ActionState.Open } action)
        {
            await desk.DecideAsync(call, openly: false, (state, asker) => DropAction.Decide(state, number, reason: null, asker));
            return;
        }

        await call.OpenFormAsync(new Modal(
            new CustomId(DropForm, incident.Id, number.ToString(CultureInfo.InvariantCulture)).ToString(),
            $"Drop action item {number} of {incident.Name}",
            [new Label("Why it will not be done", new TextInput { CustomId = "reason", Style = TextInputStyle.Paragraph, Required = true, MaxLength = Limits.Reason }, Harmless.Cut(Harmless.Plain(action.Text), 100))]));
    }

    private Task RememberOwnerAsync(CommandCall call) => Snowflake.TryParse(call.Field("owner"), out var id) && call.ResolvedPerson(id) is { } person
        ? store.CommitAsync(scope => scope.SaveAsync(new KnownPerson(new(id.Value), person.Name)))
        : Task.CompletedTask;
}
