using System.Text.Json;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Escalate;

/// <summary>What another service is told of a page. Of a private incident it learns that there is something to do, and where, but not what.</summary>
public static class WebhookPayload
{
    /// <summary>UTF-8.</summary>
    public static byte[] Of(IncidentFile file, Escalation escalation, int attempt)
    {
        var incident = file.Incident;
        var at = escalation.Pages.FirstOrDefault(page => page.Attempt == attempt)?.At ?? escalation.StartedAt;
        var asked = EscalationRun.Of(escalation).Events.OfType<RunEvent.Asked>().Where(one => one.At == at).ToList();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("event", "page");
            json.WriteNumber("page", attempt);
            json.WriteString("sent_at", at.UtcDateTime);
            json.WriteStartObject("incident");
            json.WriteString("name", incident.Name);
            json.WriteString("severity", incident.Severity.Code());
            json.WriteBoolean("drill", incident.IsDrill);
            json.WriteBoolean("private", incident.IsPrivate);
            if (!incident.IsPrivate) json.WriteString("title", incident.Title);
            if (!incident.IsPrivate && incident.Summary is { } summary) json.WriteString("summary", summary);
            if (incident.Channel is { } channel) json.WriteString("url", $"https://discord.com/channels/{incident.Server}/{channel}");
            json.WriteEndObject();
            json.WriteStartObject("escalation");
            json.WriteNumber("number", escalation.Number);
            json.WriteString("policy", escalation.Target.Name);
            if (asked is [var first, ..]) json.WriteNumber("level", first.Place.Level);
            if (!incident.IsPrivate && EscalationRun.ReasonNow(escalation) is { } reason) json.WriteString("reason", reason);
            json.WriteStartArray("asked");
            foreach (var person in asked.SelectMany(one => one.People).Select(one => EscalationRun.PersonOf(one)).OfType<PersonId>().Distinct())
            {
                json.WriteStartObject();
                json.WriteString("id", person.ToString());
                json.WriteString("name", file.NameOf(person));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
