using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>From several files to one book: first the names that they give, then what stands under them.</summary>
internal sealed class BookReader(ServerDirectory? chat)
{
    private readonly BookNames names = new(chat);
    private readonly List<BookFile> files = [];
    private readonly List<Section> people = [];
    private readonly List<Section> services = [];
    private readonly List<Named> schedules = [];
    private readonly List<Named> policies = [];
    private readonly Dictionary<Subject, (BookFile File, YamlNode Node)> places = [];
    private (string Zone, BookFile File, YamlNode Node)? zone;

    private sealed record Section(BookFile File, YamlNode Node);

    /// <param name="Again">There was one of that name before: its mistakes are told, and it does not count.</param>
    private sealed record Named(BookFile File, ScalarNode Name, YamlNode Body, bool Again);

    public void Add(BookText text)
    {
        var file = new BookFile(text.Name);
        files.Add(file);
        var root = YamlText.Parse(text.Text, file.Errors, "a policy file", "policies, schedules or people", bareAt: true);
        if (root is null) return;
        if (root is not MapNode map)
        {
            file.Error(root, root is ScalarNode { IsNull: true } ? "the file is empty: it needs policies, schedules or people" : $"a policy file is a block of keys (people, services, schedules, policies); this is {root.Kind}");
            return;
        }

        var fields = new BookFields(map, file);
        if (fields.Get("timezone", "time_zone", "zone") is { } zoneNode && BookValues.Zone(zoneNode, file) is { } id)
        {
            if (zone is { } other && other.Zone != id) file.Error(zoneNode, $"the time zone is {id} here and {other.Zone} in {other.File.Name}: give one, and others with each schedule");
            zone ??= (id, file, zoneNode);
        }

        if (fields.Get("people", "persons") is { } peopleNode) people.Add(new Section(file, peopleNode));
        if (fields.Get("services") is { } servicesNode) services.Add(new Section(file, servicesNode));
        Ids(fields.Get("roles"), "roles", names.Roles, file);
        Ids(fields.Get("channels"), "channels", names.Channels, file);
        Collect(fields.Get("schedules", "rotas"), "schedule", schedules, names.Schedules, file);
        Collect(fields.Get("policies", "escalation_policies"), "policy", policies, names.Policies, file);
        fields.RefuseOthers("in a policy file");
    }

    public BookReadResult Read(DateTimeOffset now)
    {
        foreach (var section in people) ReadPeople(section);
        foreach (var section in people) LookUp(section);
        var defaultZone = zone?.Zone ?? "Etc/UTC";
        var (whole, goodSchedules) = ReadAll(schedules, SubjectKind.Schedule, (file, name, body) => new ScheduleReader(names, file, places).Read(name, body, defaultZone));
        var (wholePolicies, goodPolicies) = ReadAll(policies, SubjectKind.Policy, (file, name, body) => new PolicyReader(names, file, places).Read(name, body, defaultZone));
        OneDefault(goodPolicies);
        var book = new PolicyBook
        {
            Zone = defaultZone,
            People = [.. names.Everyone],
            Services = [.. services.SelectMany(ReadServices)],
            Schedules = goodSchedules,
            Policies = goodPolicies,
        };
        foreach (var warning in PolicyLint.Check(book, now, whole && wholePolicies)) Warn(warning);
        return new BookReadResult(book, [.. files.SelectMany(file => file.Findings)])
        {
            Origins = places.Where(place => place.Key.Part is null).ToImmutableDictionary(place => place.Key, place => place.Value.File.Name),
        };
    }

    /// <summary>What has a mistake is left out, so that nothing is said about it but the mistake.</summary>
    private static (bool Whole, ImmutableArray<T> Good) ReadAll<T>(List<Named> all, SubjectKind kind, Func<BookFile, string, YamlNode, T?> read)
        where T : class
    {
        var good = ImmutableArray.CreateBuilder<T>();
        foreach (var one in all)
        {
            var before = one.File.Errors.Count;
            if (read(one.File, one.Name.Text.Trim(), one.Body) is { } item && one.File.Errors.Count == before && !one.Again) good.Add(item);
        }

        return (good.Count == all.Count, good.ToImmutable());
    }

    private void Warn(PolicyWarning warning)
    {
        var about = warning.About;
        if (!places.TryGetValue(about, out var place) && !places.TryGetValue(about with { Part = null }, out place)) return;
        place.File.Warn(place.Node, warning.Sentence);
    }

    private void Collect(YamlNode? node, string what, List<Named> into, HashSet<string> known, BookFile file)
    {
        switch (node)
        {
            case null:
                return;
            case MapNode map:
                foreach (var (key, value) in map.Entries) Take(key, value);
                return;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (item is MapNode body && body.Find("name") is ScalarNode { IsNull: false } name) Take(name, Without(body, "name"));
                    else file.Error(item, $"each {what} of a list is a block of keys with a 'name'");
                }

                return;
            default:
                file.Error(node, $"each {what} stands under its name; this is {node.Kind}");
                return;
        }

        void Take(ScalarNode name, YamlNode body)
        {
            var text = name.Text.Trim();
            if (text.Length is 0 or > 50)
            {
                file.Error(name, $"the name of a {what} is 1 to 50 characters long");
                return;
            }

            var again = !known.Add(text);
            if (again) file.Error(name, $"there is a {what} '{text}' already{Earlier(into, text)}");
            else places[new Subject(what == "policy" ? SubjectKind.Policy : SubjectKind.Schedule, text)] = (file, name);
            into.Add(new Named(file, name, body, again));
        }

