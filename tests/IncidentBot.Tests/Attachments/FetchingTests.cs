using System.Text;
using IncidentBot.Attachments;
using IncidentBot.Domain.Attachments;
using IncidentBot.Options;
using IncidentBot.Sandbox.Time;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Tests.Attachments;

/// <summary>Whatever a file server answers, the bot takes what was announced and nothing else, from where it may and nowhere else.</summary>
public sealed class FetchingTests : IAsyncDisposable
{
    private readonly DrivenClock clock = new(new DateTimeOffset(2026, 3, 4, 3, 0, 0, TimeSpan.Zero));
    private readonly MemoryStream written = new();
    private FileServer? server;

    [Fact]
    public async Task A_file_is_written_as_it_comes_with_hash_and_type()
    {
        await AnswersAsync(context => context.Response.WriteAsync("hello"));
        var fetched = (await FetchAsync(5)).ShouldBeOfType<FetchResult.Fetched>();
        fetched.Copy.ShouldBe(new("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", 5, FileType.Text));
        Encoding.UTF8.GetString(written.ToArray()).ShouldBe("hello");
    }

    [Fact]
    public async Task A_file_of_no_bytes_is_a_file()
    {
        await AnswersAsync(_ => Task.CompletedTask);
        (await FetchAsync(0)).ShouldBeOfType<FetchResult.Fetched>().Copy.Type.ShouldBe(FileType.Empty);
    }

    [Theory]
    [InlineData(4, "more came than the 4 B that were announced")]
    [InlineData(6, "only 5 B came of 6 B")]
    [InlineData(0, "more came than the 0 B that were announced")]
    public async Task A_content_of_another_size_is_not_the_file(int announced, string why)
    {
        await AnswersAsync(context => context.Response.WriteAsync("hello"));
        (await FetchAsync(announced)).ShouldBe(new FetchResult.Trouble(why));
    }

