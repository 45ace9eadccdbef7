using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Stats;

/// <summary>`/stats`: figures over incidents, as bars of text and as a page with charts.</summary>
public sealed class StatsModule(IncidentStore store) : ICommandModule
{
    public void Register(Catalog catalog) => catalog.Slash(
        "stats",
        "How many incidents, how long, how bad, and what came back",
        [
            Option.Text("period", "30d, 12w, 6m, 1y, 2026, 2026-05 or all; the last 90 days when left out", max: 20),
            Option.Text("service", "Only those of one service", max: 50),
        ],
        ShowAsync);

    private async Task ShowAsync(CommandCall call)
    {
        if (StatsPeriod.Read(call.Text("period"), call.At, call.Settings.TimeZone) is not { } period)
        {
            await call.RefuseAsync($"\"{Harmless.Line(call.Text("period"), 20)}\" is not a period as I read it. These are: `30d`, `12w`, `6m`, `1y`, `2026`, `2026-05`, `all`.");
            return;
        }

        var (incidents, actions) = await store.ForStatisticsAsync(call.Server);
        var stats = Statistics.Of(incidents, actions, period, Service(call), call.Settings.TimeZone, call.At);
        var page = new MessageFile("incident-stats.html", Encoding.UTF8.GetBytes(StatsPage.Write(stats, call.At)), "text/html");
        await call.AnswerPrivatelyAsync(new OutgoingMessage { Content = StatsText.Write(stats), AllowedMentions = AllowedMentions.None, Files = stats.Incidents == 0 ? [] : [page] });
    }

    private static string? Service(CommandCall call) => Harmless.Plain(call.Text("service")) is { Length: > 0 } service ? service : null;
}
