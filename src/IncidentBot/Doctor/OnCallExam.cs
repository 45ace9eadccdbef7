using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.OnCall;
using IncidentBot.PolicyBooks;
using IncidentBot.Storage;

namespace IncidentBot.Doctor;

/// <summary>Whether those who are to be paged can be, and whether somebody is on call in the days ahead.</summary>
public sealed class OnCallExam(IncidentStore store, ServerNames names, OnCallRoles roles, PolicyFolder folder, TimeProvider clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Symptom>> LookAsync(ServerId server, ServerSettings settings, CancellationToken cancellationToken)
    {
        var symptoms = new List<Symptom>();
        if (folder.Trouble is { } trouble) symptoms.Add(Symptom.Ill(Harmless.Line(trouble, 600), "Mend it there; the folder is looked at every few seconds."));
        var record = await store.OnCallAsync(server, cancellationToken);
        if (record.Applied is null) return symptoms;
        symptoms.AddRange(await PeopleAsync(server, record, cancellationToken));
        symptoms.AddRange(Unreached(record));
        symptoms.AddRange(Gaps(record));
        symptoms.AddRange(await RolesAsync(server, settings, record, cancellationToken));
        if (symptoms.Count == 0) symptoms.Add(Symptom.Well($"Policies and schedules are as they should be (version {record.Applied.Number})"));
        return symptoms;
    }

    private async Task<IEnumerable<Symptom>> PeopleAsync(ServerId server, OnCallRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var there = await names.AskAsync(server, record.Book, cancellationToken);
            var lost = record.Book.People.Where(person => person.Account is null || there.Strangers.Contains(person.Account.Value.Value)).Select(person => person.Shown).ToList();
            return lost.Count == 0 ? [] : [Symptom.Doubtful($"In policies and schedules, but with no account on this server: {Harmless.Line(Lists.InWords(lost), 300)}", "Give their account under `people` (`discord:` with the id) and apply the file again.")];
        }
        catch (DiscordApiException e)
        {
            return [Symptom.Doubtful($"The people in policies could not be looked up: {e.Reason.TrimEnd('.')}", "Ask again in a minute.")];
        }
    }

    private static IEnumerable<Symptom> Unreached(OnCallRecord record) =>
        from one in record.State.Unreached
        where record.Book.People.Any(person => person.Account == one.Person)
        select Symptom.Doubtful(
            $"<@{one.Person}> gets no direct messages from me since <t:{one.Since.ToUnixTimeSeconds()}:f> ({Harmless.Line(one.Why, 150)}): a page is only a mention in a channel",
            "They allow direct messages (server menu → Privacy Settings) and unblock me; the next shift they begin shows whether it helped.");

    private async Task<IEnumerable<Symptom>> RolesAsync(ServerId server, ServerSettings settings, OnCallRecord record, CancellationToken cancellationToken)
    {
        var unknown = settings.OnCallRoles.Where(role => record.Book.Schedule(role.Schedule) is null)
            .Select(role => Symptom.Doubtful($"<@&{role.Role}> is for whoever is on call in {Harmless.Line(role.Schedule, 60)}, and there is no such schedule", "Choose another with `/bot settings oncall_schedule: oncall_role:`."));
        try
        {
            return [.. unknown, .. (await roles.ProblemsAsync(server, settings, cancellationToken)).Select(problem => Symptom.Ill(problem.What, problem.Mend + "."))];
        }
        catch (DiscordApiException e)
        {
            return [.. unknown, Symptom.Doubtful($"The on-call roles could not be looked at: {e.Reason.TrimEnd('.')}", "Ask again in a minute.")];
        }
    }

    private IEnumerable<Symptom> Gaps(OnCallRecord record)
    {
        var now = clock.GetUtcNow();
        foreach (var schedule in record.Book.Schedules)
        {
            var gaps = Coverage.Gaps(schedule, now, now + Ahead);
            if (gaps.IsEmpty) continue;
            var more = gaps.Length > 1 ? $", the first of {gaps.Length} gaps in the next 14 days" : "";
            yield return Symptom.Doubtful(
                $"Nobody is on call in {Harmless.Line(schedule.Name, 60)} from <t:{gaps[0].From.ToUnixTimeSeconds()}:f> to <t:{gaps[0].To.ToUnixTimeSeconds()}:f>{more}",
                "Fill it with `/oncall override add`, or change the schedule's layers.");
        }
    }
}
