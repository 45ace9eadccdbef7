using IncidentBot.Discord;

namespace IncidentBot.Doctor;

/// <summary>What can be seen of Discord without a connection to its gateway: the token, the intents, the clock.</summary>
public static class DiscordExam
{
    /// <summary>Discord takes an answer within 3 seconds of its own clock; the bot corrects for a clock that is off, other programs on the machine do not.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FarOff = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Symptom>> LookAsync(IDiscordApi api, string apiUrl, CancellationToken cancellationToken)
    {
        try
        {
            var application = await api.GetCurrentApplicationAsync(cancellationToken);
            var user = await api.GetCurrentUserAsync(cancellationToken);
            return [Symptom.Well($"Discord knows the token: the bot is {user.Username}"), MessageContent(application.Flags), Members(application.Flags), Clock(api.ClockAhead)];
        }
        catch (DiscordApiException e) when (e.Status == System.Net.HttpStatusCode.Unauthorized)
        {
            return [Symptom.Ill("Discord does not know the token", "Copy it once more from the developer portal (Bot → Reset Token) into Discord__Token.")];
        }
        catch (DiscordApiException e)
        {
            return [Symptom.Ill($"Discord could not be reached at {apiUrl}: {e.Reason.TrimEnd('.')}", "Check the network, a proxy or firewall, and https://discordstatus.com.")];
        }
    }

    public static Symptom Clock(TimeSpan? ahead)
    {
        if (ahead is not { } off) return Symptom.Doubtful("How far this machine's clock is from Discord's is not known", "It is after the first answer from Discord; ask again.");
        if (off.Duration() < Tolerated) return Symptom.Well("This machine's clock agrees with Discord's");
        var by = $"This machine's clock is {off.Duration().TotalSeconds:0} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} Discord's";
        const string Mend = "Let the machine keep its time by NTP (`timedatectl set-ntp true`).";
        return off.Duration() > FarOff ? Symptom.Ill(by, Mend) : Symptom.Doubtful(by, Mend);
    }

    private static Symptom MessageContent(ApplicationFlags flags) => (flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) != ApplicationFlags.None
        ? Symptom.Well("The message content intent is on")
        : Symptom.Ill("The message content intent is off: what people say is not recorded", "Turn it on in the developer portal (your application → Bot → Privileged Gateway Intents) and start the bot again.");

    private static Symptom Members(ApplicationFlags flags) => (flags & (ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited)) != ApplicationFlags.None
        ? Symptom.Well("The server members intent is on")
        : Symptom.Doubtful("The server members intent is off: people of a role that is paged get no direct messages", "Turn it on in the developer portal (Bot → Privileged Gateway Intents) if you page roles.");
}
