using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Tells somebody directly that a shift has begun. Where that does not arrive, pages would not either: the channel is told, and how to mend it.</summary>
public sealed class GreetOnCallDuty(IncidentStore store, Voice voice, TimeProvider clock) : IServerDuty
{
    public Type Kind => typeof(GreetOnCall);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var (name, person) = (GreetOnCall)item.Owed;
        var record = await store.OnCallAsync(server, cancellationToken);
        var now = clock.GetUtcNow();

        // Late, after the bot was away, the shift may be over.
        if (record.Book.Schedule(name) is not { } known || !Rota.At(known, now).Contains(person)) return DutyResult.Done;
        if (record.Book.AccountOf(person) is not { } account)
            return Told(server, $"⚠️ **{Harmless.Line(name, 60)}**: I do not know the account of {Harmless.Line(record.Book.NameOf(person), 60)}, so pages cannot reach them. Give it under `people` (`discord:` with the id) and apply the file again.");
        try
        {
            await voice.WriteToAsync(item, account, new OutgoingMessage { Content = Greeting(record, known, now), AllowedMentions = AllowedMentions.None }, $"greet-{item.Id}", cancellationToken);
            return record.State.With(account) == record.State ? DutyResult.Done : DutyResult.DoneWith(async scope => await scope.SaveAsync((await scope.OnCallAsync(server)).State.With(account)));
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            var why = e.Code == DiscordErrorCode.CannotMessageUser ? "direct messages are closed" : e.Reason.TrimEnd('.');
            return DutyResult.DoneWith(async scope =>
            {
                await scope.SaveAsync((await scope.OnCallAsync(server)).State.With(new Unreached(account, why, now)));
                await scope.OweAsync(server, new TellOnCall($"⚠️ **{Harmless.Line(name, 60)}**: I cannot write to <@{account}> directly ({Harmless.Line(why, 150)}), so a page is only a mention in a channel. To mend it: server menu → Privacy Settings → allow direct messages, and unblock me."));
            });
        }
    }

    private static DutyResult Told(ServerId server, string text) => DutyResult.DoneWith(scope => scope.OweAsync(server, new TellOnCall(text)));

    private static string Greeting(OnCallRecord record, Schedule schedule, DateTimeOffset now)
    {
        var current = OnCallNow.Of(schedule, now);
        var until = current.Until is { } at ? $" It changes <t:{at.ToUnixTimeSeconds()}:f>, then {(current.Next.IsEmpty ? "nobody is" : Lists.InWords([.. current.Next.Select(person => OnCallNow.Mention(record.Book, person))]) + (current.Next.Length == 1 ? " is" : " are"))} on call." : "";
        return $"You are on call in **{Harmless.Line(schedule.Name, 60)}** from now on.{until} Pages reach you here.";
    }
}
