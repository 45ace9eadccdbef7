using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Actions;

/// <summary>The form in which an action item is written or changed: text, owner, date, kind and priority.</summary>
public static class ActionForm
{
    public const string NewForm = "action-new";
    public const string EditForm = "action-edit";
    private const int LongestText = 1500;

    /// <param name="known">What the command has said already.</param>
    public static Modal New(Incident incident, ActionCommand known) =>
        Of(new CustomId(NewForm, incident.Id), $"New action item of {incident.Name}", known.Text, known.Owner, known.Due, known.Kind, known.Priority);

    public static Modal Edit(Incident incident, ActionItem action) => Of(
        new CustomId(EditForm, incident.Id, action.Number.ToString(CultureInfo.InvariantCulture)),
        $"Action item {action.Number} of {incident.Name}",
        action.Text,
        action.Owner,
        action.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        action.Kind,
        action.Priority);

    /// <summary>Opens the form for an item, or says why there is none.</summary>
    public static async Task OpenAsync(Desk desk, IncidentStore store, CommandCall call, int number)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        if ((await store.ActionsAsync(incident.Id)).FirstOrDefault(action => action.Number == number) is { } action) await call.OpenFormAsync(Edit(incident, action));
        else await call.RefuseAsync($"{incident.Name} has no action item {number}. `/action list` shows those there are.");
    }

    /// <summary>What a form that was sent says; an emptied field takes away what stood there.</summary>
    /// <param name="before">The item as it is; null: it is a new one. A text too long for the form, and a date that has passed meanwhile, count only when they were changed.</param>
    public static ActionCommand Read(CommandCall call, ActionItem? before)
    {
        var owner = ulong.TryParse(call.Field("owner"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new PersonId(id) : (PersonId?)null;
        var (text, due) = (call.Field("text"), call.Field("due"));
        if (before is not null && text == Prefilled(before.Text)) text = null;
        if (before is not null && due == before.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) due = null;
        else if (before?.Due is not null && due is null) due = "none";
        return new ActionCommand(text, owner, due, KindOf(call.Field("kind"))) { Priority = PriorityOf(call.Field("priority")), WithoutOwner = before is not null && owner is null };
    }

    public static ActionKind? KindOf(string? word) => Enum.TryParse<ActionKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    public static ActionPriority? PriorityOf(string? word) => Enum.TryParse<ActionPriority>(word, ignoreCase: true, out var priority) && Enum.IsDefined(priority) ? priority : null;

    private static Modal Of(CustomId id, string title, string? text, PersonId? owner, string? due, ActionKind? kind, ActionPriority? priority) => new(
        id.ToString(),
        title,
        [
            new Label("What is to be done", new TextInput { CustomId = "text", Style = TextInputStyle.Paragraph, Required = true, MaxLength = LongestText, Value = text is null ? null : Prefilled(text) }),
            new Label("Owner", new UserSelect { CustomId = "owner", Required = false, MinValues = 0, MaxValues = 1, DefaultValues = owner is { } who ? [new SelectDefault(new(who.Value), "user")] : null }, "Who does it, and is reminded of it"),
            new Label("Due", new TextInput { CustomId = "due", Required = false, MaxLength = 80, Value = due }, "friday, 2024-03-12, in 2 weeks"),
            new Label(
                "Kind",
                new StringSelect
                {
                    CustomId = "kind",
                    Required = false,
                    Options =
                    [
                        new("corrective", "corrective", "Repairs this", kind == ActionKind.Corrective ? true : null),
                        new("preventive", "preventive", "Keeps it from coming back", kind == ActionKind.Preventive ? true : null),
                        new("task", "task", "Neither", kind == ActionKind.Task ? true : null),
                    ],
                }),
            new Label(
                "Priority",
                new StringSelect
                {
                    CustomId = "priority",
                    Required = false,
                    Options = [.. Enum.GetValues<ActionPriority>().OrderDescending().Select(one => new SelectOption(one.Word(), one.Word(), Default: one == priority ? true : null))],
                }),
        ]);

    private static string Prefilled(string text) => Harmless.Cut(text, LongestText);
}
