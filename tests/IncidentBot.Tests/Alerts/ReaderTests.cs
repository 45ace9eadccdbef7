using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IncidentBot.Alerts;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Tests.Alerts;

public sealed class ReaderTests
{
    [Fact]
    public void Alertmanager_says_what_fires_and_what_is_over()
    {
        var alerts = Read("alertmanager").Alerts;
        alerts.Length.ShouldBe(2);
        var first = alerts[0];
        first.ShouldSatisfyAllConditions(
            () => first.Source.ShouldBe("Alertmanager"),
            () => first.Key.ShouldBe("c1a9f3d20b7e4c55"),
            () => first.Title.ShouldBe("Checkout answers with errors"),
            () => first.Status.ShouldBe(AlertStatus.Firing),
            () => first.Severity.ShouldBe(Severity.Sev1),
            () => first.Services.ShouldBe(["checkout"]),
            () => first.StartsAt.ShouldBe(new DateTimeOffset(2026, 3, 4, 2, 58, 12, 483, TimeSpan.Zero)),
            () => first.EndsAt.ShouldBeNull(),
            () => first.Url!.ShouldStartWith("http://prometheus.example.com/graph?g0.expr=rate"),
            () => first.Description.ShouldBe("5xx rate of checkout is 7.3% (threshold 5%) for 5 minutes."),
            () => first.GroupKey!.ShouldContain("service=\"checkout\""));
        (alerts[1].Status, alerts[1].Severity, alerts[1].EndsAt).ShouldBe((AlertStatus.Resolved, Severity.Sev3, new DateTimeOffset(2026, 3, 4, 2, 55, 30, TimeSpan.Zero)));
        alerts[1].GroupKey.ShouldBe(first.GroupKey);
    }

    [Fact]
    public void Grafana_leads_to_its_panel()
    {
        var alert = Read("grafana").Alerts.ShouldHaveSingleItem();
        (alert.Source, alert.Title, alert.Severity).ShouldBe(("Grafana", "More than 10,000 orders wait", Severity.Sev2));
        alert.Services.ShouldBe(["order-worker"]);
        alert.Url.ShouldBe("https://grafana.example.com/d/orders?orgId=1&viewPanel=4");
    }

