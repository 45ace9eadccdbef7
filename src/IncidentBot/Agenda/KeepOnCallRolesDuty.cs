using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;
using IncidentBot.OnCall;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>
/// Gives the on-call roles to those who are on call now and takes them from those who no longer are. Only what it gave is taken: who has such a role by hand keeps
/// it. What is to be given was recorded before, so that nothing given is forgotten. What Discord does not allow is said once, and tried until it does.
/// </summary>
public sealed class KeepOnCallRolesDuty(IncidentStore store, IDiscordApi api, OnCallRoles roles, TimeProvider clock) : IServerDuty
{
    private const string Reason = "Who is on call has changed";

    public Type Kind => typeof(KeepOnCallRoles);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var record = await store.OnCallAsync(server, cancellationToken);
        var settings = await store.SettingsAsync(server, cancellationToken);
        var wanted = FollowOnCall.WantedRoles(record.Book, settings, clock.GetUtcNow());
        var taken = new List<GivenRole>();
        DiscordApiException? refused = null;
        foreach (var one in record.State.GivenRoles)
        {
            try
            {
                if (wanted.Contains(one))
                {
                    await api.AddMemberRoleAsync(new(server.Value), new(one.Person.Value), new(one.Role.Value), Reason, cancellationToken);
                }
                else
                {
                    await api.RemoveMemberRoleAsync(new(server.Value), new(one.Person.Value), new(one.Role.Value), Reason, cancellationToken);
                    taken.Add(one);
                }
            }
            catch (DiscordApiException e) when (e.Status is HttpStatusCode.NotFound)
            {
                // The person has left, or the role is gone: nobody has it any more.
                if (!wanted.Contains(one)) taken.Add(one);
                else if (e.Code == DiscordErrorCode.UnknownRole) refused = e;
            }
            catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
            {
                refused = e;
            }
        }

        if (refused is null) return DutyResult.DoneWith(scope => SaveAsync(scope, server, taken, trouble: null));
        var problems = await roles.ProblemsAsync(server, settings, cancellationToken);
        var trouble = problems.IsEmpty ? $"A role for those who are on call could not be given or taken: {Harmless.Line(refused.Reason, 200)}" : string.Join(' ', problems.Select(problem => $"{problem.What}. {problem.Mend}."));
        return DutyResult.UntilMended(DutyTerms.PauseUntilMended(item.Attempts, Random.Shared), refused.Reason, scope => SaveAsync(scope, server, taken, trouble));
    }

    private static async Task SaveAsync(CommitScope scope, ServerId server, List<GivenRole> taken, string? trouble)
    {
        var state = (await scope.OnCallAsync(server)).State;
        await scope.SaveAsync(state with { GivenRoles = [.. state.GivenRoles.Except(taken)], RoleTrouble = trouble });
        if (trouble is not null && trouble != state.RoleTrouble) await scope.OweAsync(server, new TellOnCall("⚠️ " + trouble));
    }
}
