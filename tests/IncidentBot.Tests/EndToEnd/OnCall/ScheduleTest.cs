using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Tests.EndToEnd.OnCall;

/// <summary>
/// A server on which ada and tunde take turns each week in the schedule "ops", from Monday 09:00 in Lagos (08:00 UTC) on. It is Wednesday 4 March 2026, 03:00 UTC,
/// and ada is on call until Monday 9 March.
/// </summary>
public abstract class ScheduleTest : EndToEndTest
{
    protected const string Ops =
        """
        timezone: Africa/Lagos
        people: { ada: Ada Obi, tunde: Tunde Bello }
        schedules:
          ops:
            layers:
              - name: weekly
                people: [tunde, ada]
                rotate: weekly
                handoff: monday 09:00
                start: 2026-02-23
        """;

    protected static readonly DateTimeOffset Monday = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    protected override async Task<Chat> StartAsync()
    {
        var chat = await Chat.StartAsync(Chat.Options with { Roles = ["on-call"] });
        await chat.Gives("ada", "oncall apply", ("ops.yaml", Ops));
        await chat.Presses("ada", "Apply");
        return chat;
    }

    protected Task<OnCallRecord> Record() => Chat.Driven.Store.OnCallAsync(new ServerId(Chat.World.Guild.Id), TestContext.Current.CancellationToken);

    protected Task AdvanceTo(DateTimeOffset at) => Chat.Driven.AdvanceToAsync(at, TestContext.Current.CancellationToken);

    /// <summary>Who is on call in a schedule now, by handle.</summary>
    protected async Task<IReadOnlyList<string>> OnCall(string schedule = "ops") => [.. (await Record()).Book.OnCall(schedule, Chat.Now).Select(person => person.Value)];

    /// <summary>As Discord writes a moment that each reader sees on his own clock.</summary>
    protected static string Stamp(DateTimeOffset at) => $"<t:{at.ToUnixTimeSeconds()}:f>";

    protected IReadOnlyList<string> RolesOf(string who) => [.. Chat.World.Guild.Members[Chat.User(who).Id].RoleIds.Select(id => Chat.World.Guild.Roles[id].Name)];
}
