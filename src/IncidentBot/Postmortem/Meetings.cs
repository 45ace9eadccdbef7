using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Reviews;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem meeting`: a meeting about the postmortem, as an event of the server.</summary>
public sealed class MeetingModule(Desk desk) : ICommandModule
{
    public void Register(Catalog catalog) => catalog.Slash(
        "postmortem meeting",
        "Arrange a meeting about the postmortem as an event of this server, move it, or call it off",
        [
            Option.Text("at", "When it begins: tomorrow 14:00, friday 10:30, in 2 hours", max: 100),
            Option.Text("for", "How long; 30 minutes when left out", max: 50),
            Option.Text("place", "Where, when not in a voice channel", max: ArrangeReviewMeeting.LongestPlace),
            new CommandOptionDefinition { Type = CommandOptionType.Channel, Name = "voice", Description = "The voice channel it is held in", Required = false, ChannelTypes = [ChannelType.GuildVoice] },
            Option.Flag("cancel", "Call it off"),
            Option.Incident(),
        ],
        MeetAsync);

    private Task MeetAsync(CommandCall call)
    {
        if (call.Flag("cancel")) return desk.DecideAsync(call, openly: true, ArrangeReviewMeeting.Cancel);

        // Said at once where it is known at once; what a channel of its own forbids is said when the event is made.
        if (call.Interaction.AppPermissions is { } own && (own & (Discord.Permissions.Administrator | Discord.Permissions.CreateEvents | Discord.Permissions.ManageEvents)) == Discord.Permissions.None)
            return call.RefuseAsync("I may not make events on this server. Give my role the permission **Create Events** (Server Settings → Roles), then try it again. Nothing was arranged.");
        var command = new MeetingCommand(call.Text("at"), call.Text("for"), call.Text("place"), call.Id("voice") is { } voice ? new ChannelId(voice.Value) : null);
        return desk.DecideAsync(call, openly: true, (state, asker) => ArrangeReviewMeeting.Decide(state, command, asker));
    }
}
