using IncidentBot.Options;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Tests.Cli;

/// <summary>What the part Trackers of the settings may hold, and what is said of what it may not.</summary>
public sealed class TrackerSettingsTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void A_tracker_needs_its_kind_its_repository_and_a_token()
    {
        folder.Write("token", "ghp_abc\n");
        var (options, mistakes) = Read(("ops:Kind", "github"), ("ops:Repository", "acme/.github"), ("ops:TokenFile", Path.Combine(folder.Path, "token")), ("here:Kind", "forgejo"), ("here:Url", "http://git.local:3000/"), ("here:AllowHttp", "true"), ("here:Repository", "a/b"), ("here:Token", "t"), ("here:PollMinutes", "5"), ("here:Labels", "true"));
        mistakes.ShouldBeEmpty();
        var (here, ops) = (options.Trackers[0], options.Trackers[1]);
        (ops.Repository, ops.Token, ops.Poll, ops.Labels, ops.WebhookSecret).ShouldBe(("https://api.github.com/repos/acme/.github", "ghp_abc", TimeSpan.FromMinutes(10), false, null));
        (here.Repository, here.Kind, here.Poll, here.Labels).ShouldBe(("http://git.local:3000/api/v1/repos/a/b", TrackerKind.Gitea, TimeSpan.FromMinutes(5), true));
        ops.ToString().ShouldNotContain("ghp_abc");
    }

    [Theory]
    [InlineData("Kind", "gitlab", "Trackers:ops:Kind is 'gitlab'. Write github, gitea or forgejo.")]
    [InlineData("Repository", "https://github.com/acme/operations", "Trackers:ops:Repository is 'https://github.com/acme/operations'. Write its owner and its name, as in acme/operations.")]
    [InlineData("Repository", "../admin", "Trackers:ops:Repository is '../admin'. Write its owner and its name, as in acme/operations.")]
    [InlineData("Url", "https://github.com", "Trackers:ops:Url is the address for people. Leave it out for github.com; for GitHub Enterprise Server write https://HOST/api/v3.")]
    [InlineData("Url", "http://api.example", "Trackers:ops:Url begins with http: everyone on the way could read the token. Use https, or set Trackers:ops:AllowHttp to true if the way is your own.")]
    [InlineData("Url", "git.example", "Trackers:ops:Url is 'git.example', which is not an https address.")]
    [InlineData("Token", "", "Trackers:ops:Token is missing. Make one in the tracker that may read and write issues of acme/operations, and set it here or as Trackers:ops:TokenFile.")]
    [InlineData("Token", "two words", "Trackers:ops:Token contains spaces or other characters that no token has. Copy it once more.")]
    [InlineData("WebhookSecret", "short", "Trackers:ops:WebhookSecret must have at least 16 characters. `openssl rand -hex 24` makes a good one.")]
    [InlineData("PollMinutes", "0", "Trackers:ops:PollMinutes is '0'. Write a number of minutes from 1 to 1440.")]
    [InlineData("Server", "ours", "Trackers:ops:Server is 'ours', which is not the id of a server (Discord shows it with developer mode on: right click → Copy Server ID).")]
    [InlineData("Labels", "yes", "Trackers:ops:Labels is 'yes'. Write true or false.")]
    [InlineData("Tokn", "x", "Trackers:ops:Tokn is not a setting. A tracker has: Kind, Url, Repository, Token, TokenFile, WebhookSecret, WebhookSecretFile, AllowHttp, Labels, PollMinutes, Server.")]
    public void What_is_wrong_is_said_in_one_sentence_that_names_the_setting(string key, string value, string sentence)
    {
        var right = new Dictionary<string, string> { ["Kind"] = "github", ["Repository"] = "acme/operations", ["Token"] = "ghp_abc", [key] = value };
        var (options, mistakes) = Read([.. right.Select(one => ($"ops:{one.Key}", one.Value))]);
        mistakes.ShouldBe([sentence]);
        options.Trackers.ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();

    private static (BotOptions Options, IReadOnlyList<string> Mistakes) Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Trackers:{one.Key}", (string?)one.Value))).Build();
        return OptionsReader.Read(configuration, configuration);
    }
}
