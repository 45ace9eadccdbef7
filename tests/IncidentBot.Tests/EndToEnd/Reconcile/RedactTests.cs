using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Reconcile;

/// <summary>Somebody pasted a secret into the incident's channel: it leaves the record, and everything the bot made of the record, for good.</summary>
public sealed class RedactTests : EndToEndTest
{
    private const string Secret = "hunter2-swordfish-9913";

    [Fact]
    public async Task A_message_leaves_the_record_the_postmortem_and_the_database_file()
    {
        var said = await WithSecretEverywhereAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        Postmortem(has: true);
        DatabaseBytes().ShouldContain(Secret);

        var answer = await Chat.Uses("ada", "timeline redact", "inc-1", ("what", LinkTo(said)), ("reason", "A password"));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.IsPrivate.ShouldBeTrue();
        await Chat.Advance(TimeSpan.FromMinutes(2));

        var file = await Chat.File(1);
        file.Talk.Single(t => t.Id.Value == said.Id).ShouldSatisfyAllConditions(
            t => t.Text.ShouldBe("[redacted]"), t => t.Revisions.ShouldBeEmpty(), t => t.Redacted!.By.Value.ShouldBe(Chat.User("ada").Id));
        file.Incident.Cause!.Text.ShouldBe("[redacted]");
        file.Entries.Single(e => e.Kind == EntryKind.Note && e.Text.StartsWith("Redacted", StringComparison.Ordinal)).ShouldSatisfyAllConditions(
            e => e.By!.Value.Value.ShouldBe(Chat.User("ada").Id), e => e.Text.ShouldContain(": A password"));
        Postmortem(has: false);
        Chat.World.FindChannel(said.Channel.Id)!.Messages.ShouldNotContain(m => m.Id == said.Id);
        foreach (var place in (string[])["inc-1", "incidents"]) Chat.Reads(place).ShouldNotContain(m => m.Contains(Secret, StringComparison.Ordinal));
        Chat.ReadsPostmortems().ShouldNotContain(m => m.Contains(Secret, StringComparison.Ordinal));
        (await Chat.Types("ada", $"/incident search words:{Secret}")).Text.ShouldNotContain("Shop is down");
        DatabaseBytes().ShouldNotContain(Secret);
        (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text.ShouldContain("redacted");
    }

    [Fact]
    public async Task Only_the_words_named_go_wherever_they_stand()
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", $"The password is {Secret}, use it on db-1", "inc-1");
        await Chat.Says("tunde", $"I tried {Secret}; no luck", "inc-1");
        await Chat.Uses("tunde", "incident cause", "inc-1", ("text", $"Login with {Secret} was locked"));
        await Chat.Uses("ada", "timeline redact", "inc-1", ("what", LinkTo(said)), ("words", Secret));
        await Chat.Advance(TimeSpan.FromMinutes(1));

        var file = await Chat.File(1);
        file.Talk.Select(t => t.Text).ShouldBe(["The password is [redacted], use it on db-1", "I tried [redacted]; no luck"]);
        file.Incident.Cause!.Text.ShouldBe("Login with [redacted] was locked");
        Chat.CardText().ShouldContain("Login with \\[redacted\\] was locked");
        DatabaseBytes().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task What_was_paged_and_what_the_channel_is_called_no_longer_hold_the_words_either()
    {
        await Chat.Declares($"Login with {Secret} works for everybody");
        var said = await Chat.Says("ada", $"It is {Secret}", "inc-1");
        await Chat.Uses("ada", "escalate", "inc-1", ("to", $"<@{Chat.User("tunde").Id}>"), ("reason", $"{Secret} must be changed"));
        await Chat.Presses("tunde", "Acknowledge", "inc-1");
        await Chat.Uses("ada", "escalate", "inc-1", ("to", $"<@{Chat.User("chioma").Id}>"), ("reason", "Come and help"));
        foreach (var who in (string[])["tunde", "chioma"]) Chat.ReadsDirectly(who).ShouldContain(m => m.Contains(Secret, StringComparison.Ordinal));

        await Chat.Uses("ada", "timeline redact", "inc-1", ("what", LinkTo(said)), ("words", Secret));
        await Chat.Advance(TimeSpan.FromMinutes(1));
        foreach (var who in (string[])["tunde", "chioma"]) Chat.ReadsDirectly(who).ShouldNotContain(m => m.Contains(Secret, StringComparison.Ordinal));
        Chat.ReadsDirectly("tunde").ShouldContain(m => m.Contains("Acknowledged by", StringComparison.Ordinal) && m.Contains("must be changed", StringComparison.Ordinal));
        Chat.Channel("inc-1").ShouldSatisfyAllConditions(c => c.Name.ShouldBe("inc-1-login-with-redacted-works-for-everybody"), c => c.Topic.ShouldNotBeNull().ShouldContain("[redacted]"));
        Chat.Reads("inc-1").ShouldNotContain(m => m.Contains(Secret, StringComparison.Ordinal));
        DatabaseBytes().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task An_entry_written_by_hand_goes_with_the_bots_answer_that_repeated_it()
    {
        await Chat.Declares();
        await Chat.Uses("tunde", "timeline add", "inc-1", ("text", $"Key {Secret} was in the log"));
        Chat.Reads("inc-1").ShouldContain(m => m.Contains(Secret, StringComparison.Ordinal));
        var number = (await Chat.File(1)).Entries.Single(e => e.Kind == EntryKind.KeyEvent).Number;
        await Chat.Uses("tunde", "timeline redact", "inc-1", ("what", $"#{number}"));
        (await Chat.File(1)).Entries.Single(e => e.Number == number).ShouldSatisfyAllConditions(e => e.Text.ShouldBe("[redacted]"), e => e.Redacted.ShouldNotBeNull());
        Chat.Reads("inc-1").ShouldNotContain(m => m.Contains(Secret, StringComparison.Ordinal));
        DatabaseBytes().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task What_is_still_said_of_the_message_does_not_bring_it_back()
    {
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageMessages });
        var said = await Chat.Says("ada", $"The password is {Secret}", "inc-1");
        await Chat.Uses("ada", "timeline redact", "inc-1", ("what", LinkTo(said)));
        Chat.Reads("inc-1").ShouldContain(m => m.Contains("I may not delete", StringComparison.Ordinal));

        await Chat.Edits("ada", said, $"The password was {Secret}");
        await Chat.Reacts("tunde", said, "🎯");
        (await Chat.Menu("tunde", "Add to timeline", said)).ShouldRefuse("redacted");
        await Chat.Driven.StopBotAsync();
        await Chat.Person("ada").EditAsync(said, $"It was {Secret}");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        await Chat.Driven.StartBotAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");

        (await Chat.File(1)).Talk.ShouldHaveSingleItem().Text.ShouldBe("[redacted]");
        (await Chat.File(1)).Entries.ShouldNotContain(e => e.Kind == EntryKind.Cause);
        DatabaseBytes().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Others_may_be_redacted_by_the_commander_and_by_those_who_manage_the_server_only()
    {
        await Chat.Declares();
        var said = await Chat.Says("tunde", $"The password is {Secret}", "inc-1");
        (await Chat.Uses("chioma", "timeline redact", "inc-1", ("what", LinkTo(said)))).ShouldRefuse("incident commander");
        (await Chat.File(1)).Talk.ShouldHaveSingleItem().Text.ShouldContain(Secret);

        await Chat.Types("ada", "/incident role role:commander person:@chioma", "inc-1");
        var answer = await Chat.Uses("chioma", "timeline redact", "inc-1", ("what", LinkTo(said)));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        (await Chat.File(1)).Talk.ShouldHaveSingleItem().Text.ShouldBe("[redacted]");
    }

    [Fact]
    public async Task The_menu_asks_why_and_whoever_said_it_may()
    {
        await Chat.Declares();
        var said = await Chat.Says("zainab", $"The password is {Secret}", "inc-1");
        var form = await Chat.Menu("zainab", "Redact…", said);
        var answer = await Chat.Fills("zainab", form, ("Reason", "pasted by mistake"));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        var file = await Chat.File(1);
        file.Talk.ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.Text.ShouldBe("[redacted]"), t => t.DeletedAt.ShouldNotBeNull());
        file.Entries.ShouldContain(e => e.Text.EndsWith(": pasted by mistake", StringComparison.Ordinal));
        (await Chat.Uses("zainab", "timeline redact", "inc-1", ("what", LinkTo(said)))).ShouldRefuse("was redacted");
    }

    [Theory]
    [InlineData("nonsense", "link to a message")]
    [InlineData("#99", "no timeline entry #99")]
    [InlineData("123456789012345678/123456789012345678", "not in the record")]
    public async Task What_cannot_be_found_is_said(string what, string words)
    {
        await Chat.Declares();
        (await Chat.Uses("ada", "timeline redact", "inc-1", ("what", what))).ShouldRefuse(words);
    }

    /// <summary>In talk with a revision, a fact, an entry, an action item, a written section and an answer of the bot.</summary>
    private async Task<Message> WithSecretEverywhereAsync()
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", "The password", "inc-1");
        await Chat.Edits("ada", said, $"The password is {Secret}");
        await Chat.Reacts("tunde", said, "🎯");
        await Chat.Reacts("tunde", said, "✅");
        await Chat.Uses("tunde", "timeline add", "inc-1", ("text", $"Noted: The password is {Secret}."));
        var form = await Chat.Uses("tunde", "postmortem edit", "inc-1", ("section", "summary"));
        await Chat.Fills("tunde", form, ("Text", $"It began when \"The password is {Secret}\" was posted."));
        return said;
    }

    private void Postmortem(bool has)
    {
        string.Join('\n', Chat.ReadsPostmortems()).Contains(Secret, StringComparison.Ordinal).ShouldBe(has);
        foreach (var attachment in Chat.Postmortems().SelectMany(m => m.Attachments))
            Encoding.UTF8.GetString(attachment.Bytes).Contains(Secret, StringComparison.Ordinal).ShouldBe(has, attachment.FileName);
    }

    private string LinkTo(Message message) => $"https://discord.com/channels/{Chat.World.Guild.Id}/{message.Channel.Id}/{message.Id}";

    /// <summary>Everything that stands in the database and in its log, the bytes of pages that are no longer in use included.</summary>
    private string DatabaseBytes()
    {
        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Chat.Driven.DatabasePath)!).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            all.Append(Encoding.Latin1.GetString(copy.ToArray()));
        }

        return all.ToString();
    }
}
