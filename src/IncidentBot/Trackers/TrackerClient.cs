using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Actions.Tracking;
using IncidentBot.Domain.Words;
using IncidentBot.Options;

namespace IncidentBot.Trackers;

/// <param name="UpdatedAt">By the tracker's clock.</param>
public sealed record SeenIssue(IssueView View, string Body, DateTimeOffset UpdatedAt);

/// <param name="Issues">Null: nothing has changed since the answer with that ETag.</param>
/// <param name="IsLast">There are no further pages.</param>
public sealed record IssuePage(IReadOnlyList<SeenIssue>? Issues, string? ETag, bool IsLast);

/// <summary>
/// The issues of one repository, over the HTTP interface of GitHub (docs.github.com/rest/issues, version 2022-11-28) or of Gitea and Forgejo (/api/v1), which differ
/// in few things. No redirect is followed, and the token goes nowhere but to the configured address.
/// </summary>
public sealed class TrackerClient(TimeProvider clock) : IDisposable
{
    /// <summary>How long it may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public const int PageSize = 50;

    /// <summary>How many pages are looked through for an issue that may have been made.</summary>
    private const int LookedThrough = 10;

    private const long LargestAnswer = 32L << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    });

    /// <summary>What keeps issues from being written in the repository, in words; null: nothing that can be seen from here.</summary>
    /// <exception cref="TrackerException">The repository cannot be seen.</exception>
    public async Task<string?> ExamineAsync(BotOptions.TrackerSection tracker, CancellationToken cancellationToken)
    {
        var repository = (await AskAsync(tracker, HttpMethod.Get, "", body: null, etag: null, cancellationToken)).Json!;
        if (Flag(repository, "archived") == true) return "the repository is archived";
        if (Flag(repository, "has_issues") == false) return "issues are turned off in the repository";
        return repository["permissions"] is JsonObject rights && Flag(rights, "pull") == false ? "the token may not read the repository" : null;
    }

    /// <exception cref="TrackerException">It could not be made, or it is not known whether it was.</exception>
    public async Task<SeenIssue> CreateAsync(BotOptions.TrackerSection tracker, IssueText text, IEnumerable<string> labels, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["title"] = text.Title, ["body"] = text.Body };
        if (tracker.Labels) body["labels"] = await LabelsAsync(tracker, [.. labels], cancellationToken);
        return Read(tracker, (await AskAsync(tracker, HttpMethod.Post, "/issues", body, etag: null, cancellationToken)).Json);
    }

    /// <exception cref="TrackerException">Among others <see cref="TrackerTrouble.Gone"/>.</exception>
    public async Task<SeenIssue> GetAsync(BotOptions.TrackerSection tracker, long number, CancellationToken cancellationToken) =>
        Read(tracker, (await AskAsync(tracker, HttpMethod.Get, Path(number), body: null, etag: null, cancellationToken)).Json);

    /// <param name="text">Null: it stays.</param>
    /// <param name="close">Null: it stays open or closed.</param>
    /// <param name="isNotPlanned">Closed because it will not be done.</param>
    /// <exception cref="TrackerException">Among others <see cref="TrackerTrouble.Gone"/>.</exception>
    public async Task<SeenIssue> UpdateAsync(BotOptions.TrackerSection tracker, SeenIssue issue, IssueText? text, bool? close, bool isNotPlanned, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        if (text is not null) (body["title"], body["body"]) = (text.Title, text.Into(issue.Body));
        if (close is { } closed) body["state"] = closed ? "closed" : "open";
        if (tracker.Kind == TrackerKind.GitHub && close is { } done) body["state_reason"] = !done ? "reopened" : isNotPlanned ? "not_planned" : "completed";
        return Read(tracker, (await AskAsync(tracker, HttpMethod.Patch, Path(issue.View.Number), body, etag: null, cancellationToken)).Json);
    }

    /// <summary>The issue with that marker, if it was made since.</summary>
    /// <exception cref="TrackerException">It cannot be told whether there is one.</exception>
    public async Task<SeenIssue?> FindAsync(BotOptions.TrackerSection tracker, string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var page = 1; page <= LookedThrough; page++)
        {
            var found = await ListAsync(tracker, since, page, etag: null, cancellationToken);
            if (found.Issues!.FirstOrDefault(issue => issue.Body.Contains($"<!-- {marker} -->", StringComparison.Ordinal)) is { } there) return there;
            if (found.IsLast) return null;
        }

        throw new TrackerException(TrackerTrouble.Away, $"too much has changed in {tracker.Name} to see whether the issue was made");
    }

    /// <summary>Issues, closed ones included, that have changed at or after an instant.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="etag">Of the last answer to the same question; null: none.</param>
    /// <exception cref="TrackerException">There is no answer.</exception>
    public async Task<IssuePage> ListAsync(BotOptions.TrackerSection tracker, DateTimeOffset since, int page, string? etag, CancellationToken cancellationToken)
    {
        var at = Uri.EscapeDataString(since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        var query = tracker.Kind == TrackerKind.GitHub
            ? $"/issues?state=all&sort=updated&direction=asc&since={at}&per_page={PageSize}&page={page}"
            : $"/issues?state=all&type=issues&since={at}&limit={PageSize}&page={page}";
        var answer = await AskAsync(tracker, HttpMethod.Get, query, body: null, etag, cancellationToken);
        if (answer.Json is null) return new(null, etag, IsLast: true);
        if (answer.Json is not JsonArray all) throw Strange(tracker);

        // A server may give fewer to a page than it was asked for; the one after the last is empty. GitHub lists pull requests among issues.
        var issues = all.OfType<JsonObject>().Where(one => one["pull_request"] is not JsonObject).Select(one => Read(tracker, one)).ToList();
        return new(issues, answer.ETag, IsLast: all.Count == 0 || (tracker.Kind == TrackerKind.GitHub && all.Count < PageSize));
    }

    public void Dispose() => http.Dispose();

    private static string Path(long number) => string.Create(CultureInfo.InvariantCulture, $"/issues/{number}");

    // GitHub takes names and makes those it does not know. The others take numbers.
    private async Task<JsonArray> LabelsAsync(BotOptions.TrackerSection tracker, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        if (tracker.Kind == TrackerKind.GitHub) return [.. wanted.Select(name => JsonValue.Create(name))];
        var known = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        for (var page = 1; page <= LookedThrough; page++)
        {
            if ((await AskAsync(tracker, HttpMethod.Get, $"/labels?limit={PageSize}&page={page}", body: null, etag: null, cancellationToken)).Json is not JsonArray { Count: > 0 } labels) break;
            foreach (var label in labels.OfType<JsonObject>()) known[Text(label, "name") ?? ""] = Number(label, "id") ?? 0;
        }

        var numbers = new JsonArray();
        foreach (var name in wanted)
        {
            if (!known.TryGetValue(name, out var id))
            {
                var made = (await AskAsync(tracker, HttpMethod.Post, "/labels", new JsonObject { ["name"] = name, ["color"] = "#d4c5f9" }, etag: null, cancellationToken)).Json;
                id = Number(made as JsonObject, "id") ?? throw Strange(tracker);
            }

            numbers.Add(id);
        }

        return numbers;
    }

    private async Task<(JsonNode? Json, string? ETag)> AskAsync(BotOptions.TrackerSection tracker, HttpMethod method, string path, JsonObject? body, string? etag, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(tracker.Repository + path));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IncidentBot", "1.0"));
        request.Headers.Authorization = new AuthenticationHeaderValue(tracker.Kind == TrackerKind.GitHub ? "Bearer" : "token", tracker.Token);
        request.Headers.Accept.ParseAdd(tracker.Kind == TrackerKind.GitHub ? "application/vnd.github+json" : "application/json");
        if (tracker.Kind == TrackerKind.GitHub) request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (response.StatusCode == HttpStatusCode.NotModified) return (null, etag);
            if (!response.IsSuccessStatusCode) throw await RefusedAsync(tracker, response, path, either.Token);
            if (response.Content.Headers.ContentLength > LargestAnswer) throw Strange(tracker);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return (await JsonNode.ParseAsync(stream, cancellationToken: either.Token) ?? throw Strange(tracker), response.Headers.ETag?.ToString());
        }
        catch (HttpRequestException e)
        {
            throw new TrackerException(TrackerTrouble.Away, $"{tracker.Name} {(e.HttpRequestError == HttpRequestError.SecureConnectionError ? "shows a certificate that is not trusted" : "cannot be reached")}");
        }
        catch (JsonException)
        {
            throw Strange(tracker);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TrackerException(TrackerTrouble.Away, $"{tracker.Name} did not answer within {Patience.TotalSeconds:0} seconds");
        }
    }

    private async Task<TrackerException> RefusedAsync(BotOptions.TrackerSection tracker, HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status == 429 || (status == 403 && IsLimit(response))) return new(TrackerTrouble.TooOften, $"{tracker.Name} was asked too often", WaitOf(response));
        if (status is 408 or 425 or >= 500) return new(TrackerTrouble.Away, $"{tracker.Name} answered {status}", WaitOf(response));
        if (status is 401) return new(TrackerTrouble.Refused, $"{tracker.Name} does not take the token (401): make a new one and set Trackers:{tracker.Name}:Token");
        if (status is 403) return new(TrackerTrouble.Refused, $"{tracker.Name} does not let the token do that (403): it needs the right to read and write issues{await WordsAsync(response, cancellationToken)}");
        if (status is 404 or 410 or 301 or 302 or 307 or 308)
        {
            return path.StartsWith("/issues/", StringComparison.Ordinal)
                ? new(TrackerTrouble.Gone, status is 404 or 410 ? "the issue was deleted there" : "the issue was moved to another repository")
                : new(TrackerTrouble.Refused, status == 410 && path.Length > 0 ? $"issues are turned off in the repository of {tracker.Name} (410)" : $"{tracker.Name} has no such repository, or the token may not see it ({status}): look at Trackers:{tracker.Name}:Url and Repository");
        }

        return new(TrackerTrouble.Refused, $"{tracker.Name} refused it ({status}){await WordsAsync(response, cancellationToken)}");
    }

    private static bool IsLimit(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not null || (response.Headers.TryGetValues("x-ratelimit-remaining", out var left) && left.FirstOrDefault() == "0");

    private TimeSpan? WaitOf(HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        TimeSpan? wait = response.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - now
            : IsLimit(response) && response.Headers.TryGetValues("x-ratelimit-reset", out var reset) && long.TryParse(reset.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 32503680000
                ? DateTimeOffset.FromUnixTimeSeconds(at) - now
                : null;
        return wait is { } known ? TimeSpan.FromSeconds(Math.Clamp(known.TotalSeconds, 1, LongestWait.TotalSeconds)) : null;
    }

    private static async Task<string> WordsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(64 * 1024, cancellationToken);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) is JsonObject said && Text(said, "message") is { } words ? $": {Harmless.Line(words, 150).TrimEnd('.')}" : "";
        }
        catch (Exception e) when (e is JsonException or HttpRequestException)
        {
            return "";
        }
    }

    private static SeenIssue Read(BotOptions.TrackerSection tracker, JsonNode? json)
    {
        if (json is not JsonObject issue || Number(issue, "number") is not { } number || Text(issue, "state") is not { } state) throw Strange(tracker);
        var updated = DateTimeOffset.TryParse(Text(issue, "updated_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : DateTimeOffset.UnixEpoch;

        // Shown to people as a link, so it must be one, and one that ends no Markdown.
        var url = Uri.TryCreate(Text(issue, "html_url"), UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address!.AbsoluteUri.Replace(">", "%3E", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal) : tracker.IssuePage(number);
        return new(new IssueView(number, url, state == "closed", Text(issue, "state_reason") is "not_planned" or "duplicate"), Text(issue, "body") ?? "", updated);
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? Number(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static bool? Flag(JsonNode json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static TrackerException Strange(BotOptions.TrackerSection tracker) => new(TrackerTrouble.Away, $"{tracker.Name} answered something else than issues: look at Trackers:{tracker.Name}:Kind and Url");
}
