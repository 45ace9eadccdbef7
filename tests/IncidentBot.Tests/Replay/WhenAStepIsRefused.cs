using IncidentBot.Replay;

namespace IncidentBot.Tests.Replay;

/// <summary>A scenario is mended by whoever wrote it, who sees neither the sandbox nor the bot: the sentence says what there is instead.</summary>
public sealed class WhenAStepIsRefused
{
    private const string Declare = "{ by: ada, command: '/incident declare title:\"Shop is down\" severity:sev2' }";

    [Theory]
    [InlineData("{ by: ada, press: Explode }", "ada sees no button 'Explode'; there are 'Acknowledge', 'Update', 'Escalate', 'Severity', 'Take command' and 'Resolve'")]
    [InlineData("{ by: ada, press: Escalate, form: { to: '@zed', reason: help } }", "to asks for a person or role, and '@zed' is none that exists.")]
    [InlineData("{ by: ada, command: '/incident resolve', form: { fixx: a } }", "The form 'Resolve INC-1' has no field called 'fixx'; it has 'fix', 'cause', 'impact' and 'prevent'.")]
    [InlineData("{ by: ada, say: hi, channel: inc-9 }", "there is no channel 'inc-9'; ada sees 'general', 'operations', 'inc-1-shop-is-down' and 'incidents'")]
    public async Task the_sentence_names_what_there_is(string step, string sentence) => (await PlayAsync(Declare, step)).Refused!.Answer.ShouldBe(sentence);

    [Fact]
    public async Task while_the_bot_is_away_that_is_the_reason_and_what_came_of_it_can_still_be_read()
    {
        var (refused, numbers) = await PlayAsync(Declare, "{ bot: offline, for: 10m }", "{ at: +5m, by: ada, command: /incident resolve }");

        refused!.Answer.ShouldBe("The application did not respond: the bot is away");
        refused.Line.ShouldBe(9);
        numbers.ShouldBe([1]);
    }

    [Fact]
    public async Task people_are_chosen_in_a_form_by_the_names_that_stand_in_commands()
    {
        var (refused, _) = await PlayAsync(Declare, "{ by: ada, press: Escalate, form: { to: '@tunde', reason: help } }", "{ at: +1m, by: tunde, press: Acknowledge }");

        refused.ShouldBeNull();
    }

    private static async Task<(RefusedStep? Refused, int[] Numbers)> PlayAsync(params string[] steps)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var replayer = await Replayer.StartAsync(ScenarioText.WithSteps(steps).Scenario!, ReplayOptions.Quiet, cancellation);
        var refused = await replayer.PlayAsync(onStep: null, cancellation);
        return (refused, [.. (await replayer.FilesAsync(cancellation)).Select(file => file.Incident.Number)]);
    }
}
