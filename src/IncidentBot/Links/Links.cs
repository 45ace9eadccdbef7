using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Links;

/// <summary>`/incident link`: related, or a duplicate that closes into the other. Both incidents change in one commit.</summary>
public sealed class LinksModule(IncidentStore store, Desk desk) : ICommandModule
{
    public void Register(Catalog catalog) => catalog.Slash(
        "incident link",
        "Link this incident with another",
        [
            Option.Incident("number", "Number of the other incident") with { Required = true },
            Option.Choice("kind", "How they belong together", required: true, ("duplicate: this one closes into the other", "duplicate"), ("related", "related")),
            Option.Incident(),
        ],
        LinkAsync);

    private async Task LinkAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } here) return;
        var asker = Desk.AskerOf(call);
        var number = (int)Math.Min(call.Whole("number") ?? 0, int.MaxValue);
        var kind = call.Text("kind") == "duplicate" ? LinkKind.DuplicateOf : LinkKind.Related;
        var outcome = await store.CommitAsync<LinkOutcome?>(async scope =>
        {
            if (!await call.MayActAsync(scope)) return null;
            var state = await Desk.StateAsync(scope, (await scope.FindIncidentAsync(here.Id))!);
            var other = await scope.FindIncidentAsync(call.Server, number);
            var there = other is not null && Visibility.MaySee(other, asker) ? await Desk.StateAsync(scope, other) : null;
            var result = LinkIncidents.Decide(state, number, there, kind, asker);
            if (result.Decision is { } decision)
            {
                await scope.SaveAsync(decision.Here);
                await scope.SaveAsync(decision.There);
                return result;
            }

            await call.ChangesNothingAsync(scope);
            return result;
        });
        if (outcome is not { } done) return;
        if (done.Decision is { } decided)
        {
            // Both incidents are named: a public channel may not read of a private one.
            var openly = call.Channel is { } channel && channel == here.Channel && (here.IsPrivate || !decided.There.Incident.IsPrivate);
            await (openly ? call.AnswerOpenlyAsync(decided.Answer) : call.AnswerPrivatelyAsync(decided.Answer));
        }
        else
        {
            await call.RefuseAsync(done.Refusal!.Sentence);
        }
    }
}
