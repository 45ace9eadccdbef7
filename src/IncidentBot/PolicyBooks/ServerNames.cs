using System.Collections.Immutable;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Servers;

namespace IncidentBot.PolicyBooks;

/// <summary>Asks a server what the names in policies and schedules mean on it.</summary>
public sealed class ServerNames(IDiscordApi api, Self self)
{
    /// <summary>So many members are read at most, a thousand at a time, to find people by name.</summary>
    private const int MostMembers = 20_000;

    private const int PageLength = 1_000;

    /// <summary>Where members cannot be listed each name is a search of its own: so many, and what is beyond them is not looked up.</summary>
    private const int MostSearches = 50;

    /// <param name="book">As read without a server: it tells who has to be found.</param>
    /// <exception cref="DiscordApiException">Discord could not be asked.</exception>
    public async Task<ServerDirectory> AskAsync(ServerId server, PolicyBook book, CancellationToken cancellationToken)
    {
        var guild = new Snowflake(server.Value);
        var roles = await api.GetGuildRolesAsync(guild, cancellationToken);
        var channels = await api.GetGuildChannelsAsync(guild, cancellationToken);
        var people = People(book).ToList();
        var names = new ServerDirectory
        {
            Everyone = server.Value,
            Roles = [.. roles.Where(role => role.Id != guild).Select(role => new ChatName(role.Id.Value, role.Name))],
            Channels = [.. channels.Where(channel => channel.Type is ChannelType.GuildText or ChannelType.GuildAnnouncement).Select(channel => new ChatName(channel.Id.Value, channel.Name ?? ""))],
        };
        if (people.Count == 0) return names;
        return self.SeesMembers && await MembersAsync(guild, cancellationToken) is { } members ? FromList(names, people, members) : await FromSearchesAsync(names, people, guild, cancellationToken);
    }

    private static IEnumerable<Person> People(PolicyBook book)
    {
        var named = book.Schedules.SelectMany(schedule => schedule.People)
            .Concat(book.Policies.SelectMany(policy => policy.Levels).SelectMany(level => level.Targets).Where(target => target.Kind == PolicyTargetKind.Person).Select(target => new Handle(target.Name)));
        return book.People.Concat(named.Where(handle => book.Person(handle) is null).Select(handle => new Person(handle))).DistinctBy(person => person.Handle);
    }

    /// <returns>Null: they may not be listed, or there are too many.</returns>
    private async Task<List<Member>?> MembersAsync(Snowflake guild, CancellationToken cancellationToken)
    {
        var members = new List<Member>();
        Snowflake? after = null;
        while (members.Count < MostMembers)
        {
            IReadOnlyList<Member> page;
            try
            {
                page = await api.ListMembersAsync(guild, PageLength, after, cancellationToken);
            }
            catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden)
            {
                return null;
            }

            members.AddRange(page.Where(member => member.User is not null));
            if (page.Count < PageLength) return members;
            after = page[^1].User!.Id;
        }

        return null;
    }

    private static ServerDirectory FromList(ServerDirectory names, List<Person> people, List<Member> members)
    {
        var humans = members.Where(member => !member.User!.Bot).ToList();
        var known = members.Select(member => member.User!.Id.Value).ToHashSet();
        return names with
        {
            People = people.Where(person => person.Account is null).ToImmutableDictionary(person => person.Handle, person => Matching(person, humans)),
            Strangers = [.. people.Select(person => person.Account?.Value).OfType<ulong>().Where(id => !known.Contains(id))],
            Seen = [.. humans.Select(member => member.User!.Username)],
        };
    }

    private async Task<ServerDirectory> FromSearchesAsync(ServerDirectory names, List<Person> people, Snowflake guild, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<Handle, ImmutableArray<ChatName>>();
        var strangers = new HashSet<ulong>();
        var seen = new List<Member>();
        foreach (var person in people.Take(MostSearches))
        {
            if (person.Account is { } account)
            {
                if (await api.GetMemberAsync(guild, new(account.Value), cancellationToken) is null) strangers.Add(account.Value);
                continue;
            }

            var likely = new List<Member>();
            foreach (var name in new[] { person.Handle.Value, person.Name }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
                likely.AddRange((await api.SearchMembersAsync(guild, name, 100, cancellationToken)).Where(member => member.User is { Bot: false }));
            found[person.Handle] = Matching(person, likely.DistinctBy(member => member.User!.Id).ToList());

            // Discord finds beginnings only: the first letters find whom somebody may have meant.
            if (found[person.Handle].IsEmpty && person.Handle.Value.Length > 2) seen.AddRange((await api.SearchMembersAsync(guild, person.Handle.Value[..2], 100, cancellationToken)).Where(member => member.User is { Bot: false }));
        }

        return names with { People = found.ToImmutable(), Strangers = [.. strangers], Seen = [.. seen.Select(member => member.User!.Username).Distinct(StringComparer.Ordinal)] };
    }

    /// <summary>By user name, which is unique; else by the name shown on the server; else by the name that the files give.</summary>
    private static ImmutableArray<ChatName> Matching(Person person, List<Member> members)
    {
        foreach (var fits in new Func<Member, bool>[]
        {
            member => Same(member.User!.Username, person.Handle.Value),
            member => Same(member.Nick, person.Handle.Value) || Same(member.User!.GlobalName, person.Handle.Value),
            member => person.Name is not null && (Same(member.Nick, person.Name) || Same(member.User!.GlobalName, person.Name)),
        })
        {
            var found = members.Where(fits).Select(member => new ChatName(member.User!.Id.Value, member.User.Username)).ToImmutableArray();
            if (!found.IsEmpty) return found;
        }

        return [];
    }

    private static bool Same(string? one, string other) => other.Equals(one, StringComparison.OrdinalIgnoreCase);
}
