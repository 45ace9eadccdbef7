using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>One thing a person does in the story, and how it is known to have been done.</summary>
internal sealed record Deed(string Name, Func<Chat, Task<InteractionView?>> Do, Func<IncidentFile?, bool> Done);

/// <summary>The same small incident in every kind of trouble: declared, talked about, escalated, acknowledged, resolved. At its end nothing is missing and nothing is there twice.</summary>
internal static class Story
{
    public static IReadOnlyList<Deed> Deeds { get; } =
    [
        new("declare", async chat => await chat.Person("ada").CommandAsync(chat.Channel("general"), """/incident declare title:"Shop is down" severity:sev1"""), file => file is not null),
        new(
            "say",
            async chat =>
            {
                await chat.Person("ada").SayAsync(chat.Channel("inc-1"), "Restarting the queue");
                return null;
            },
            _ => true),
        new("note", async chat => await chat.Person("ada").CommandAsync(chat.Channel("inc-1"), """/timeline add text:"Queue is full" """), file => file!.Entries.Any(e => e.Text == "Queue is full")),
        new("escalate", async chat => await chat.Person("ada").CommandAsync(chat.Channel("inc-1"), "/escalate to:@tunde"), file => file!.Escalations.Length > 0),
        new(
            "acknowledge",
            async chat => await chat.Person("tunde").PressAsync(chat.World.DmsOf("tunde").Last(m => m.Components.Count > 0), "Acknowledge"),
            file => file!.Escalations[0].State == EscalationState.Acknowledged),
        new("resolve", async chat => await chat.Person("ada").CommandAsync(chat.Channel("inc-1"), """/incident resolve fix:"Restarted the queue" cause:"A consumer hung" """), file => !file!.Incident.IsOpen),
    ];

    /// <summary>Does it, and once more if it failed; then everything that follows from it has happened.</summary>
    public static async Task DoAsync(Chat chat, Deed deed)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var view = await deed.Do(chat);
            await chat.Settle();
            if (view is { State: InteractionState.Pending }) chat.Driven.Clock.Advance(TimeSpan.FromSeconds(3.1));


            // What failed is tried again a little later.
            await chat.Advance(TimeSpan.FromSeconds(30));
            if (await IsDoneAsync(chat, deed)) return;
        }

        throw new InvalidOperationException($"'{deed.Name}' could not be done.");
    }

    public static async Task<bool> IsDoneAsync(Chat chat, Deed deed) =>
        await chat.Driven.Store.FindIncidentAsync(new ServerId(chat.World.Guild.Id), 1) is { } incident ? deed.Done(await chat.Driven.Store.LoadFileAsync(incident.Id)) : deed.Done(null);

    /// <summary>Exactly one of everything, in chat and in the record.</summary>
    public static async Task ShouldBeWholeAsync(Chat chat)
    {
        // What was put off after trouble is done by then.
        await chat.Advance(TimeSpan.FromMinutes(15));
        var file = await chat.File(1);
        var incident = file.Incident;
        incident.Status.ShouldBe(IncidentStatus.Resolved);
        (await chat.Driven.Store.FindIncidentAsync(new ServerId(chat.World.Guild.Id), 2)).ShouldBeNull();
        (await chat.Owed()).ShouldBeEmpty();

        var channels = chat.World.Guild.Channels.Values.ToList();
        foreach (var name in (string[])["inc-1-shop-is-down", "incidents", "postmortems", "Incidents"])
            channels.Count(c => string.Equals(c.Name, name, StringComparison.Ordinal)).ShouldBe(1, name);
        incident.Channel!.Value.Value.ShouldBe(chat.Channel("inc-1").Id);

        Own("inc-1").Count(m => chat.World.Text(m).StartsWith("**INC-1 Shop is down**", StringComparison.Ordinal)).ShouldBe(1, "cards");
        chat.Card().Id.ShouldBe(incident.Card!.Value.Message.Value);
        chat.CardText().ShouldContain("resolved");
        Own("incidents").ShouldHaveSingleItem().Id.ShouldBe(incident.Announcement!.Value.Message.Value);
        chat.Reads("incidents")[0].ShouldContain("resolved");
        var postmortem = chat.Postmortems().Where(m => m.Author == chat.World.Bot).ToList();
        postmortem.Count(m => chat.World.Text(m).Contains("# Postmortem: INC-1", StringComparison.Ordinal)).ShouldBe(1, "postmortems");
        postmortem.Select(m => m.Id).ShouldBe(incident.PostmortemMessages.Select(m => m.Message.Value));
        chat.Reads("inc-1").Count(m => m.Contains("The postmortem is posted", StringComparison.Ordinal)).ShouldBe(1, "links to the postmortem");

        var pages = file.Escalations.ShouldHaveSingleItem().Pages;
        pages.Length.ShouldBeGreaterThan(0);
        pages.Select(p => p.Attempt).ShouldBeUnique();
        Own("inc-1").Count(IsPage).ShouldBe(pages.Length, "pages in the channel");
        chat.World.DmsOf("tunde").Count(IsPage).ShouldBe(pages.Length, "direct messages");
        chat.World.DmsOf("tunde").Concat(Own("inc-1")).Where(IsPage).ShouldAllBe(m => m.Components.Count == 0);
        file.Entries.Count(e => e.Text == "Queue is full").ShouldBe(1);
        file.Entries.Count(e => e.Kind == Domain.Timeline.EntryKind.Resolved).ShouldBe(1);
        file.Entries.ShouldNotContain(e => e.Text.Contains("could not be", StringComparison.Ordinal));

        List<Message> Own(string where) => [.. chat.Messages(where).Where(m => m.Author == chat.World.Bot && m.Type != 6)];
        bool IsPage(Message message) => chat.World.Text(message).Contains("asks for your help", StringComparison.Ordinal);
    }
}
