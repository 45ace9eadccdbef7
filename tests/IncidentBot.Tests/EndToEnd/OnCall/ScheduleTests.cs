namespace IncidentBot.Tests.EndToEnd.OnCall;

public sealed class ScheduleTests : ScheduleTest
{
    [Fact]
    public async Task Now_says_who_until_when_and_who_is_next()
    {
        var answer = await Chat.Types("zainab", "/oncall now");
        answer.IsPrivate.ShouldBeTrue();
        answer.View.Message!.Content.ShouldBe($"**ops**: <@{Chat.User("ada").Id}> is on call until {Stamp(Monday)}, then <@{Chat.User("tunde").Id}>.");
    }

    [Fact]
    public async Task A_month_ahead_names_each_shift_what_is_doubtful_and_the_load()
    {
        var answer = await Chat.Types("zainab", "/oncall schedule schedule:ops");
        var text = answer.View.Message!.Content;
        text.ShouldContain($"{Stamp(Monday)} to {Stamp(Monday.AddDays(7))} <@{Chat.User("tunde").Id}>");
        text.ShouldContain("Load in these 30 days:");
        text.ShouldContain("Fairness ");
        text.ShouldContain("The year ahead: somebody is on call at every moment, and nobody twice.");

        var year = await Chat.Types("zainab", "/oncall schedule days:366");
        year.View.Message!.Content.Length.ShouldBeLessThanOrEqualTo(2000);
        year.View.Message.Content.Split('\n').Where(line => line.StartsWith("<t:", StringComparison.Ordinal)).ShouldAllBe(line => line.EndsWith('>'));
        year.File("schedule.txt").ShouldContain("Mon 1 Mar 2027 09:00 WAT to ");
    }

    [Fact]
    public async Task Gaps_and_double_bookings_of_the_year_ahead_are_told()
    {
        await Chat.Gives("ada", "oncall apply", ("more.yaml", "timezone: Africa/Lagos\nschedules:\n  web:\n    layers:\n      - people: ada\n        hours: { mon-fri: 08:00-18:00 }\n"));
        await Chat.Presses("ada", "Apply");
        var answer = await Chat.Types("ada", "/oncall schedule days:2");
        answer.Text.ShouldContain("⚠️ nobody");
        answer.Text.ShouldContain("nobody is on call in web for");
        answer.Text.ShouldContain("Ada Obi is on call in ops and web at the same time");
        (await Chat.Types("ada", "/oncall now")).Text.ShouldContain("**web**: ⚠️ nobody is on call until");
        (await Chat.Types("ada", "/bot doctor")).Text.ShouldContain("Nobody is on call in web from");
        (await Chat.Types("ada", "/oncall schedule schedule:wbe")).ShouldRefuse("There is no schedule \"wbe\". There are: web and ops.");
    }

    [Fact]
    public async Task A_calendar_holds_a_persons_shifts_with_the_same_identifiers_each_time()
    {
        var mine = await Chat.Types("tunde", "/oncall calendar");
        var calendar = mine.File("on-call.ics");
        calendar.ShouldStartWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        calendar.ShouldContain("DTSTART:20260309T080000Z\r\nDTEND:20260316T080000Z\r\nSUMMARY:Tunde Bello on call (ops)\r\n");
        calendar.ShouldNotContain("Ada Obi on call");
        (await Chat.Types("ada", "/oncall calendar schedule:ops")).File("on-call.ics").ShouldContain("Ada Obi on call");

        await Chat.Advance(TimeSpan.FromDays(3));
        Uids((await Chat.Types("ada", "/oncall calendar person:@tunde")).File("on-call.ics")).Intersect(Uids(calendar)).Count().ShouldBeGreaterThan(20);
        (await Chat.Types("zainab", "/oncall calendar")).ShouldRefuse("has no shift in the year ahead");

        static List<string> Uids(string file) => [.. file.Split("\r\n").Where(line => line.StartsWith("UID:", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Names_of_schedules_are_offered()
    {
        (await Chat.Offered("zainab", "oncall schedule", "schedule", "o")).ShouldBe(["ops"]);
        (await Chat.Offered("zainab", "oncall schedule", "schedule", "x")).ShouldBeEmpty();
        (await Chat.Offered("zainab", "bot settings", "oncall_schedule", "op")).ShouldBe(["ops"]);
    }

    [Fact]
    public async Task Without_schedules_it_is_said_how_they_come_to_be()
    {
        await using var chat = await Chat.StartAsync();
        (await chat.Types("ada", "/oncall now")).Text.ShouldBe("There are no schedules on this server. `/oncall apply file:` takes them from a YAML file.");
        (await chat.Types("ada", "/oncall calendar")).ShouldRefuse("There are no schedules");
        (await chat.Types("ada", "/oncall override list")).Text.ShouldContain("Nothing was changed here");
    }
}