    [Fact]
    public async Task A_file_without_end_is_left_as_soon_as_it_is_longer_than_announced()
    {
        await AnswersAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[10_000], context.RequestAborted);
        });
        (await FetchAsync(100_000)).ShouldBeOfType<FetchResult.Trouble>();
        written.Length.ShouldBeLessThanOrEqualTo(100_000);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_trouble()
    {
        await AnswersAsync(async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.WriteAsync("hel");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        (await FetchAsync(10)).ShouldBe(new FetchResult.Trouble("the connection broke"));
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_is_left_after_half_a_minute()
    {
        var silent = new TaskCompletionSource();
        await AnswersAsync(async context =>
        {
            await context.Response.WriteAsync("hel");
            await context.Response.Body.FlushAsync();
            await silent.Task.WaitAsync(context.RequestAborted);
        });
        var fetching = FetchAsync(5);
        while (written.Length < 3) await Task.Yield();
        clock.AdvanceTo(clock.GetUtcNow().AddSeconds(29));
        fetching.IsCompleted.ShouldBeFalse();
        clock.AdvanceTo(clock.GetUtcNow().AddSeconds(31));
        (await fetching).ShouldBe(new FetchResult.Trouble("Discord's file server fell silent"));
    }

    [Theory]
    [InlineData(400, typeof(FetchResult.Trouble))]
    [InlineData(401, typeof(FetchResult.LinkDead))]
    [InlineData(403, typeof(FetchResult.LinkDead))]
    [InlineData(404, typeof(FetchResult.LinkDead))]
    [InlineData(410, typeof(FetchResult.LinkDead))]
    [InlineData(500, typeof(FetchResult.Trouble))]
    [InlineData(304, typeof(FetchResult.Trouble))]
    [InlineData(206, typeof(FetchResult.Trouble))]
    public async Task Any_other_answer_is_no_file(int status, Type result)
    {
        await AnswersAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        (await FetchAsync(5)).ShouldBeOfType(result);
    }

    [Fact]
    public async Task Told_to_wait_it_says_how_long()
    {
        await AnswersAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        (await FetchAsync(5)).ShouldBeOfType<FetchResult.Trouble>().Wait.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Sent_on_within_what_is_allowed_it_follows()
    {
        await AnswersAsync(context =>
        {
            if (context.Request.Path == "/there") return context.Response.WriteAsync("hello");
            context.Response.Redirect("/there");
            return Task.CompletedTask;
        });
        (await FetchAsync(5)).ShouldBeOfType<FetchResult.Fetched>();
    }

    [Fact]
    public async Task Sent_on_to_another_host_it_does_not_go()
    {
        await using var other = await FileServer.StartAsync(context => context.Response.WriteAsync("secret"));
        await AnswersAsync(context =>
        {
            context.Response.Redirect(other.Origin + "/metadata");
            return Task.CompletedTask;
        });
        (await FetchAsync(6)).ShouldBeOfType<FetchResult.Forbidden>();
        other.Asked.ShouldBe(0);
        written.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Sent_in_circles_it_stops()
    {
        await AnswersAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        (await FetchAsync(5)).ShouldBe(new FetchResult.Trouble("the link leads nowhere"));
        server!.Asked.ShouldBe(4);
    }

    [Fact]
    public async Task It_shows_no_token_and_takes_no_cookie()
    {
        var seen = new List<string>();
        await AnswersAsync(context =>
        {
            seen.AddRange(context.Request.Headers.Select(header => header.Key));
            context.Response.Cookies.Append("a", "b");
            if (context.Request.Path == "/there") return context.Response.WriteAsync("hello");
            context.Response.Redirect("/there");
            return Task.CompletedTask;
        });
        await FetchAsync(5);
        seen.ShouldNotContain("Authorization");
        seen.ShouldNotContain("Cookie");
    }

    [Theory]
    [InlineData("https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3&", true)]
    [InlineData("https://media.discordapp.net/attachments/1/2/a.png", true)]
    [InlineData("https://CDN.DISCORDAPP.COM/a", true)]
    [InlineData("http://cdn.discordapp.com/a", false)]
    [InlineData("https://cdn.discordapp.com:8443/a", false)]
    [InlineData("https://cdn.discordapp.com@evil.example/a", false)]
    [InlineData("https://evil.example/cdn.discordapp.com/a", false)]
    [InlineData("https://cdn.discordapp.com.evil.example/a", false)]
    [InlineData("https://user:word@cdn.discordapp.com/a", false)]
    [InlineData("https://xcdn.discordapp.com/a", false)]
    [InlineData("https://сdn.discordapp.com/a", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("http://127.0.0.1:8080/healthz", false)]
    [InlineData("http://localhost/a", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ftp://cdn.discordapp.com/a", false)]
    public void Only_Discords_own_hosts_are_asked(string link, bool allowed) =>
        AllowedHosts.Of(new BotOptions()).Allows(new Uri(link)).ShouldBe(allowed);

    [Fact]
    public void With_a_sandbox_it_is_the_sandbox_and_nothing_else()
    {
        var hosts = AllowedHosts.Of(new BotOptions { Discord = new() { ApiUrl = "http://127.0.0.1:5005/api/v10" } });
        hosts.Allows(new("http://127.0.0.1:5005/attachments/1/2/a.png")).ShouldBeTrue();
        hosts.Allows(new("http://127.0.0.1:5006/attachments/1/2/a.png")).ShouldBeFalse();
        hosts.Allows(new("http://localhost:5005/attachments/1/2/a.png")).ShouldBeFalse();
        hosts.Allows(new("https://cdn.discordapp.com/attachments/1/2/a.png")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://cdn.discordapp.com/a?ex=69a7a4f0&is=1&hm=2&", false)] // 2026-03-04T03:20:16Z
    [InlineData("https://cdn.discordapp.com/a?ex=69a79fff&is=1&hm=2&", true)] // 2026-03-04T02:59:11Z
    [InlineData("https://cdn.discordapp.com/a?is=1&ex=69a79fff", true)]
    [InlineData("https://cdn.discordapp.com/a?ex=zz", false)]
    [InlineData("https://cdn.discordapp.com/a", false)]
    public void A_link_says_when_it_dies(string link, bool dead) => AttachmentLink.IsExpired(link, clock.GetUtcNow()).ShouldBe(dead);

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        await written.DisposeAsync();
    }

    private async Task AnswersAsync(Func<HttpContext, Task> answer) => server = await FileServer.StartAsync(answer);

    private async Task<FetchResult> FetchAsync(long announced)
    {
        using var fetcher = new AttachmentFetcher(new AllowedHosts([server!.Origin]), clock);
        return await fetcher.FetchAsync(server.Origin + "/attachments/1/2/file", announced, written, TestContext.Current.CancellationToken);
    }
}
