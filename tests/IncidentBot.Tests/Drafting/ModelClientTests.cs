using IncidentBot.Drafting;
using IncidentBot.Options;
using static IncidentBot.Tests.Drafting.StandInModel;

namespace IncidentBot.Tests.Drafting;

/// <summary>Whatever a language model does, there is an answer or a sentence why there is none.</summary>
public sealed class ModelClientTests
{
    [Fact]
    public async Task Each_fault_has_its_sentence()
    {
        await using var model = await StandInModel.StartAsync();
        using var client = Client(model.Url);
        await FailsAsync(Writes("no", 401), "does not accept the key (401); whoever runs the bot can set another");
        await FailsAsync(Writes("{}", 429), "is asked too much at the moment (429); try again in a while");
        await FailsAsync(Writes("{}", 500), "has trouble of its own (500); try again in a while");
        await FailsAsync(Writes("{}", 418), "refused the question (418)");
        await FailsAsync(RedirectsAsync, "refused the question (307)");
        await FailsAsync(Writes("<html>"), "answered something that is not to be understood");
        await FailsAsync(Writes("[]"), "answered nothing");
        await FailsAsync(Writes("{\"choices\": []}"), "answered something that is not to be understood");
        await FailsAsync(Writes("{\"choices\": [{\"message\": {\"content\": 7}}]}"), "answered something that is not to be understood");
        await FailsAsync(Writes("{\"choices\": {\"a\": 1}}"), "answered something that is not to be understood");
        await FailsAsync(Says("  "), "answered nothing");
        await FailsAsync(Says(new string('x', 300_000)), "answered more than 256 KB");
        await FailsAsync(BreaksOff("{\"choices\": ["), "broke off in the middle of its answer");

        model.Answer = Says("A draft.");
        (await client.AskAsync("Do it.", "data", CancellationToken.None)).ShouldBe(new ModelAnswer("A draft.", null));
        model.Asked.ShouldAllBe(asked => asked.Key == "Bearer hidden-key");

        async Task FailsAsync(Func<Microsoft.AspNetCore.Http.HttpContext, Task> fault, string sentence)
        {
            model.Answer = fault;
            (await client.AskAsync("Do it.", "data", CancellationToken.None)).ShouldBe(new ModelAnswer(null, sentence));
        }
    }

    [Fact]
    public async Task Silence_and_a_closed_door_end_as_well()
    {
        var model = await StandInModel.StartAsync();
        using (var client = Client(model.Url, TimeSpan.FromMilliseconds(200)))
        {
            model.Answer = KeepsSilentAsync;
            (await client.AskAsync("Do it.", "data", CancellationToken.None)).Failure.ShouldBe("did not answer within 0 seconds");
            await model.DisposeAsync();
            (await client.AskAsync("Do it.", "data", CancellationToken.None)).Failure.ShouldBe("cannot be reached");
        }
    }

    private static ModelClient Client(Uri url, TimeSpan? patience = null) => new(
        new BotOptions { LanguageModel = new() { Url = url, Model = "small", Key = "hidden-key", TimeLimit = patience ?? TimeSpan.FromSeconds(20) } }, TimeProvider.System);
}
