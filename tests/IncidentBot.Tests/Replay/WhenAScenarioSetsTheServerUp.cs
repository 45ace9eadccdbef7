using IncidentBot.Domain;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Replay;
using IncidentBot.Setup;

namespace IncidentBot.Tests.Replay;

public sealed class WhenAScenarioSetsTheServerUp
{
    /// <summary>One value for each setting there is; a new one is missing here until somebody tries it.</summary>
    private static readonly Dictionary<string, string> Each = new(StringComparer.Ordinal)
    {
        ["timezone"] = "Europe/Berlin",
        ["announcements"] = "'#news'",
        ["postmortems_as"] = "text",
        ["postmortems"] = "lessons",
        ["roles"] = "[legal, press]",
        ["allow"] = "{ page: [operations, developers], see private incidents: operations }",
        ["alerts"] = "attach",
        ["alerts_from"] = "sev2",
        ["closed_channels"] = "archive",
        ["after"] = "45 days",
        ["remind_commander"] = "{ sev1: 2m, sev3: off }",
        ["remind_update"] = "'sev2: 15m, sev4: 1 day'",
        ["remind_promise"] = "5m",
        ["remind_open"] = "[sev1 1h, sev2 2h]",
        ["remind_cause"] = "off",
        ["remind_in_drills"] = "quiet",
        ["oncall_channel"] = "news",
        ["oncall_schedule"] = "{ ops: operations }",
        ["template"] = "atlassian",
        ["action_reminders"] = "{ before: 1d, every: off }",
        ["action_hour"] = "'10'",
        ["action_escalation"] = "3 weeks",
        ["action_digest"] = "friday 16:00",
        ["action_digest_channel"] = "news",
        ["action_tracker"] = "ops",
        ["action_tracking"] = "all",
        ["action_private"] = "allowed",
        ["postmortem_due"] = "{ sev1: 2 days, sev4: 10 working days }",
        ["postmortem_approvals"] = "2",
        ["remind_postmortem"] = "off",
        ["remind_overdue"] = "{ sev1: 12h }",
        ["remind_review"] = "2d",
    };

    [Fact]
    public async Task everything_the_command_can_set_is_set_and_holds()
    {
        Each.Keys.ShouldBe(ServerSetting.All.Select(setting => setting.Name), ignoreOrder: true);
        var scenario = With(string.Join("\n  ", Each.Select(one => $"{one.Key}: {one.Value}"))).Read();
        await using var replayer = await Replayer.StartAsync(scenario, ReplayOptions.Quiet, TestContext.Current.CancellationToken);
        (await replayer.PlayAsync(onStep: null, TestContext.Current.CancellationToken)).ShouldBeNull();

        var settings = (await replayer.FilesAsync(TestContext.Current.CancellationToken)).Single().Settings;
        var names = replayer.Sandbox.World.Guild.Roles.Values.ToDictionary(role => role.Id, role => role.Name);
        settings.TimeZone.ShouldBe("Europe/Berlin");
        settings.ExtraRoles.ShouldBe(["legal", "press"]);
        settings.Allowed[Verb.Page].Select(role => names[role.Value]).ShouldBe(["operations", "developers"]);
        settings.Allowed[Verb.SeePrivate].Select(role => names[role.Value]).ShouldBe(["operations"]);
        (settings.Alerts, settings.AlertsFrom).ShouldBe((AlertHandling.Attach, Severity.Sev2));
        settings.Retention.ShouldBe(new RetentionRule(ClosedChannel.Archive, TimeSpan.FromDays(45)));
        var minutes = (int? sev1, int? sev2, int? sev3, int? sev4) => new ReminderTimes(After(sev1), After(sev2), After(sev3), After(sev4));
        settings.Reminders.ShouldBe(new ReminderRules
        {
            NoCommander = minutes(2, 10, null, null),
            NoUpdate = minutes(30, 15, 240, 1440),
            UpdateDue = minutes(5, 5, 5, 5),
            StillOpen = minutes(60, 120, 3 * 1440, 7 * 1440),
            NoCause = ReminderTimes.Never,
            PostmortemDue = ReminderTimes.Never,
            PostmortemOverdue = minutes(720, 1440, 1440, 1440),
            ReviewWaiting = minutes(2880, 2880, 2880, 2880),
            QuietInDrills = true,
        });
        settings.FollowUp.ShouldBe(new FollowUpRules
        {
            Days = new(Before: 1, After: 3, Every: null),
            Hour = 10,
            Escalation = new(21),
            Digest = new(DayOfWeek.Friday, new TimeOnly(16, 0)),
            DigestChannel = new ChannelId(replayer.Sandbox.World.FindChannel("news")!.Id),
            Tracker = "ops",
            TracksAll = true,
            TracksPrivate = true,
        });
        settings.Reviews.ShouldBe(new ReviewRules { Due = new(new(2, false), new(5, true), new(10, true), new(10, true)), Approvals = 2 });
        settings.Templates.ShouldHaveSingleItem().Key.ShouldBe("atlassian");
        settings.OnCallRoles.ShouldHaveSingleItem().Schedule.ShouldBe("ops");
        settings.OnCallChannel!.Value.Value.ShouldBe(replayer.Sandbox.World.FindChannel("news")!.Id);
        replayer.Sandbox.World.FindChannel("news")!.Messages.ShouldNotBeEmpty();
        replayer.Sandbox.World.FindChannel("incidents").ShouldBeNull();
    }

