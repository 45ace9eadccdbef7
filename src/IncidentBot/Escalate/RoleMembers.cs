using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Servers;

namespace IncidentBot.Escalate;

/// <summary>
/// Who has a role when it is paged. Discord lists the members of a server slowly and lets that be asked for seldom, so pages of the same moment share one
/// listing: a mention must not wait because another incident pages the same role.
/// </summary>
public sealed class RoleMembers(IDiscordApi api, Self self, TimeProvider clock)
{
    /// <summary>How long a listing serves. Whoever got the role since is reached by its mention, and by the next page.</summary>
    private static readonly TimeSpan Serves = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<ServerId, (DateTimeOffset At, Task<ILookup<ulong, PersonId>?> Listing)> listings = [];

    /// <summary>Those who have the role, but bots; null where members may not be listed.</summary>
    /// <exception cref="DiscordApiException">Discord could not be asked.</exception>
    public async Task<IReadOnlyList<PersonId>?> OfAsync(ServerId server, ChatRoleId role, CancellationToken cancellationToken)
    {
        if (!self.SeesMembers) return null;
        Task<ILookup<ulong, PersonId>?> listing;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (listings.TryGetValue(server, out var last) && !last.Listing.IsFaulted && now - last.At < Serves && now >= last.At) listing = last.Listing;

            // Whoever gives up waiting does not take it from the others.
            else listings[server] = (now, listing = Task.Run(() => ListAsync(server), CancellationToken.None));
        }

        return await listing.WaitAsync(cancellationToken) is { } members ? [.. members[role.Value]] : null;
    }

    private async Task<ILookup<ulong, PersonId>?> ListAsync(ServerId server)
    {
        var all = new List<(ulong Role, PersonId Person)>();
        Snowflake? after = null;
        while (true)
        {
            IReadOnlyList<Member> members;
            try
            {
                members = await api.ListMembersAsync(new(server.Value), 1000, after, CancellationToken.None);
            }
            catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
            {
                return null;
            }

            foreach (var member in members.Where(member => member.User is { Bot: false })) all.AddRange(member.Roles.Select(role => (role.Value, new PersonId(member.User!.Id.Value))));
            if (members.Count < 1000 || members[^1].User is not { } last) return all.ToLookup(one => one.Role, one => one.Person);
            after = last.Id;
        }
    }
}
