using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;

namespace IncidentBot.Tests.EndToEnd;

/// <summary>Policies and schedules of the server of a <see cref="Chat"/>.</summary>
internal static class Applied
{
    /// <summary>Applies a file that may name everyone and everything on the server: its accounts, roles and channels are put before it.</summary>
    /// <param name="strangers">Further people, as the file would have them: "deniz: Deniz Aydin" has no account.</param>
    public static async Task Applies(this Chat chat, string yaml, params string[] strangers)
    {
        var people = chat.World.People.Values.Where(user => !user.IsBot).Select(user => $"  {user.Username}: {{ name: {user.DisplayName}, discord: {user.Id} }}").Concat(strangers.Select(one => "  " + one));
        var roles = chat.World.Guild.Roles.Values.Where(role => role.Id != chat.World.Guild.Id && !role.Name.Contains(' ')).Select(role => $"  {role.Name}: {role.Id}");
        var channels = chat.World.Guild.Channels.Values.Where(channel => channel.HoldsMessages).Select(channel => $"  {channel.Name}: {channel.Id}");
        var text = string.Join('\n', ["people:", .. people, "roles:", .. roles, "channels:", .. channels, yaml]);
        var read = PolicyFiles.Read([new BookText("policies.yaml", text)], chat.Now);
        read.Findings.Where(finding => finding.IsError).ShouldBeEmpty();
        var server = new ServerId(chat.World.Guild.Id);
        await chat.Driven.Store.CommitAsync(async scope =>
        {
            var number = ((await scope.OnCallAsync(server)).Applied?.Number ?? 0) + 1;
            await scope.SaveAsync(new BookVersion { Server = server, Number = number, At = chat.Now, Change = "applied policies.yaml", Book = read.Book });
        });
    }

    /// <summary>An override made in chat, from now on.</summary>
    public static Task Overrides(this Chat chat, string schedule, string person, TimeSpan length)
    {
        var server = new ServerId(chat.World.Guild.Id);
        return chat.Driven.Store.CommitAsync(async scope =>
        {
            var state = (await scope.OnCallAsync(server)).State;
            var change = new Override(OverrideKind.Replace, chat.Now, chat.Now + length, new Handle(person));
            await scope.SaveAsync(state with { LastOverride = state.LastOverride + 1, Overrides = state.Overrides.Add(new ChatOverride(state.LastOverride + 1, schedule, change, new(chat.User(person).Id), chat.Now)) });
        });
    }
}