    [Fact]
    public void Uptime_Kuma_says_down_up_or_nothing()
    {
        var alert = Read("uptime-kuma").Alerts.ShouldHaveSingleItem();
        (alert.Key, alert.Title, alert.Status, alert.Severity, alert.StartsAt).ShouldBe(("7", "Web shop is down", AlertStatus.Firing, Severity.Sev2, null));
        Read("uptime-kuma", payload => payload["heartbeat"]!["status"] = 1).Alerts.Single().Status.ShouldBe(AlertStatus.Resolved);
        foreach (var quiet in (int[])[2, 3]) Read("uptime-kuma", payload => payload["heartbeat"]!["status"] = quiet).ShouldSatisfyAllConditions(r => r.Alerts.ShouldBeEmpty(), r => r.Mistakes.ShouldBeEmpty());
        Of("uptime-kuma", """{ "heartbeat": null, "monitor": null, "msg": "Testing" }""").Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void The_own_form_needs_a_title_and_takes_the_rest_as_it_comes()
    {
        var full = Read("generic").Alerts.ShouldHaveSingleItem();
        (full.Source, full.Key, full.Severity, full.StartsAt).ShouldBe(("cron", "backup/nightly", Severity.Sev2, new DateTimeOffset(2026, 3, 4, 2, 0, 0, TimeSpan.Zero)));
        var bare = Of("generic", """{ "title": "Disk full" }""").Alerts.ShouldHaveSingleItem();
        (bare.Key, bare.Status, bare.Severity, bare.Services.IsEmpty).ShouldBe(("Disk full", AlertStatus.Firing, Severity.Sev3, true));
        Of("generic", """[{ "title": "a", "service": ["x", "y"] }, { "title": "b", "service": "x, y" }]""").Alerts.ShouldAllBe(alert => alert.Services.Length == 2);
    }

    [Theory]
    [InlineData("alertmanager", "[]", "The body is no JSON object.")]
    [InlineData("alertmanager", "{}", "`alerts` is missing: the list of what fires and what is over.")]
    [InlineData("grafana", """{ "alerts": ["x"] }""", "`alerts` holds no objects.")]
    [InlineData("uptime-kuma", "{}", "`heartbeat` and `monitor` are missing.")]
    [InlineData("generic", "{}", "`title` is missing: a few words on what is wrong.")]
    [InlineData("generic", "null", "it is no JSON object.")]
    [InlineData("generic", """{ "title": "x", "status": "maybe" }""", "`status` is 'maybe'; it is firing or resolved.")]
    [InlineData("generic", """{ "title": "x", "starts_at": "soon" }""", "`starts_at` is 'soon'; write an instant like 2026-03-04T03:00:00Z.")]
    [InlineData("generic", """{ "title": "\u200b" }""", "`title` or `source` has no visible character.")]
    [InlineData("generic", """[{ "title": "x" }, 5]""", "Alert 2: it is no JSON object.")]
    public void What_is_wrong_is_said(string source, string payload, string mistake) => Of(source, payload).Mistakes.ShouldBe([mistake]);

    [Theory]
    [InlineData("critical", Severity.Sev1)]
    [InlineData("P1", Severity.Sev1)]
    [InlineData("SEV-2", Severity.Sev2)]
    [InlineData("error", Severity.Sev2)]
    [InlineData("warning", Severity.Sev3)]
    [InlineData(null, Severity.Sev3)]
    [InlineData("purple", Severity.Sev3)]
    [InlineData("info", Severity.Sev4)]
    [InlineData("none", Severity.Sev4)]
    [InlineData("sev9", Severity.Sev4)]
    public void Severities_are_understood_by_their_usual_words(string? word, Severity severity) => AlertSeverity.Read(word).ShouldBe(severity);

    [Fact]
    public void Whatever_stands_in_a_payload_no_reader_throws_and_all_limits_hold()
    {
        var random = new Random(7);
        foreach (var source in AlertSource.All)
        {
            var whole = Payload(source.Name)!;
            for (var n = 0; n < 300; n++)
            {
                var odd = whole.DeepClone();
                Spoil(odd, random);
                foreach (var alert in source.Read(odd).Alerts)
                {
                    alert.Title.Length.ShouldBeLessThanOrEqualTo(100);
                    alert.Services.ShouldAllBe(service => service.Length > 0 && service.Length <= 50);
                    (alert.Description?.Length ?? 0).ShouldBeLessThanOrEqualTo(1000);
                    alert.Key.Length.ShouldBeLessThanOrEqualTo(200);
                    if (alert.Url is { } url) new Uri(url).Scheme.ShouldBeOneOf("http", "https");
                }
            }
        }
    }

    [Fact]
    public void An_address_that_is_none_of_the_web_is_dropped() =>
        Of("generic", """{ "title": "x", "url": "javascript:alert(1)" }""").Alerts.Single().Url.ShouldBeNull();

    internal static JsonNode? Payload(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Here(), "Payloads", name + ".json")));

    private static AlertReading Read(string source, Action<JsonNode>? change = null)
    {
        var payload = Payload(source)!;
        change?.Invoke(payload);
        var reading = AlertSource.Find(source)!.Read(payload);
        reading.Mistakes.ShouldBeEmpty();
        return reading;
    }

    private static AlertReading Of(string source, string payload) => AlertSource.Find(source)!.Read(JsonNode.Parse(payload));

    // Somewhere in it, a value becomes one of another kind.
    private static void Spoil(JsonNode node, Random random)
    {
        while (true)
        {
            var children = node switch
            {
                JsonObject map => map.Select(member => member.Value).OfType<JsonNode>().ToList(),
                JsonArray list => [.. list.OfType<JsonNode>()],
                _ => [],
            };
            if (children.Count == 0) return;
            var child = children[random.Next(children.Count)];
            if (random.Next(3) == 0 || child is JsonValue)
            {
                JsonNode? odd = random.Next(6) switch
                {
                    0 => null,
                    1 => random.Next(),
                    2 => true,
                    3 => new JsonArray(1, "x", null, new JsonObject()),
                    4 => new JsonObject { ["x"] = new string('@', 5000) },
                    _ => new string('ö', 3000) + "\u202e@everyone ```",
                };
                if (node is JsonObject map) map[child.GetPropertyName()] = odd;
                else if (node is JsonArray list) list[child.GetElementIndex()] = odd;
                return;
            }

            node = child;
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
