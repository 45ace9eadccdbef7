using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>The names that the files give, and what is meant where one of them is used.</summary>
internal sealed class BookNames(ServerDirectory? chat)
{
    private const string NotEveryone = "@everyone and @here cannot be paged: name a role, a schedule or people";

    private readonly Dictionary<Handle, Person> elsewhere = [];

    /// <summary>Those that the files introduce under 'people'.</summary>
    public Dictionary<Handle, Person> People { get; } = [];

    /// <summary>Those, and who is named elsewhere only and has an account.</summary>
    public IEnumerable<Person> Everyone => People.Values.Concat(elsewhere.Values);

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

        if (handle.Value is "everyone" or "here")
        {
            file.Error(node, NotEveryone);
            return null;
        }

        var byName = People.Values.FirstOrDefault(person => string.Equals(person.Name, node.Text.Trim(), StringComparison.OrdinalIgnoreCase));
        if (byName is not null && !People.ContainsKey(handle)) return byName.Handle;
        if (People.Count > 0 && !People.ContainsKey(handle) && handle.Id is null)
            file.Warn(node, $"nobody under 'people' is called '{handle.Value}'{Nearest.Question(handle.Value, People.Keys.Select(known => known.Value))}");
        if (!People.ContainsKey(handle)) LookUp(handle, node, file);
        return handle;
    }

    /// <summary>Finds the account of somebody on the chat server; where that does not succeed, a warning says so.</summary>
    public void LookUp(Handle handle, ScalarNode where, BookFile file)
    {
        if (chat is null) return;
        var person = People.GetValueOrDefault(handle) ?? elsewhere.GetValueOrDefault(handle) ?? new Person(handle);
        if (person.Account is { } account)
        {
            if (chat.Strangers.Contains(account.Value)) file.Warn(where, $"the account of {handle.Value} ({account}) is not on this server: pages cannot reach it");
            return;
        }

        if (!chat.People.TryGetValue(handle, out var found)) return;
        if (found is [var one])
        {
            if (People.ContainsKey(handle)) People[handle] = person with { Discord = new Domain.PersonId(one.Id) };
            else elsewhere[handle] = person with { Discord = new Domain.PersonId(one.Id) };
            return;
        }

        file.Warn(where, found.IsEmpty
            ? $"nobody on this server is called '{handle.Value}', so pages cannot reach them{Nearest.Question(handle.Value, chat.Seen)}"
            : $"{found.Length} people on this server are called '{handle.Value}', so pages reach none of them: give the account under 'people', as 'discord: {found[0].Id}'");
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
            if (IsRole(text)) return Named("role", node, file);
            if (Channels.ContainsKey(text)) return Named("channel", node, file);
            if (People.Count > 0 && !People.Values.Any(person => string.Equals(person.Name, text, StringComparison.OrdinalIgnoreCase)))
            {
                file.Warn(node, $"no person, schedule or role is called '{text}'{Nearest.Question(text, People.Keys.Select(known => known.Value).Concat(Schedules).Concat(Roles.Keys))}");
                return new PolicyTarget(PolicyTargetKind.Person, handle.Value);
            }
        }
        else if (Handle.Read(text) is { } at && !People.ContainsKey(at) && IsRole(at.Value))
        {
            return Named("role", node, file);
        }

        return Named("person", node, file);
    }

    private bool IsRole(string name) => Roles.ContainsKey(name) || chat?.Roles.Any(role => role.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == true;

    public static readonly string[] Kinds = ["person", "role", "schedule", "channel", "webhook"];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public PolicyTarget? Named(string kind, ScalarNode node, BookFile file)
    {
        var text = node.Text.Trim();
        switch (kind)
        {
            case "person":
                return Person(node, file) is { } person ? PolicyTarget.Of(person) with { Id = (People.GetValueOrDefault(person) ?? elsewhere.GetValueOrDefault(person))?.Account?.Value ?? person.Id?.Value } : null;
            case "schedule":
                if (Schedules.TryGetValue(text, out var schedule)) return new PolicyTarget(PolicyTargetKind.Schedule, schedule);
                file.Error(node, $"there is no schedule '{text}'{Nearest.Question(text, Schedules)}");
                return null;
            case "role":
                return Known(PolicyTargetKind.Role, text.TrimStart('@', '&'), Roles, "role", node, file);
            case "channel":
                return text.Equals("incident", StringComparison.OrdinalIgnoreCase) ? NextStep.IncidentChannel : Known(PolicyTargetKind.Channel, text.TrimStart('#'), Channels, "channel", node, file);
            default:
                if (text.Contains("://", StringComparison.Ordinal) && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
                {
                    file.Error(node, $"'{text}' is no address that a page can be sent to: it begins with https://");
                    return null;
                }

                if (chat?.RefuseWebhook(text) is { } why) file.Error(node, $"pages cannot be handed on to '{text}': {why}");
                return new PolicyTarget(PolicyTargetKind.Webhook, text);
        }
    }

    private PolicyTarget? Known(PolicyTargetKind kind, string name, Dictionary<string, ulong?> known, string what, ScalarNode node, BookFile file)
    {
        if (kind == PolicyTargetKind.Role && name.ToLowerInvariant() is "everyone" or "here") return Refused(NotEveryone);
        var target = BookValues.Id(node.Text) is { } given
            ? new PolicyTarget(kind, known.FirstOrDefault(one => one.Value == given).Key ?? name.Trim('<', '>', '@', '&', '#'), given)
            : new PolicyTarget(kind, name, known.GetValueOrDefault(name));
        if (chat is not null) return InChat();
        if (target.Id is null && known.Count > 0 && !known.ContainsKey(name)) file.Warn(node, $"no {what} under '{what}s' is called '{name}'{Nearest.Question(name, known.Keys)}");
        return target;

        PolicyTarget? InChat()
        {
            var there = kind == PolicyTargetKind.Role ? chat.Roles : chat.Channels;
            if (target.Id is { } id)
            {
                if (id == chat.Everyone) return Refused(NotEveryone);
                return there.Any(one => one.Id == id) ? target : Refused($"this server has no {what} with the id {id}");
            }

            return there.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList() switch
            {
                [var only] => target with { Id = only.Id },
                [] => Refused($"this server has no {what} called '{name}'{Nearest.Question(name, there.Select(one => one.Name))}"),
                var several => Refused($"this server has {several.Count} {what}s called '{name}': give its id under '{what}s', as '{name}: {several[0].Id}'"),
            };
        }

        PolicyTarget? Refused(string message)
        {
            file.Error(node, message);
            return null;
        }
    }
}
