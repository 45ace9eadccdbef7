using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Sandbox;

/// <summary>What Discord has not: the sandbox's own addresses under /sandbox, and files under /attachments.</summary>
internal sealed class SandboxEndpoints(SandboxWorld world)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static JsonObject About(SandboxWorld world)
    {
        lock (world.Gate)
        {
            return new JsonObject
            {
                ["server"] = new JsonObject
                {
                    ["guild_id"] = Wire.Id(world.Guild.Id),
                    ["name"] = world.Guild.Name,
                    ["api_url"] = new Uri(world.BaseUrl!, "api/v10").ToString(),
                    ["gateway_url"] = world.GatewayUrl,
                    ["page_url"] = world.BaseUrl!.ToString(),
                },
                ["channels"] = new JsonObject(world.Guild.Channels.Values.Where(c => c.HoldsMessages && !c.IsThread).DistinctBy(c => c.Name).Select(c => KeyValuePair.Create(c.Name!, (JsonNode?)Wire.Id(c.Id)))),
                ["roles"] = new JsonObject(world.Guild.Roles.Values.DistinctBy(r => r.Name).Select(r => KeyValuePair.Create(r.Name, (JsonNode?)Wire.Id(r.Id)))),
                ["bot_token"] = world.BotToken,
                ["application_id"] = Wire.Id(world.ApplicationId),
                ["people"] = new JsonObject(world.People.Select(p => KeyValuePair.Create(
                    p.Key,
                    (JsonNode?)new JsonObject { ["id"] = Wire.Id(p.Value.Id), ["name"] = p.Value.DisplayName, ["token"] = p.Value.Token }))),
            };
        }
    }

    public async Task HandleAsync(HttpContext http, string path)
    {
        var parts = path.Trim('/').Split('/');
        var task = (http.Request.Method, parts) switch
        {
            ("GET", ["sandbox"]) => WriteAsync(http, About(world)),
            ("GET", ["sandbox", "faults"]) => WriteAsync(http, JsonSerializer.SerializeToNode(world.Faults.Active, Json)!),
            ("DELETE", ["sandbox", "faults"]) => ClearFaultsAsync(http),
            ("POST", ["sandbox", "faults"]) => AddFaultAsync(http),
            ("GET", ["sandbox", "gateway"]) => WriteAsync(http, Wire.Array(world.Gateway.Sessions, s => new JsonObject
            {
                ["session_id"] = s.SessionId,
                ["user_id"] = Wire.Id(s.UserId),
                ["connected"] = s.Connected,
                ["last_sequence"] = s.LastSequence,
                ["written_sequence"] = s.WrittenSequence,
                ["acknowledged_sequence"] = s.AcknowledgedSequence,
            })),
            ("GET", ["sandbox", "channels"]) => AsPersonAsync(http, Channels),
            ("GET", ["sandbox", "channels", var id, "messages"]) => AsPersonAsync(http, person => Messages(person, id)),
            ("GET", ["sandbox", "interactions", var key]) => InteractionAsync(http, key),
            _ => RefuseAsync(http, 404, "There is no such address. See --help."),
        };
        await task;
    }

    /// <summary>A file, as long as its link is valid.</summary>
    public async Task AttachmentAsync(HttpContext http, string path)
    {
        var parts = path.Trim('/').Split('/');
        Attachment? attachment = null;
        IReadOnlyList<Fault> faults;
        lock (world.Gate) faults = world.Faults.OnRequest(http.Request.Method, path);
        foreach (var delay in faults.Where(f => f.Kind == FaultKind.Delay)) await world.HoldDownloadAsync(TimeSpan.FromMilliseconds(delay.Milliseconds), http.RequestAborted);
        if (faults.Any(f => f is { Kind: FaultKind.BrokenConnection, AfterEffect: false }))
        {
            http.Abort();
            return;
        }

        if (faults.FirstOrDefault(f => f.Kind is FaultKind.ServerError or FaultKind.RateLimit) is { } failing)
        {
            http.Response.StatusCode = failing.Kind == FaultKind.RateLimit ? 429 : failing.Code ?? 502;
            if (failing.Kind == FaultKind.RateLimit) http.Response.Headers.RetryAfter = Math.Ceiling(failing.Milliseconds / 1000.0).ToString(CultureInfo.InvariantCulture);
            return;
        }

        if (parts.Length == 4 && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            lock (world.Gate) attachment = world.FindAttachment(id);
        }

        var query = http.Request.Query;
        if (attachment is null || !world.Links.IsValid(attachment.Id, query["ex"], query["is"], query["hm"]))
        {
            // An expired link and an unknown file look the same.
            http.Response.StatusCode = 404;
            http.Response.ContentType = "text/plain;charset=UTF-8";
            await http.Response.WriteAsync("This content is no longer available.", http.RequestAborted);
            return;
        }

        http.Response.ContentType = attachment.ContentType;
        http.Response.ContentLength = attachment.Bytes.Length;
        if (faults.Any(f => f is { Kind: FaultKind.BrokenConnection, AfterEffect: true }))
        {
            await http.Response.Body.WriteAsync(attachment.Bytes.AsMemory(0, attachment.Bytes.Length / 2), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            http.Abort();
            return;
        }

        await http.Response.Body.WriteAsync(attachment.Bytes, http.RequestAborted);
    }

    private static Task WriteAsync(HttpContext http, JsonNode json)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(Wire.Text(json), http.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, new JsonObject { ["message"] = why });
    }

    private async Task AddFaultAsync(HttpContext http)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync<Fault>(http.Request.Body, Json, http.RequestAborted);
            world.Faults.Add(fault ?? throw new JsonException("A fault is a JSON object with a kind."));
            http.Response.StatusCode = 204;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            await RefuseAsync(http, 400, e.Message);
        }
    }

    private Task ClearFaultsAsync(HttpContext http)
    {
        world.Faults.Clear();
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task AsPersonAsync(HttpContext http, Func<User, JsonNode?> answer)
    {
        JsonNode? json;
        lock (world.Gate)
        {
            if (world.UserByToken(http.Request.Headers.Authorization.ToString()) is not { } person) return RefuseAsync(http, 401, "Authorization must hold a person's token.");
            json = answer(person);
        }

        return json is null ? RefuseAsync(http, 404, "There is no such channel, or this person does not see it.") : WriteAsync(http, json);
    }

    private JsonArray Channels(User person) => Wire.Array(
        world.Guild.Channels.Values.Where(c => world.PermissionsOf(person, c).Has(Permission.ViewChannel)).Concat(world.DmChannelsOf(person)),
        c => Wire.Channel(c, person));

    private JsonArray? Messages(User person, string id)
    {
        if (!ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var channelId) || world.FindChannel(channelId) is not { } channel) return null;
        return world.PermissionsOf(person, channel).Has(Permission.ViewChannel) ? Wire.Array(world.Seen(channel, person).TakeLast(200), m => world.Render(m, person)) : null;
    }

    /// <summary>How an interaction stands, by id or nonce; with ?wait=true only once it is no longer pending.</summary>
    private async Task InteractionAsync(HttpContext http, string key)
    {
        while (true)
        {
            Interaction? found;
            Task changed;
            JsonObject json;
            lock (world.Gate)
            {
                var person = world.UserByToken(http.Request.Headers.Authorization.ToString());
                found = world.Interactions.Values.LastOrDefault(i => (i.Nonce == key || Wire.Id(i.Id) == key) && (person is null || i.User == person));
                if (found is null) break;
                changed = found.Changed.Task;
                json = new JsonObject
                {
                    ["id"] = Wire.Id(found.Id),
                    ["state"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(found.State.ToString()),
                    ["message"] = found.Response is { } response ? world.Render(response, found.User) : null,
                    ["follow_ups"] = Wire.Array(found.FollowUps, m => world.Render(m, found.User)),
                    ["modal"] = found.Modal?.DeepClone(),
                    ["choices"] = found.Choices?.DeepClone(),
                };
                if (found.State == InteractionState.Failed) json["failure"] = "The application did not respond";
            }

            if (found.State != InteractionState.Pending || http.Request.Query["wait"] != "true")
            {
                await WriteAsync(http, json);
                return;
            }

            await changed.WaitAsync(http.RequestAborted);
        }

        await RefuseAsync(http, 404, "There is no interaction with this id or nonce.");
    }
}
