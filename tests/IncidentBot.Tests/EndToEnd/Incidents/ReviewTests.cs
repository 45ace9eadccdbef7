using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>A postmortem on its way: draft, in review, published; and what may still happen to it then.</summary>
public sealed class ReviewTests : EndToEndTest
{
    private const string Secret = "hunter2-swordfish-9913";

    [Fact]
    public async Task From_draft_over_review_and_sign_off_to_publication_with_a_restart_in_the_middle()
    {
        await Resolved();
        Opening().ShouldContain("**State:** Draft\n");
        Opening().ShouldContain("**Owner:** Ada Obi");
        Opening().ShouldContain("**Due:** Saturday, 7 March 2026");
        Asking().ShouldContain("Its owner is @Ada Obi, due **Sat 7 Mar 2026**.");
        (await Chat.Types("tunde", "/postmortem approve", "inc-1")).ShouldRefuse("is a draft: nobody was asked");
        (await Chat.Types("ada", "/postmortem publish", "inc-1")).ShouldRefuse("has 0 of the 1 approval it needs", "`/postmortem review` asks for it");
        (await Chat.Types("ada", "/postmortem review reviewer:@ada", "inc-1")).ShouldRefuse("nobody signs off their own work");

        // Chosen from a list, when nobody is named.
        var choice = await Chat.Types("ada", "/postmortem review", "inc-1");
        choice.Text.ShouldContain("Who should review the postmortem of INC-1?");
        await Chat.Chooses("ada", choice, "tunde");
        Chat.Pinged.ShouldBe(["tunde"]);
        Review().ShouldContain("⏳ @Tunde Bello has not answered yet");
        Review().ShouldContain("[Approve] [Request changes]");
        Opening().ShouldContain("**State:** In review since");
        (await Chat.Presses("ada", "Approve")).ShouldRefuse("You own this postmortem");
        (await Chat.Presses("chioma", "Approve")).ShouldRefuse("You were not asked to review it; @Tunde Bello was.");

        // What should change is told to the owner.
        await Chat.Advance(TimeSpan.FromMinutes(2));
        await Chat.Fills("tunde", await Chat.Presses("tunde", "Request changes"), ("What should change", "The *cause* is @everyone's guess"));
        Chat.Pinged.ShouldBe(["tunde", "ada"]);
        Chat.Reads("inc-1")[^1].ShouldStartWith("✏️ @Ada Obi @Tunde Bello asked for changes to the postmortem of INC-1:");
        (await Chat.Types("ada", "/postmortem publish", "inc-1")).ShouldRefuse("@Tunde Bello asked for changes and has not approved since.");
        await Chat.Advance(TimeSpan.FromMinutes(2));
        await Write("ada", "lessons", "Watch the disk.");
        Review().ShouldContain("before the last change by @Ada Obi");

        await Chat.Restart();
        await Chat.Advance(TimeSpan.FromMinutes(2));
        (await Chat.Presses("tunde", "Approve")).Text.ShouldContain("It has the sign-off it needs");
        Chat.Pinged.ShouldBe(["tunde", "ada", "ada"]);
        Review().ShouldContain("[Approve] [Request changes] [Publish]");
        Opening().ShouldContain("Tunde Bello (approved ");

        // A change after it asks again.
        await Chat.Advance(TimeSpan.FromMinutes(2));
        (await Write("chioma", "lessons", "Watch the disk, and the logs.")).Text.ShouldContain("@Tunde Bello had approved the postmortem before this change");
        Opening().ShouldContain("before the last change by Chioma Eze");
        Review().ShouldNotContain("[Publish]");
        (await Chat.Types("ada", "/postmortem publish", "inc-1")).ShouldRefuse("@Tunde Bello approved it before it was last changed.");
        (await Chat.Types("ada", "/postmortem review", "inc-1")).Text.ShouldContain("Asked @Tunde Bello again");
        Chat.Messages("inc-1").Count(message => message.Content.StartsWith("📝", StringComparison.Ordinal)).ShouldBe(1);
        await Chat.Presses("tunde", "Approve");

        // Two at once: one publishes, the other learns who did.
        var both = await Chat.TypeTogether("inc-1", ("ada", "/postmortem publish"), ("tunde", "/postmortem publish"));
        both.Count(answer => answer.IsRefused).ShouldBe(1);
        both.Single(answer => answer.IsRefused).Text.ShouldContain("was published by");
        var published = Opening();
        published.ShouldContain("**State:** Published");
        published.ShouldContain("**Signed off by:** Tunde Bello, ");
        Whole().ShouldContain("Watch the disk, and the logs.");
        Review().ShouldContain("✅ **Published**");
        Chat.CardText().ShouldContain(": published");
        (await Chat.File(1)).Entries.Where(entry => entry.Kind is EntryKind.Review or EntryKind.Published).Select(entry => entry.Text).ShouldBe(
        [
            $"Asked <@{Id("tunde")}> to review the postmortem",
            "Asked for changes to the postmortem: The *cause* is @everyone's guess",
            "Approved the postmortem",
            $"The text was changed after <@{Id("tunde")}> approved it: that approval no longer counts",
            $"Asked <@{Id("tunde")}> again to review the postmortem",
            "Approved the postmortem",
            $"Published the postmortem, signed off by <@{Id("tunde")}>",
        ]);
        Print();
    }

