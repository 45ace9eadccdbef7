using System.Text;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Tests.EndToEnd.OnCall;

public sealed class PolicyTests : EndToEndTest
{
    private const string Ops =
        """
        timezone: Africa/Lagos
        people:
          ada: Ada Obi
          tunde:
        schedules:
          ops:
            layers:
              - people: [ada, tunde]
                rotate: weekly
                handoff: monday 09:00
                start: 2026-01-05
        policies:
          default:
            levels:
              - page: schedule:ops
                ack: 5m
              - page: [role:developers, "#operations"]
        """;

    [Fact]
    public async Task Files_are_applied_only_after_a_look_at_what_changes()
    {
        var answer = await Chat.Gives("ada", "policy apply", ("ops.yaml", Ops));
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldContain("Policy default is new with 2 levels.");
        answer.Text.ShouldContain("Schedule ops is new with 1 layer.");
        answer.Text.ShouldContain("Nothing has changed yet");
        (await Record()).Applied.ShouldBeNull();
        (await Chat.Types("zainab", "/policy list")).Text.ShouldContain("No policies are set");

        var applied = await Chat.Presses("ada", "Apply");
        applied.Text.ShouldContain("Version 1 counts from now on: applied ops.yaml.");
        var version = (await Record()).Applied.ShouldNotBeNull();
        version.By.ShouldBe(new PersonId(Chat.User("ada").Id));
        version.Book.Person(new Handle("ada"))!.Account.ShouldBe(new PersonId(Chat.User("ada").Id));
        version.Book.Person(new Handle("tunde"))!.Account.ShouldBe(new PersonId(Chat.User("tunde").Id));
        version.Book.Policy("default")!.Levels[1].Targets.Select(target => target.Id).ShouldBe([Chat.World.Guild.Roles.Values.Single(role => role.Name == "developers").Id, Chat.Channel("operations").Id]);
        (await Chat.Types("zainab", "/policy list")).Text.ShouldContain("default: 2 levels; the default");
        (await Chat.Types("zainab", "/policy show name:default")).Text.ShouldContain("Level 1: schedule ops; 5 minutes to acknowledge");
    }

