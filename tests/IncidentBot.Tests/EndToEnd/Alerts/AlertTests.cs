using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Tests.Alerts;

namespace IncidentBot.Tests.EndToEnd.Alerts;

public sealed class AlertTests : EndToEndTest
{
    [Fact]
    public async Task A_firing_alert_opens_an_incident_with_what_it_knows()
    {
        await Sends("alertmanager", ReaderTests.Payload("alertmanager")!);
        var file = await Chat.File(1);
        file.Incident.Title.ShouldBe("Checkout answers with errors");
        file.Incident.Severity.ShouldBe(Severity.Sev1);
        file.Incident.Services.ShouldBe(["checkout"]);
        file.Incident.Detection!.Text.ShouldBe("Alert from Alertmanager: Checkout answers with errors");
        file.Incident.Milestones.Detected.ShouldBe(new DateTimeOffset(2026, 3, 4, 2, 58, 12, 483, TimeSpan.Zero));

        var said = Chat.Reads("inc-1");
        said.ShouldContain(text => text.StartsWith("🔔 Opened by an alert from Alertmanager: **Checkout answers with errors** · SEV1 · <http://prometheus.example.com/graph", StringComparison.Ordinal) && text.Contains("> 5xx rate of checkout is 7.3%"));
        Chat.CardText().ShouldContain("1 firing");
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("INC-1 Checkout answers with errors");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_postmortem_knows_how_it_was_noticed_and_that_it_was_over()
    {
        await Fires("Checkout fails", key: "a", service: "checkout", began: Chat.Now.AddMinutes(-4));
        await Chat.Advance(TimeSpan.FromMinutes(20));
        await Ends("Checkout fails", key: "a", began: Chat.Start.AddMinutes(-4));
        Chat.Reads("inc-1")[^1].ShouldBe("✅ Over: **Checkout fails**, after 24 minutes\nNo alert of INC-1 fires any more. It stays open until somebody resolves it.");
        (await Chat.File(1)).Incident.IsOpen.ShouldBeTrue();

        await Chat.Types("ada", "/incident resolve fix:\"Rolled back\"", "inc-1");
        var postmortem = string.Join('\n', Chat.ReadsPostmortems());
        postmortem.ShouldContain("Alert from a webhook: Checkout fails");
        postmortem.ShouldContain("Alert over, after 24 minutes: Checkout fails");
        postmortem.ShouldContain("IncidentBot");
        postmortem.ShouldNotContain(Chat.World.Bot.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_same_report_again_changes_nothing_but_its_count()
    {
        await Fires("Checkout fails", key: "a");
        var (said, card) = (Chat.Reads("inc-1"), Chat.CardText());
        for (var n = 0; n < 5; n++) await Fires("Checkout fails", key: "a");
        Chat.Reads("inc-1").ShouldBe(said);
        Chat.CardText().ShouldBe(card);
        var file = await Chat.File(1);
        file.Incident.Alerts.ShouldHaveSingleItem().Received.ShouldBe(6);
        file.Entries.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_late_report_of_what_is_over_does_not_bring_it_back()
    {
        var began = Chat.Now;
        await Fires("Checkout fails", key: "a", began: began);
        await Chat.Advance(TimeSpan.FromMinutes(2));
        await Ends("Checkout fails", key: "a", began: began);
        await Fires("Checkout fails", key: "a", began: began);
        (await Chat.File(1)).Incident.Alerts.Single().Status.ShouldBe(AlertStatus.Resolved);
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Fires("Checkout fails", key: "a", began: Chat.Now);
        (await Chat.File(1)).Entries[^1].Text.ShouldBe("Alert from a webhook again: Checkout fails");
        Chat.Reads("inc-1")[^1].ShouldStartWith("🔔 Also firing: **Checkout fails**");
    }

    [Fact]
    public async Task An_alert_of_the_same_service_joins_the_incident_that_people_declared()
    {
        await Chat.Declares(options: "service:shop");
        await Fires("Disk is full", key: "d", service: "SHOP");
        Chat.FindChannel("inc-2").ShouldBeNull();
        var file = await Chat.File(1);
        file.Entries[^1].Kind.ShouldBe(EntryKind.Alert);
        file.Entries[^1].Text.ShouldBe("Alert from a webhook: Disk is full");
        Chat.Reads("inc-1")[^1].ShouldStartWith("🔔 Also firing: **Disk is full** · SEV2");
    }

    [Fact]
    public async Task Private_incidents_and_drills_take_no_alerts_in()
    {
        await Chat.Declares("Key leaked", "service:shop private:true");
        await Chat.Declares("Exercise", "service:shop drill:true");
        await Fires("Shop fails", key: "s", service: "shop");
        (await Chat.File(3)).Incident.Title.ShouldBe("Shop fails");
        (await Chat.File(1)).Incident.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_it_was_resolved_a_repeat_stays_quiet_and_a_new_episode_opens_the_next_incident()
    {
        var began = Chat.Now;
        await Fires("Checkout fails", key: "a", began: began);
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(4));
        await Fires("Checkout fails", key: "a", began: began);
        Chat.FindChannel("inc-2").ShouldBeNull();
        var said = Chat.Reads("inc-1").Count;
        await Ends("Checkout fails", key: "a", began: began);
        Chat.Reads("inc-1").Count.ShouldBe(said);
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Alert over, after 4 hours");

        await Fires("Checkout fails", key: "a", began: Chat.Now);
        (await Chat.File(2)).Incident.Title.ShouldBe("Checkout fails");
    }

    [Fact]
    public async Task A_source_that_names_no_episode_opens_the_next_incident_once_the_first_is_closed()
    {
        await Fires("Checkout fails", key: "a", began: null);
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        await Fires("Checkout fails", key: "a", began: null);
        (await Chat.File(2)).Incident.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task Alerts_of_a_duplicate_go_on_in_the_incident_it_was_closed_into()
    {
        await Chat.Declares("Shop is down");
        var began = Chat.Now;
        await Fires("Checkout fails", key: "a", began: began);
        await Chat.Types("ada", "/incident link number:1 kind:duplicate", "inc-2");
        await Chat.Advance(TimeSpan.FromMinutes(3));
        await Ends("Checkout fails", key: "a", began: began);
        Chat.Reads("inc-1")[^1].ShouldStartWith("✅ Over: **Checkout fails**, after 3 minutes");
    }

    [Fact]
    public async Task Five_hundred_alerts_of_one_group_are_one_incident_and_a_handful_of_messages()
    {
        var payload = Group(500, "firing");
        await Sends("alertmanager", payload);
        Chat.World.Guild.Channels.Values.Count(channel => channel.Name!.StartsWith("inc-", StringComparison.Ordinal)).ShouldBe(1);
        await Chat.Advance(TimeSpan.FromMinutes(2));
        await Sends("alertmanager", Group(500, "resolved"));
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Chat.Reads("inc-1").Count.ShouldBeLessThan(8);
        Chat.Reads("inc-1").ShouldAllBe(text => text.Length <= 2000);
        var file = await Chat.File(1);
        file.Entries.Length.ShouldBeLessThan(50);
        (file.Incident.Alerts.Length, file.Incident.AlertsUnlisted).ShouldBe((ReceiveAlert.MostAlerts, 500 - ReceiveAlert.MostAlerts));
        Invariants.Violations(new Domain.IncidentState(file.Incident) { Entries = file.Entries }).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_storm_of_alerts_about_different_things_opens_five_incidents_and_says_once_where_the_rest_goes()
    {
        for (var n = 0; n < 40; n++)
        {
            await Fires($"Host {n} is gone", key: $"h{n}", service: $"host-{n}");
            await Chat.Advance(TimeSpan.FromSeconds(2));
        }

        await Chat.Advance(TimeSpan.FromMinutes(1));
        Chat.World.Guild.Channels.Values.Count(channel => channel.Name!.StartsWith("inc-", StringComparison.Ordinal)).ShouldBe(AlertRoute.MostDeclared);
        Chat.Reads("inc-5").Count(text => text.Contains("Alerts opened 5 incidents within 10 minutes", StringComparison.Ordinal)).ShouldBe(1);
        Chat.Reads("inc-5").Count.ShouldBeLessThan(10);

        await Chat.Advance(TimeSpan.FromMinutes(11));
        await Fires("Another matter", key: "o", service: "other");
        (await Chat.File(6)).Incident.Title.ShouldBe("Another matter");
    }

    [Fact]
    public async Task Those_less_bad_than_what_is_set_open_nothing_and_a_server_may_have_alerts_only_join()
    {
        await Fires("Certificate ends in 20 days", key: "c", severity: "info");
        Chat.FindChannel("inc-1").ShouldBeNull();
        (await Chat.Types("ada", "/bot settings alerts_from:sev2")).Text.ShouldContain("Alerts open an incident from SEV2 (major) on");
        await Fires("Disk fills", key: "d", severity: "warning");
        Chat.FindChannel("inc-1").ShouldBeNull();
        await Chat.Types("ada", "/bot settings alerts:attach");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        await Fires("Shop is gone", key: "e", severity: "critical", service: "shop");
        Chat.FindChannel("inc-1").ShouldBeNull();
        var doctor = (await Chat.Types("ada", "/bot doctor")).Text;
        doctor.ShouldContain("3 alerts of the last 24 hours joined no open incident and opened none; the latest: \"Shop is gone\" from a webhook, ");
        doctor.ShouldContain(". Alerts only join open incidents of their service here; `/bot settings alerts:declare` lets them open incidents.");

        await Chat.Declares(options: "service:shop");
        await Fires("Shop is gone", key: "e", severity: "critical", service: "shop");
        (await Chat.File(1)).Entries[^1].Text.ShouldBe("Alert from a webhook: Shop is gone");
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("2 alerts of the last 24 hours");
        await Chat.Advance(TimeSpan.FromDays(1.1));
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldNotContain("of the last 24 hours");
    }

    [Fact]
    public async Task Text_of_an_alert_pings_nobody_and_breaks_out_of_nothing()
    {
        var wild = "@everyone <@1> **``` # [x](http://x)\u202e";
        await Sends("generic", new JsonObject { ["title"] = wild, ["description"] = wild + "\n" + wild, ["service"] = wild, ["source"] = wild, ["url"] = "https://x.example/@everyone?a=`b`" });
        await Sends("generic", new JsonObject { ["title"] = wild + "2", ["service"] = wild });
        await Chat.Types("ada", "/incident resolve fix:x", "inc-1");
        Chat.Pinged.ShouldBeEmpty();
        foreach (var text in ((string[])["inc-1", "incidents"]).SelectMany(Chat.Messages).Concat(Chat.Postmortems()).Select(message => message.Content))
        {
            text.ShouldNotContain("@everyone", Case.Sensitive);
            text.ShouldNotContain("<@1>", Case.Sensitive);
        }
    }

    [Fact]
    public async Task It_is_in_the_record_before_it_is_accepted_and_comes_up_after_a_power_cut()
    {
        await Fires("Checkout fails", key: "a", settle: false);
        await Chat.Driven.KillBotAsync();
        await Chat.Driven.StartBotAsync();
        Chat.Reads("inc-1").Count(text => text.StartsWith("🔔 Opened by an alert", StringComparison.Ordinal)).ShouldBe(1);
        await Fires("Checkout fails", key: "a");
        Chat.FindChannel("inc-2").ShouldBeNull();
    }

    private async Task Sends(string source, JsonNode payload)
    {
        var (status, words) = await Chat.Driven.PostAlertAsync(source, Encoding.UTF8.GetBytes(payload.ToJsonString()));
        status.ShouldBe(HttpStatusCode.Accepted, words);
    }

    private Task Fires(string title, string key, string? service = null, string severity = "major", DateTimeOffset? began = null, bool settle = true) =>
        Reports(title, key, "firing", service, severity, began, settle);

    private Task Ends(string title, string key, DateTimeOffset? began = null) => Reports(title, key, "resolved", service: null, "major", began, settle: true);

    private async Task Reports(string title, string key, string status, string? service, string severity, DateTimeOffset? began, bool settle)
    {
        var payload = new JsonObject { ["title"] = title, ["key"] = key, ["status"] = status, ["severity"] = severity };
        if (service is not null) payload["service"] = service;
        if (began is { } at) payload["starts_at"] = at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        if (settle) await Sends("generic", payload);
        else (await Chat.PostsAlert("generic", payload.ToJsonString(), token: Chat.Driven.AlertToken)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    private static JsonObject Group(int count, string status) => new()
    {
        ["status"] = status,
        ["groupKey"] = "{}:{}",
        ["alerts"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => (JsonNode)new JsonObject
        {
            ["status"] = status,
            ["fingerprint"] = $"f{n}",
            ["startsAt"] = "2026-03-04T02:59:00Z",
            ["labels"] = new JsonObject { ["alertname"] = $"Host {n} is gone", ["severity"] = "critical" },
            ["generatorURL"] = "https://prometheus.example.com/graph?" + new string('x', 200),
        })]),
    };
}
