using System.Net.Http.Headers;

namespace IncidentBot.Discord;

/// <summary>One call, complete: it can be sent as often as need be.</summary>
internal sealed class ApiRequest
{
    public ApiRequest(HttpMethod method, Route route, string query = "")
    {
        Method = method;
        Path = route.Path + query;
        Shown = $"{method} {route.Shown}";
        Template = $"{method} {route.Template}";
        Major = route.Major;
        HasOwnToken = route.HasOwnToken;
        Repeatable = method != HttpMethod.Post;
    }

    public HttpMethod Method { get; }

    public string Path { get; }

    /// <summary>For logs and exceptions: without any token.</summary>
    public string Shown { get; }

    public string Template { get; }

    public string Major { get; }

    public bool HasOwnToken { get; }

    /// <summary>Doing it twice does no more than doing it once. Otherwise it is not sent again once Discord may have heard it.</summary>
    public bool Repeatable { get; init; }

    /// <summary>What Discord answers when the first attempt had worked after all, though its answer was lost.</summary>
    public int? DoneAlreadyCode { get; init; }

    /// <summary>The pause before the first repetition; each further one is twice as long. An interaction's 3 seconds leave no room for long ones.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it waits at most for the limit of its own route; null: for as long as that takes.</summary>
    public TimeSpan? Patience { get; init; }

    public byte[]? Json { get; init; }

    public IReadOnlyList<MessageFile> Files { get; init; } = [];

    /// <summary>For the audit log.</summary>
    public string? Reason { get; init; }

    public HttpRequestMessage ToHttp(Uri baseUrl, string botToken)
    {
        var http = new HttpRequestMessage(Method, new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + Path)) { Content = Content() };
        if (!HasOwnToken) http.Headers.Authorization = new AuthenticationHeaderValue("Bot", botToken);
        if (!string.IsNullOrWhiteSpace(Reason)) http.Headers.TryAddWithoutValidation("X-Audit-Log-Reason", AuditLogReason.Encode(Reason));
        return http;
    }

    private HttpContent? Content()
    {
        if (Json is null) return null;
        var json = new ByteArrayContent(Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return Files is [] ? json : FileForm.Around(json, Files);
    }
}