        string Earlier(List<Named> all, string name) => all.Find(one => one.Name.Text.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) is { } first ? $" ({first.File.Name} line {first.Name.Line})" : "";
    }

    private static MapNode Without(MapNode map, string key)
    {
        var rest = new MapNode(map.Line, map.Column) { BrokenOff = map.BrokenOff };
        rest.Entries.AddRange(map.Entries.Where(entry => entry.Key.Text != key));
        return rest;
    }

    private static void Ids(YamlNode? node, string what, Dictionary<string, ulong?> into, BookFile file)
    {
        if (node is not MapNode map)
        {
            foreach (var name in BookValues.Texts(node, $"'{what}'", file)) into.TryAdd(name.Text.TrimStart('@', '#'), null);
            return;
        }

        foreach (var (key, value) in map.Entries)
        {
            var given = value is ScalarNode { IsNull: true } ? null : BookValues.Text(value, "an id", file);
            if (given is not null && BookValues.Id(given) is null) file.Error(value, $"'{given}' is no id: in Discord it is a number of 17 to 20 digits (Copy ID, in developer mode)");
            into[key.Text.Trim().TrimStart('@', '#')] = BookValues.Id(given);
        }
    }

    private void ReadPeople(Section section)
    {
        var (file, node) = (section.File, section.Node);
        if (node is not MapNode map)
        {
            foreach (var one in BookValues.Texts(node, "'people'", file)) Add(one, null, null);
            return;
        }

        foreach (var (key, value) in map.Entries)
        {
            switch (value)
            {
                case ScalarNode { IsNull: true }:
                    Add(key, null, null);
                    break;
                case ScalarNode text:
                    Add(key, BookValues.Id(text.Text) is null ? text.Text.Trim() : null, BookValues.Id(text.Text));
                    break;
                case MapNode body:
                    var fields = new BookFields(body, file);
                    var name = BookValues.Text(fields.Get("name"), "a name", file);
                    var account = fields.Get("discord", "id", "discord_id", "account");
                    var id = BookValues.Id(BookValues.Text(account, "an id", file));
                    if (account is not null && id is null) file.Error(account, "this is no account: in Discord it is a number of 17 to 20 digits (Copy User ID, in developer mode)");
                    fields.RefuseOthers("of a person");
                    Add(key, name, id);
                    break;
                default:
                    file.Error(value, $"a person is a name or a block of keys (name, discord), this is {value.Kind}");
                    break;
            }
        }

        var without = names.People.Values.Where(person => person.Account is null).ToList();
        if (chat is null && without.Count > 0 && without.Count < names.People.Count)
        {
            foreach (var (key, _) in map.Entries.Where(entry => without.Exists(person => person.Handle == Handle.Read(entry.Key.Text))))
                file.Warn(key, $"{key.Text} has no account ('discord:'), as others here have: pages cannot reach somebody whose account is not known");
        }

        void Add(ScalarNode key, string? name, ulong? id)
        {
            if (Handle.Read(key.Text) is not { } handle) file.Error(key, $"'{key.Text}' is no name for a person: write it like ada");
            else if (!names.People.TryAdd(handle, new Person(handle, name, id is { } account ? new Domain.PersonId(account) : null))) file.Error(key, $"there is a person '{handle.Value}' already");
        }
    }

    /// <summary>Which accounts the people of a block have on the chat server.</summary>
    private void LookUp(Section section)
    {
        foreach (var key in section.Node is MapNode map ? map.Entries.Select(entry => entry.Key) : (section.Node as ListNode)?.Items.OfType<ScalarNode>() ?? [])
        {
            if (Handle.Read(key.Text) is { } handle) names.LookUp(handle, key, section.File);
        }
    }

    private IEnumerable<ServiceRoute> ReadServices(Section section)
    {
        if (section.Node is not MapNode map)
        {
            section.File.Error(section.Node, $"'services' is a block from each service to its policy, this is {section.Node.Kind}");
            yield break;
        }

        foreach (var (key, value) in map.Entries)
        {
            var policy = value;
            if (value is MapNode body)
            {
                var fields = new BookFields(body, section.File);
                policy = fields.Get("policy");
                fields.RefuseOthers("of a service");
                if (policy is null) section.File.Error(body, "'policy' is missing: which one its incidents take");
            }

            if (policy is null || BookValues.Text(policy, "a policy", section.File) is not { } name) continue;
            if (names.Policies.TryGetValue(name, out var known)) yield return new ServiceRoute(key.Text.Trim(), known);
            else section.File.Error(policy, $"there is no policy '{name}'{Nearest.Question(name, names.Policies)}");
        }
    }

    private void OneDefault(ImmutableArray<Policy> all)
    {
        var marked = all.Where(policy => policy.IsDefault).ToList();
        foreach (var extra in marked.Skip(1))
        {
            var (file, node) = places[new Subject(SubjectKind.Policy, extra.Name)];
            file.Error(node, $"{extra.Name} is the default, and so is {marked[0].Name}: only one can be");
        }
    }
}
