using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Something owed to an incident: what comes of it is decided on the incident as it is in the commit, since it may have changed while the duty was talking to Discord.</summary>
internal sealed class IncidentErrand(AgendaItem item, IDuty duty, IncidentFile file) : Errand(item)
{
    public override string Whom => file.Incident.Name;

    public override DateTimeOffset? DueSince(DateTimeOffset now) => duty.DueSince(Item, file, now);

    public override Task<DutyResult> DoAsync(CancellationToken cancellationToken) => duty.DoAsync(Item, file, cancellationToken);

    public override Task PutOffAsync(CommitScope scope, DutyResult.Later later) =>
        later.Note is { } note ? SaveAsync(scope, state => note(state.Incident)) : Task.CompletedTask;

    public override Task ExpireAsync(CommitScope scope, DateTimeOffset now) => SaveAsync(scope, state => duty.Expire(Item, state, now));

    public override Task GiveUpAsync(CommitScope scope, string reason, DateTimeOffset now)
    {
        // Said in the channel, unless the channel itself is the trouble.
        var canTell = Item.Owed is not (Tell or OpenChannel or MarkMessage) && file.Incident.Channel is not null;
        return SaveAsync(scope, state => DutyFailed.Decide(state.Incident, WhatFailed.Of(Item.Owed), reason, canTell, now));
    }

    private Task SaveAsync(CommitScope scope, Func<IncidentState, Decision?> decide) => Desk.SaveAsync(scope, file.Incident.Id, decide);
}