    [Fact]
    public async Task What_is_published_is_frozen_but_for_corrections_and_redaction()
    {
        await Chat.Declares();
        var said = await Chat.Says("tunde", $"the key was `{Secret}`, ask <@{Id("ada")}> for the new one", "inc-1");
        await Chat.Reacts("ada", said, "📌");
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"The disk was full\"", "inc-1");
        (await Chat.Types("tunde", "/postmortem publish force:\"In a hurry\"", "inc-1")).ShouldRefuse("Only those who may change the settings publish without that");
        (await Chat.Types("ada", "/postmortem correct what:x why:y", "inc-1")).ShouldRefuse("is a draft: change it itself");
        (await Chat.Types("ada", "/postmortem publish force:\"The customer waits\"", "inc-1")).Text.ShouldContain("without the sign-off it needs (0 of 1): The customer waits");
        Opening().ShouldContain("without the sign-off it needs (0 of 1): The customer waits");
        Whole().ShouldContain(Secret);
        Chat.Postmortems().ShouldAllBe(message => message.Components.Count == 0);
        var before = Whole();

        (await Chat.Types("ada", "/postmortem edit section:lessons", "inc-1")).ShouldRefuse("What is published stays as it is");
        (await Chat.Types("ada", "/postmortem template use name:google-sre", "inc-1")).ShouldRefuse("What is published stays as it is");
        (await Chat.Types("ada", "/incident cause text:\"Something else\"", "inc-1")).Text.ShouldContain("The postmortem is published and stays as it is");
        (await Chat.Types("ada", "/action add text:\"Later\"", "inc-1")).IsRefused.ShouldBeFalse();
        await Chat.Types("ada", "/postmortem regenerate", "inc-1");
        Whole().ShouldBe(before);

        await Chat.Advance(TimeSpan.FromDays(1));
        var form = await Chat.Types("tunde", "/postmortem correct", "inc-1");
        (await Chat.Fills("tunde", form, ("Correction", "It was the **other** disk.\n@everyone"), ("Why", "Ada looked again"))).Text.ShouldContain("your correction stands under it");
        Whole().ShouldContain("**Corrected** ");
        Whole().ShouldContain("## Corrections\n> It was the \\*\\*other\\*\\* disk.");
        Whole().ShouldContain("The disk was full");

        // What must not be read goes from the frozen text, too, in every form of it; and that is said.
        (await Chat.Uses("ada", "timeline redact", "inc-1", ("what", LinkTo(said)), ("reason", "A key"))).Text.ShouldContain("The published postmortem says so under its corrections");
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Whole().ShouldNotContain(Secret);
        Whole().ShouldNotContain("for the new one");
        Whole().ShouldContain("Words were taken out of the text above");
        foreach (var file in Chat.Postmortems()[0].Attachments) Encoding.UTF8.GetString(file.Bytes).ShouldNotContain(Secret);
        (await Chat.Types("ada", "/postmortem export", "inc-1")).File("postmortem-inc-1.json").ShouldNotContain(Secret);
        Print();

        // Taken back, it follows the record again, and keeps what was corrected.
        (await Chat.Types("tunde", "/postmortem unpublish reason:\"Too many corrections\"", "inc-1")).ShouldRefuse("You may not");
        (await Chat.Types("ada", "/postmortem unpublish reason:\"Too many corrections\"", "inc-1")).Text.ShouldContain("is a draft again and follows the record: Too many corrections");
        Whole().ShouldContain("Something else");
        Whole().ShouldContain("## Corrections");
        Chat.Postmortems().Where(message => message.Content.Contains("## Timeline", StringComparison.Ordinal)).ShouldAllBe(message => message.Components.Count > 0);
        (await Chat.Types("ada", "/postmortem unpublish reason:again", "inc-1")).ShouldRefuse("there is nothing to take back");

        // And a reopened incident has no published postmortem.
        await Chat.Types("ada", "/postmortem publish force:\"Once more\"", "inc-1");
        await Chat.Types("ada", "/incident reopen reason:\"It is back\"", "inc-1");
        var record = await Chat.File(1);
        record.Incident.Postmortem.Stage.ShouldBe(PostmortemStage.Draft);
        record.Entries.ShouldContain(entry => entry.Kind == EntryKind.Review && entry.Text.Contains("is a draft again, because INC-1 was reopened", StringComparison.Ordinal));
        Opening().ShouldContain("this document is not final");
        await Chat.Types("ada", "/incident resolve fix:\"Really deleted\"", "inc-1");
        Whole().ShouldContain("Really deleted");
    }

    private void Print()
    {
        if (Environment.GetEnvironmentVariable("PRINT") is not { } path) return;
        var text = new StringBuilder();
        foreach (var message in Chat.Reads("inc-1")) text.Append("---- inc-1\n").Append(message).Append('\n');
        foreach (var message in Chat.ReadsPostmortems()) text.Append("---- postmortems\n").Append(message).Append('\n');
        File.AppendAllText(path, text.ToString());
        foreach (var file in Chat.Postmortems()[0].Attachments) File.WriteAllBytes(path + "." + file.FileName, file.Bytes);
    }

    private async Task<Answer> Write(string who, string section, string text) => await Chat.Fills(who, await Chat.Types(who, $"/postmortem edit section:{section}", "inc-1"), ("Text", text));

    private async Task Resolved(string options = "severity:sev1")
    {
        await Chat.Declares(options: options);
        await Chat.Types("ada", "/incident role role:commander person:@ada", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\" cause:\"The disk was full\" prevent:\"Alert on disk use\"", "inc-1");
    }

    private string Opening() => Chat.ReadsPostmortems()[0];

    private string Whole() => string.Join('\n', Chat.ReadsPostmortems());

    private string Asking() => Chat.Reads("inc-1").Single(message => message.StartsWith("The postmortem is posted: ", StringComparison.Ordinal));

    private string Review() => Chat.Reads("inc-1").Single(message => message.StartsWith("📝", StringComparison.Ordinal));

    private ulong Id(string who) => Chat.User(who).Id;

    private string LinkTo(Message message) => $"https://discord.com/channels/{Chat.World.Guild.Id}/{message.Channel.Id}/{message.Id}";
}