    [Fact]
    public async Task policies_and_schedules_may_stand_among_the_settings()
    {
        var scenario = With("schedules: { ops: { layers: [{ name: all, people: [ada] }] } }\n  policies: { default: { levels: [{ page: 'schedule:ops', ack: 5m }] } }").Read();
        await using var replayer = await Replayer.StartAsync(scenario, ReplayOptions.Quiet, TestContext.Current.CancellationToken);
        (await replayer.PlayAsync(onStep: null, TestContext.Current.CancellationToken)).ShouldBeNull();

        var file = (await replayer.FilesAsync(TestContext.Current.CancellationToken)).Single();
        file.Escalations.ShouldHaveSingleItem().Pages.ShouldNotBeEmpty();

        // As when a file is applied: whoever is on call is told at once, and schedules are followed from then on.
        var world = replayer.Sandbox.World;
        world.DmsOf("ada").ShouldContain(message => message.Content.StartsWith("You are on call in **ops** from now on.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("policies: { default: { levels: [{ pagge: '@ada' }] } }", "line 7: 'pagge' is not known in a level. Did you mean 'page'?")]
    [InlineData("policies:\n    matches:\n      levels:\n        - page: '@ada'\n        - after: 5m", "line 11: 'after' is not known in a level (there are 'page', 'person', 'role', 'schedule', 'channel', 'webhook', 'in_turn', 'ack', 'wait' and 'when')")]
    [InlineData("policies: {}", "line 7: 'policies' must be a block of keys as in a policy file, or the name of such a file beside the scenario")]
    [InlineData("timezon: UTC", "line 7: 'timezon' cannot be set (there are 'timezone', 'announcements', 'postmortems_as', 'postmortems', 'roles', 'allow', 'alerts', 'alerts_from', 'closed_channels', 'after', 'remind_commander', 'remind_update', 'remind_promise', 'remind_open', 'remind_cause', 'remind_in_drills', 'oncall_channel', 'oncall_schedule', 'template', 'postmortem_due', 'postmortem_approvals', 'remind_postmortem', 'remind_overdue', 'remind_review', 'action_reminders', 'action_hour', 'action_escalation', 'action_digest', 'action_digest_channel', 'action_tracker', 'action_tracking', 'action_private', 'channels', 'policies', 'schedules' and 'services'). Did you mean 'timezone'?")]
    [InlineData("timezone: Mars/Olympus", "line 7: 'timezone': I do not know the time zone \"Mars/Olympus\". Use an IANA name such as Africa/Lagos or America/New_York; typing a part of it shows some.")]
    [InlineData("timezone:", "line 7: 'timezone' is empty")]
    [InlineData("roles: { a: b }", "line 7: 'roles' must be text or a list, this is a block of keys")]
    [InlineData("announcements: Our News", "line 7: 'Our News' cannot be the name of a channel: lower case, without spaces")]
    [InlineData("allow: page", "line 7: 'allow' must be a block of keys, like allow: { declare: ... }")]
    [InlineData("allow: { page: oparations }", "line 7: nobody under people has the role 'oparations'. Did you mean 'operations'?")]
    [InlineData("allow: { dance: operations }", "line 7: 'allow': There is nothing of that name to allow.")]
    [InlineData("alerts: loud", "line 7: 'alerts': Alerts either `declare` incidents or only `attach` to open ones.")]
    [InlineData("alerts_from: 7", "line 7: 'alerts_from': The severity is one of sev1, sev2, sev3 and sev4.")]
    [InlineData("remind_open: { sev7: 1h }", "line 7: 'remind_open': There is no SEV7: severities are sev1 to sev4. Write it like `sev1: 5m, sev2: 10m, sev3: 1h, sev4: off`; severities left out stay as they are. `15m` or `off` alone is for all, `default` goes back.")]
    public void what_is_wrong_is_said_with_its_line(string setting, string sentence) => With(setting).Sentences().ShouldBe([sentence]);

    private static TimeSpan? After(int? minutes) => minutes is { } set ? TimeSpan.FromMinutes(set) : null;

    private static ScenarioReadResult With(string settings) => ScenarioText.Parse(
        $$"""
        timezone: Africa/Lagos
        start: 2023-05-10T14:30
        people:
          ada: { name: Ada Obi, roles: [operations] }
          tunde: { name: Tunde Bello, roles: [developers] }
        settings:
          {{settings}}
        steps:
          - { at: "14:30", by: ada, command: '/incident declare title:"Shop is down"' }
        """);
}
