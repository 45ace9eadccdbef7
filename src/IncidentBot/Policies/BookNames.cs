using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>The names that the files give, and what is meant where one of them is used.</summary>
internal sealed class BookNames
{
    public Dictionary<Handle, Person> People { get; } = [];

    public HashSet<string> Schedules { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Policies { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Ids in chat, where the files give them.</summary>
    public Dictionary<string, ulong?> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, ulong?> Channels { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A person by "@ada", "ada" or an id. One that nobody has is kept, with a warning; where the files name no people at all, nothing can be said about it.</summary>
    public Handle? Person(ScalarNode node, BookFile file)
    {
        if (Handle.Read(node.Text) is not { } handle)
        {
            file.Error(node, $"'{node.Text}' is no person: write it like ada or @ada");
            return null;
        }

        var byName = People.Values.FirstOrDefault(person => string.Equals(person.Name, node.Text.Trim(), StringComparison.OrdinalIgnoreCase));
        if (byName is not null && !People.ContainsKey(handle)) return byName.Handle;
        if (People.Count > 0 && !People.ContainsKey(handle) && handle.Id is null)
            file.Warn(node, $"nobody under 'people' is called '{handle.Value}'{Nearest.Question(handle.Value, People.Keys.Select(known => known.Value))}");
        return handle;
    }

    /// <summary>A target in one word: "@ada", "schedule:ops", "@&amp;123", "#ops", "https://…", or a bare name, which is looked for among people, schedules and roles.</summary>
    public PolicyTarget? Target(ScalarNode node, BookFile file)
    {
        var text = node.Text.Trim();
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return Named("webhook", node, file);
        var split = text.IndexOfAny([':', ' ']);
        if (split > 0 && BookFields.Canonical(text[..split]) is var kind && Kinds.Contains(kind)) return Named(kind, node with { Text = text[(split + 1)..].Trim() }, file);
        if (text.StartsWith('#') || text.StartsWith("<#", StringComparison.Ordinal)) return Named("channel", node, file);
        if (text.StartsWith("<@&", StringComparison.Ordinal) || text.StartsWith("@&", StringComparison.Ordinal)) return Named("role", node, file);
        if (Handle.Read(text) is { } handle && !text.StartsWith('@') && !People.ContainsKey(handle) && handle.Id is null)
        {
            if (Schedules.Contains(text)) return Named("schedule", node, file);
            if (Roles.ContainsKey(text)) return Named("role", node, file);
            if (Channels.ContainsKey(text)) return Named("channel", node, file);
            if (People.Count > 0 && !People.Values.Any(person => string.Equals(person.Name, text, StringComparison.OrdinalIgnoreCase)))
            {
                file.Warn(node, $"no person, schedule or role is called '{text}'{Nearest.Question(text, People.Keys.Select(known => known.Value).Concat(Schedules).Concat(Roles.Keys))}");
                return new PolicyTarget(PolicyTargetKind.Person, handle.Value);
            }
        }
        else if (Handle.Read(text) is { } at && !People.ContainsKey(at) && Roles.ContainsKey(at.Value))
        {
            return Named("role", node, file);
        }

        return Named("person", node, file);
    }

    public static readonly string[] Kinds = ["person", "role", "schedule", "channel", "webhook"];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public PolicyTarget? Named(string kind, ScalarNode node, BookFile file)
    {
        var text = node.Text.Trim();
        switch (kind)
        {
            case "person":
                return Person(node, file) is { } person ? PolicyTarget.Of(person) with { Id = People.GetValueOrDefault(person)?.Account?.Value ?? person.Id?.Value } : null;
            case "schedule":
                if (Schedules.TryGetValue(text, out var schedule)) return new PolicyTarget(PolicyTargetKind.Schedule, schedule);
                file.Error(node, $"there is no schedule '{text}'{Nearest.Question(text, Schedules)}");
                return null;
            case "role":
                return Known(PolicyTargetKind.Role, text.TrimStart('@', '&'), Roles, "role", node, file);
            case "channel":
                return text.Equals("incident", StringComparison.OrdinalIgnoreCase) ? NextStep.IncidentChannel : Known(PolicyTargetKind.Channel, text.TrimStart('#'), Channels, "channel", node, file);
            default:
                if (!text.Contains("://", StringComparison.Ordinal) || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")) return new PolicyTarget(PolicyTargetKind.Webhook, text);
                file.Error(node, $"'{text}' is no address that a page can be sent to: it begins with https://");
                return null;
        }
    }

    private static PolicyTarget Known(PolicyTargetKind kind, string name, Dictionary<string, ulong?> known, string what, ScalarNode node, BookFile file)
    {
        if (BookValues.Id(node.Text) is { } id) return new PolicyTarget(kind, known.FirstOrDefault(one => one.Value == id).Key ?? name.Trim('<', '>', '@', '&', '#'), id);
        if (known.Count > 0 && !known.ContainsKey(name)) file.Warn(node, $"no {what} under '{what}s' is called '{name}'{Nearest.Question(name, known.Keys)}");
        return new PolicyTarget(kind, name, known.GetValueOrDefault(name));
    }
}
