using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Reports;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;
using IncidentBot.Tests.Storage;
using static IncidentBot.Tests.Storage.TempRecord;

namespace IncidentBot.Tests.Keeping;

/// <summary>A record with something in every table, as the present version writes it. A table that is new must be filled here too.</summary>
internal static class UpgradeSample
{
    public static async Task FillAsync(TempRecord record)
    {
        var incident = await record.DeclareAsync("Checkout: \"pool\" 'exhausted' — שלום 🔥", owes: [new OpenChannel(), new ShowCard(), new Tell("It goes on here."), new SendPage(1, 1) { Due = Noon.AddMinutes(5) }]);
        var second = await record.DeclareAsync("Mail is late");
        second = await record.Store.CommitAsync(scope => scope.SaveAsync(new Decision(second with { Imported = new ImportedReport("mail.md", new string('a', 64), Noon, Mira) { Unplaced = ["See you"] } }, "")));
        await record.Store.SaveBatchAsync(new TalkBatch
        {
            New = [Message(incident, 5, "the pool is exhausted") with { Files = [new AttachedFile(77, "graph.png", 1234, "image/png", "https://cdn.example/graph.png")] }, Message(incident, 6, "line one\nline two"), Message(second, 7, "which queue?")],
            People = [new KnownPerson(Mira, "Mira")],
            Positions = [new GatewayPosition(0, "session", "wss://gateway.example", 42) { ShardCount = 1, At = Noon }],
        });
        await record.Store.SaveBatchAsync(new TalkBatch { Edits = [new TalkEdit(new(6), "line one, corrected", Noon.AddMinutes(7))], Deletions = [new TalkDeletion(new(7), Noon.AddMinutes(8)), new TalkDeletion(new(9), Noon.AddMinutes(8))] });
        await record.Store.CommitAsync(async scope =>
        {
            await scope.TryHandleInteractionAsync(4711);
            await scope.NoteNotCarriedOutAsync(4711);
            await scope.RedactAsync(new(8), new Redaction(Mira, Noon.AddMinutes(9)), "redacted");
            await scope.OweReconciliationAsync(incident.Id, Noon, Noon.AddMinutes(9));
            await scope.BookFileAsync(new KeptCopy("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 1234, FileType.Png));
            await scope.SaveRoleNameAsync(Server, new(600), "developers");
            await scope.SaveAsync(new BookVersion { Server = Server, Number = 1, At = Noon, By = Mira, Change = "applied ops.yaml", Sources = [new BookSource("ops.yaml", "policies: {}")], Book = PolicyBook.Empty with { Zone = "Africa/Lagos" } });
            await scope.SaveAsync(new OwnTemplate(Server, "weekly", 1, "## Impact\n\n{{impact.share}}") { At = Noon, By = Mira, Change = "applied weekly.md.hbs" });
            await scope.SaveConversationAsync(Mira, new(9_001));
            await scope.OweAsync(Server, new FollowShifts { Due = Noon.AddHours(8) });
            await scope.SaveAsync(new OnCallState { Server = Server }.Took("default", 1, 2));
            await scope.SaveAsync(new ServerSettings { Server = Server, TimeZone = "Africa/Lagos", PostmortemChannel = new(55), ExtraRoles = ["legal"] });
            var entry = Entry(incident, 1, "the pool is exhausted", new MessageRef(incident.Channel!.Value, new(5))) with { Marks = [new(Mira, MarkedThrough.Reaction, Noon, "📌")] };
            await scope.SaveAsync(new Decision(incident with { LastEntry = 1, LastAction = 1, LastEscalation = 1, Summary = "Nobody can pay" }, "")
            {
                Entries = [entry],
                Actions = [new ActionItem { Incident = incident.Id, Number = 1, Text = "A larger pool", Kind = ActionKind.Preventive, Owner = Mira, Due = new DateOnly(2026, 12, 1), AddedBy = Mira, AddedAt = Noon }],
                Escalations = [new Escalation { Incident = incident.Id, Number = 1, Target = new(TargetKind.Person, Mira.Value, "Mira"), RequestedBy = Mira, StartedAt = Noon, State = EscalationState.Paging }],
            });
        });
        var done = await record.Store.TakeDueAsync(Noon, 1, TimeSpan.FromMinutes(1));
        foreach (var item in done) await record.Store.CompleteAsync(item);
    }
}
