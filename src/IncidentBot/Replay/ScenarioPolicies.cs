using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Sandbox.World;
using IncidentBot.Yaml;

namespace IncidentBot.Replay;

/// <summary>
/// The setting `policies` of a scenario: the name of a file beside it, as `/policy apply` takes one. Whom and what it names by the handles and roles of the
/// scenario is found on the sandbox.
/// </summary>
internal static class ScenarioPolicies
{
    public const string Key = "policies";

    /// <returns>The file's full path; null when it cannot be applied: then <paramref name="mistake"/> was told why.</returns>
    public static string? Check(string? name, string folder, DateTimeOffset start, Action<string> mistake)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            mistake($"'{Key}' must be the name of a file with policies and schedules, beside the scenario");
            return null;
        }

        var path = Path.GetFullPath(name, folder);
        var (result, unreadable) = PolicyFiles.ReadFiles([path], start);
        foreach (var problem in unreadable) mistake(problem);
        var errors = result?.Findings.Where(finding => finding.IsError).ToList() ?? [];
        foreach (var error in errors) mistake($"{name}, line {error.Line}: {error.Message}");
        return result is not null && errors.Count == 0 ? path : null;
    }

    /// <summary>What the file says, with the ids that the sandbox gave people, roles and channels.</summary>
    public static BookVersion Read(string path, SandboxWorld world, DateTimeOffset now)
    {
        var book = PolicyFiles.ReadFiles([path], now).Result!.Book;
        var people = book.People.Where(one => !world.People.ContainsKey(one.Handle.Value))
            .Concat(world.People.Values.Where(user => !user.IsBot).Select(user => new Person(new Handle(user.Username), book.Person(new Handle(user.Username))?.Name ?? user.DisplayName, new(user.Id))));
        return new BookVersion
        {
            Server = new(world.Guild.Id),
            Number = 1,
            At = now,
            Change = $"applied {Path.GetFileName(path)}",
            Sources = [new BookSource(Path.GetFileName(path), File.ReadAllText(path))],
            Book = book with { People = [.. people], Policies = [.. book.Policies.Select(policy => policy with { Levels = [.. policy.Levels.Select(level => level with { Targets = Found(level.Targets, world) })] })] },
        };
    }

    private static ImmutableArray<PolicyTarget> Found(ImmutableArray<PolicyTarget> targets, SandboxWorld world) => [.. targets.Select(target => target.Kind switch
    {
        PolicyTargetKind.Role => target with { Id = world.Guild.Roles.Values.FirstOrDefault(role => role.Name.Equals(target.Name, StringComparison.OrdinalIgnoreCase))?.Id ?? target.Id },
        PolicyTargetKind.Channel when target != NextStep.IncidentChannel => target with { Id = world.FindChannel(target.Name)?.Id ?? target.Id },
        _ => target,
    })];
}