    [Fact]
    public async Task Every_mistake_is_told_with_its_line_and_nothing_is_applied()
    {
        var answer = await Chat.Gives(
            "ada",
            "policy apply",
            ("bad.yaml", "policies:\n  p:\n    levels:\n      - page: role:develpers\n      - page: \"#operatoins\"\n      - page: schedule:ops\n      - page: \"@everyone\"\n      - page: chioma\n        ack: soon\n"));
        answer.Text.ShouldContain("Nothing was applied: there are 5 errors in the files");
        answer.Text.ShouldContain("**bad.yaml:4** this server has no role called 'develpers'. Did you mean 'developers'?");
        answer.Text.ShouldContain("**bad.yaml:5** this server has no channel called 'operatoins'. Did you mean 'operations'?");
        answer.Text.ShouldContain("**bad.yaml:6** there is no schedule 'ops'");
        answer.Text.ShouldContain("cannot be paged: name a role, a schedule or people");
        answer.Text.ShouldContain("**bad.yaml:9** 'soon' is no length of time");
        Chat.Person("ada").NewestWithButton("Apply").ShouldBeNull();
        (await Record()).State.Proposal.ShouldBeNull();
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_who_is_not_found_is_a_warning_with_whom_it_may_be()
    {
        var answer = await Chat.Gives("ada", "policy apply", ("p.yaml", "policies:\n  p:\n    levels:\n      - page: tonde\n"));
        answer.Text.ShouldContain("**p.yaml:4** nobody on this server is called 'tonde', so pages cannot reach them. Did you mean 'tunde'?");
        (await Chat.Presses("ada", "Apply")).Text.ShouldContain("Version 1");
    }

    [Fact]
    public async Task A_file_replaces_the_one_of_its_name_and_others_stay()
    {
        await Apply(("ops.yaml", Ops), ("dev.yaml", "policies:\n  dev:\n    - role:developers\n"));
        var answer = await Chat.Gives("ada", "policy apply", ("DEV.yaml", "policies:\n  web:\n    - \"@tunde\"\n"));
        answer.Text.ShouldContain("Policy dev is removed.");
        answer.Text.ShouldContain("Policy web is new");
        answer.Text.ShouldContain("These files stay as they are: ops.yaml");
        await Chat.Presses("ada", "Apply");
        (await Record()).Book.Policies.Select(policy => policy.Name).ShouldBe(["web", "default"], ignoreOrder: true);

        // Files are read as one: taking the schedule away leaves a policy without it.
        var without = await Chat.Gives("ada", "policy apply", ("ops.yaml", Ops.Replace("  ops:\n", "  night:\n", StringComparison.Ordinal)));
        without.Text.ShouldContain("there is no schedule 'ops'");
    }

    [Fact]
    public async Task A_second_proposal_makes_the_first_stale_and_cancel_changes_nothing()
    {
        await Chat.Gives("ada", "policy apply", ("ops.yaml", Ops));
        var first = Chat.Person("ada").NewestWithButton("Apply")!;
        await Chat.Gives("ada", "policy apply", ("web.yaml", "policies:\n  web:\n    - \"@tunde\"\n"));
        (await Chat.PressesOn("ada", first, "Apply")).Text.ShouldContain("This is out of date");
        (await Record()).Applied.ShouldBeNull();

        (await Chat.Presses("ada", "Cancel")).Text.ShouldContain("Nothing was changed.");
        (await Record()).Applied.ShouldBeNull();
    }

    [Fact]
    public async Task The_question_is_still_answered_after_a_restart()
    {
        await Chat.Gives("ada", "policy apply", ("ops.yaml", Ops));
        await Chat.Restart();
        (await Chat.Presses("ada", "Apply")).Text.ShouldContain("Version 1 counts");
    }

    [Fact]
    public async Task Earlier_versions_are_listed_shown_and_put_back()
    {
        await Apply(("ops.yaml", Ops));
        await Apply(("ops.yaml", Ops.Replace("ack: 5m", "ack: 10m", StringComparison.Ordinal)));
        (await Chat.Types("ada", "/policy versions")).Text.ShouldContain("2. ");
        var shown = await Chat.Types("ada", "/policy show version:2");
        shown.Text.ShouldContain("level 1 changes from \"schedule ops; 5 minutes to acknowledge\" to \"schedule ops; 10 minutes to acknowledge\"");
        shown.File("ops.yaml").ShouldContain("ack: 10m");
        (await Chat.Types("zainab", "/policy show version:2")).ShouldRefuse("You may not change the settings");

        (await Chat.Types("ada", "/policy restore version:1")).Text.ShouldContain("10 minutes to acknowledge\" to \"schedule ops; 5 minutes");
        (await Chat.Presses("ada", "Apply")).Text.ShouldContain("Version 3 counts from now on: put version 1 back.");
        (await Record()).Book.Policy("default")!.Levels[0].AckWithin.ShouldBe(TimeSpan.FromMinutes(5));
        (await Chat.Types("ada", "/policy restore version:9")).ShouldRefuse("There is no version 9");
        (await Chat.Offered("ada", "policy restore", "version", "")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_file_is_removed_and_a_policy_that_shares_its_file_is_not()
    {
        await Apply(("ops.yaml", Ops), ("dev.yaml", "policies:\n  dev:\n    - role:developers\n"));
        (await Chat.Types("ada", "/policy remove name:default")).ShouldRefuse("default stands in ops.yaml together with ops");
        (await Chat.Types("ada", "/policy remove name:dev")).Text.ShouldContain("Policy dev is removed.");
        await Chat.Presses("ada", "Apply");
        (await Chat.Types("ada", "/policy remove name:ops.yaml")).Text.ShouldContain("Policy default is removed.");
        await Chat.Presses("ada", "Apply");
        (await Record()).Book.Policies.ShouldBeEmpty();
        (await Chat.Types("ada", "/policy remove name:nothing")).ShouldRefuse("There is neither a file nor a policy");
    }

    [Fact]
    public async Task Only_those_who_configure_apply_and_press()
    {
        (await Chat.Gives("zainab", "policy apply", ("ops.yaml", Ops))).ShouldRefuse("You may not change the settings");
        (await Record()).State.Proposal.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_no_text_too_large_or_given_twice_is_refused_by_name()
    {
        (await Chat.Gives("ada", "policy apply", ("a.yaml", [0xFF, 0xFE, 0x80]))).ShouldRefuse("a.yaml is not text in UTF-8");
        (await Chat.Gives("ada", "policy apply", ("big.yaml", new byte[300 * 1024]))).ShouldRefuse("big.yaml has 300 KB", "256 KB at most");
        (await Chat.Gives("ada", "policy apply", ("a.yaml", Ops), ("A.yaml", Ops))).ShouldRefuse("A.yaml is given twice");
    }

    [Fact]
    public async Task Names_in_files_ping_nobody_and_stay_words()
    {
        var answer = await Chat.Gives("ada", "policy apply", ("x.yaml", "policies:\n  \"@everyone **boo** <@1>\":\n    description: \"[click](https://evil.example) @here\"\n    default: true\n    levels:\n      - page: tunde\n"));
        answer.View.Message!.Content.ShouldNotContain("@everyone **boo**");
        await Chat.Presses("ada", "Apply");
        var shown = (await Chat.Types("zainab", "/policy show")).View.Message!.Content;
        shown.ShouldNotContain("[click](https");
        shown.ShouldNotContain("@here");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_a_message_holds_comes_as_a_file()
    {
        var many = string.Concat(Enumerable.Range(1, 80).Select(n => $"      - page: role:nobody-{n}-is-called-this-name\n"));
        var answer = await Chat.Gives("ada", "policy apply", ("many.yaml", $"policies:\n  p:\n    levels:\n{many}"));
        answer.View.Message!.Content.Length.ShouldBeLessThanOrEqualTo(2000);
        answer.Text.ShouldContain("more lines: all of them are in the file");
        answer.File("findings.txt").Split('\n').Count(line => line.Contains(": error: ", StringComparison.Ordinal)).ShouldBe(81);
    }

    [Fact]
    public async Task Without_the_members_intent_people_are_searched_for()
    {
        await using var chat = await Chat.StartAsync(Chat.Options with { MembersIntent = false });
        var answer = await chat.Gives("ada", "policy apply", ("p.yaml", "policies:\n  p:\n    levels:\n      - page: tunde\n      - page: tunda\n      - page: \"<@4711471147114711>\"\n"));
        answer.Text.ShouldContain("**p.yaml:5** nobody on this server is called 'tunda', so pages cannot reach them. Did you mean 'tunde'?");
        answer.Text.ShouldContain("**p.yaml:6** the account of 4711471147114711 (4711471147114711) is not on this server");
        await chat.Presses("ada", "Apply");
        (await chat.Driven.Store.OnCallAsync(new ServerId(chat.World.Guild.Id), TestContext.Current.CancellationToken)).Book.Policy("p")!.Levels[0].Targets.ShouldHaveSingleItem().Id.ShouldBe(chat.User("tunde").Id);
        await chat.Exchange.ShouldConformAsync();
    }

    private async Task Apply(params (string Name, string Text)[] files)
    {
        var answer = await Chat.Gives("ada", "policy apply", files);
        answer.Text.ShouldContain("Nothing has changed yet");
        (await Chat.Presses("ada", "Apply")).Text.ShouldContain("counts from now on");
    }

    private Task<OnCallRecord> Record() => Chat.Driven.Store.OnCallAsync(new ServerId(Chat.World.Guild.Id), TestContext.Current.CancellationToken);
}
