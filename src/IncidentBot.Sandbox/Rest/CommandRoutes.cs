using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Registering commands, global and of the server (Interactions: Application Commands): 100 + 5 + 5 each, 200 creates a day.</summary>
internal static class CommandRoutes
{
    private const int CreatesPerDay = 200;

    public static void Add(RouteTable table)
    {
        foreach (var root in (string[])["/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands"])
        {
            table.Add("GET", root, call => Answer.Ok(Wire.Array(Of(call), c => Wire.Command(c, call.World.ApplicationId))), 5, 5);
            table.Add("POST", root, Create, 5, 20);
            table.Add("PUT", root, Overwrite, 5, 20);
            table.Add("GET", root + "/{command_id}", call => Answer.Ok(Wire.Command(Find(call), call.World.ApplicationId)), 5, 5);
            table.Add("PATCH", root + "/{command_id}", Patch, 5, 20);
            table.Add("DELETE", root + "/{command_id}", Delete, 5, 20);
        }

        table.Add("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions", call =>
        {
            AccountRoutes.RequireOwnApplication(call);
            call.RequireGuild();
            return Answer.Ok(new JsonArray());
        });
        table.Add("GET", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions", call =>
        {
            AccountRoutes.RequireOwnApplication(call);
            call.RequireGuild();
            throw new ApiException(404, 10066, "Unknown application command permissions");
        });
        // What a person's client asks for to show the commands.
        table.Add("GET", "/guilds/{guild_id}/application-command-index", call =>
        {
            call.RequireGuild();
            return Answer.Ok(new JsonObject
            {
                ["applications"] = new JsonArray(new JsonObject { ["id"] = Wire.Id(call.World.ApplicationId), ["name"] = call.World.Bot.Username }),
                ["application_commands"] = Wire.Array(call.World.Commands.Values, c => Wire.Command(c, call.World.ApplicationId)),
            });
        });
    }

    private static ulong? Scope(Call call)
    {
        AccountRoutes.RequireOwnApplication(call);
        if (!call.Has("guild_id")) return null;
        if (call.Id("guild_id") != call.Guild.Id) throw ApiException.MissingAccess();
        return call.Guild.Id;
    }

    private static List<Command> Of(Call call)
    {
        var scope = Scope(call);
        return [.. call.World.Commands.Values.Where(c => c.GuildId == scope)];
    }

    private static Command Find(Call call)
    {
        var scope = Scope(call);
        return call.World.Commands.TryGetValue(call.Id("command_id"), out var command) && command.GuildId == scope ? command : throw ApiException.UnknownCommand();
    }

    private static Answer Create(Call call)
    {
        var scope = Scope(call);
        var errors = new FieldErrors();
        var (type, name, definition) = CommandRules.Read(call.Body, "", errors);
        errors.ThrowIfAny();
        var existing = Of(call).Find(c => c.Type == type && c.Name == name);
        if (existing is not null)
        {
            // The same name and type overwrites.
            Set(call, existing, name, definition);
            return Answer.Ok(Wire.Command(existing, call.World.ApplicationId));
        }

        RequireRoom(Of(call).Append(null).Select(c => c?.Type ?? type));
        CountCreate(call);
        return Answer.Created(Wire.Command(New(call, scope, type, name, definition), call.World.ApplicationId));
    }

    private static Answer Overwrite(Call call)
    {
        var scope = Scope(call);
        if (call.RawBody is not JsonArray list) throw FieldErrors.Single("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        var errors = new FieldErrors();
        var read = new List<(int Type, string Name, JsonObject Definition)>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject json)
            {
                errors.Add($"{i}", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            }

            var one = CommandRules.Read(json, $"{i}", errors);
            if (read.Exists(r => r.Type == one.Type && r.Name == one.Name)) errors.Add($"{i}", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
            read.Add(one);
        }

        errors.ThrowIfAny();
        RequireRoom(read.Select(r => r.Type));
        var before = Of(call);
        foreach (var gone in before.Where(c => !read.Exists(r => r.Type == c.Type && r.Name == c.Name))) call.World.Commands.Remove(gone.Id);
        var result = new List<Command>();
        foreach (var (type, name, definition) in read)
        {
            if (before.Find(c => c.Type == type && c.Name == name) is { } kept) Set(call, kept, name, definition);
            else
            {
                CountCreate(call);
                kept = New(call, scope, type, name, definition);
            }

            result.Add(kept);
        }

        return Answer.Ok(Wire.Array(result, c => Wire.Command(c, call.World.ApplicationId)));
    }

    private static Answer Patch(Call call)
    {
        var command = Find(call);
        var merged = new JsonObject { ["name"] = command.Name };
        foreach (var (key, value) in command.Definition) merged[key] = value?.DeepClone();
        foreach (var (key, value) in call.Body) merged[key] = value?.DeepClone();
        var errors = new FieldErrors();
        var (_, name, definition) = CommandRules.Read(merged, "", errors, command.Type);
        if (Of(call).Exists(c => c != command && c.Type == command.Type && c.Name == name)) errors.Add("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
        errors.ThrowIfAny();
        Set(call, command, name, definition);
        return Answer.Ok(Wire.Command(command, call.World.ApplicationId));
    }

    private static Answer Delete(Call call)
    {
        call.World.Commands.Remove(Find(call).Id);
        return Answer.NoContent;
    }

    private static Command New(Call call, ulong? scope, int type, string name, JsonObject definition)
    {
        var id = call.World.Mint.Next(SnowflakeMint.ServerSlot);
        var command = new Command { Id = id, GuildId = scope, Type = type, Name = name, Definition = definition, Version = call.World.Mint.Next(SnowflakeMint.ServerSlot) };
        call.World.Commands.Add(id, command);
        return command;
    }

    private static void Set(Call call, Command command, string name, JsonObject definition)
    {
        if (JsonNode.DeepEquals(command.Definition, definition)) return;
        command.Name = name;
        command.Definition = definition;
        command.Version = call.World.Mint.Next(SnowflakeMint.ServerSlot);
    }

    private static void RequireRoom(IEnumerable<int> types)
    {
        foreach (var group in types.GroupBy(t => t))
        {
            var max = group.Key == 1 ? 100 : 5;
            if (group.Count() > max) throw new ApiException(400, 30032, $"Maximum number of application commands reached ({max})");
        }
    }

    private static void CountCreate(Call call)
    {
        var world = call.World;
        var now = world.Time.GetUtcNow();
        world.CommandCreates.RemoveAll(at => at + TimeSpan.FromDays(1) <= now);
        if (world.CommandCreates.Count >= CreatesPerDay) throw new ApiException(400, 30034, "Max number of daily application command creates has been reached (200)");
        world.CommandCreates.Add(now);
    }
}
