using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Options;

namespace IncidentBot.Drafting;

/// <summary>What came back from a language model.</summary>
/// <param name="Text">Its answer, as it wrote it; null: there is none.</param>
/// <param name="Failure">Why there is none, the end of a sentence about the model: "did not answer within 60 seconds".</param>
public sealed record ModelAnswer(string? Text, string? Failure);

/// <summary>
/// Asks a language model over the interface that OpenAI's has and many others offer. One question, one answer, nothing kept: whatever goes wrong is said, and changes
/// nothing. The key and what was asked are never logged, no redirect is followed, and of an answer only so much is read.
/// </summary>
/// <seealso href="https://platform.openai.com/docs/api-reference/chat/create"/>
public sealed class ModelClient(BotOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Of an answer with all that stands around the text, in bytes.</summary>
    private const int LargestAnswer = 256 << 10;

    private const string BrokeOff = "broke off in the middle of its answer";

    /// <summary>Characters to a token, on the safe side: how long an answer may be is said in tokens.</summary>
    private const int CharactersToAToken = 2;

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    });

    public BotOptions.LanguageModelSection? Settings => options.LanguageModel;

    /// <param name="task">What it shall do, in the bot's words.</param>
    /// <param name="data">What it shall do it with: words of others.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was set off.</exception>
    public async Task<ModelAnswer> AskAsync(string task, string data, CancellationToken cancellationToken)
    {
        if (Settings is not { } model) return new(null, "is not set");
        using var patience = new CancellationTokenSource(model.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = Request(model, task, data);
            using var response = await http.SendAsync(request, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (HttpRequestException e)
        {
            return new(null, e.HttpRequestError switch
            {
                HttpRequestError.SecureConnectionError => "has a certificate that is not trusted",
                HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError => "cannot be reached",
                _ => BrokeOff,
            });
        }
        catch (IOException)
        {
            return new(null, BrokeOff);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, $"did not answer within {model.TimeLimit.TotalSeconds:0} seconds");
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(BotOptions.LanguageModelSection model, string task, string data)
    {
        var body = new JsonObject
        {
            ["model"] = model.Model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = task },
                new JsonObject { ["role"] = "user", ["content"] = data }),
            ["max_tokens"] = model.MaxAnswer / CharactersToAToken,
            ["stream"] = false,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(model.Url.AbsoluteUri.TrimEnd('/') + "/chat/completions"))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IncidentBot", "1.0"));
        if (model.Key is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private static async Task<ModelAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            return new(null, status switch
            {
                401 or 403 => $"does not accept the key ({status}); whoever runs the bot can set another",
                404 => "is not found at its address (404); whoever runs the bot can correct it",
                413 => "finds the record too long (413)",
                429 => "is asked too much at the moment (429); try again in a while",
                >= 500 => $"has trouble of its own ({status}); try again in a while",
                _ => $"refused the question ({status})",
            });
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[8 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > LargestAnswer) return new(null, $"answered more than {LargestAnswer >> 10} KB");
            content.Write(buffer, 0, read);
        }

        try
        {
            var text = (JsonNode.Parse(content.GetBuffer().AsSpan(0, (int)content.Length)) as JsonObject)?["choices"]?[0]?["message"]?["content"]?.GetValue<string>();
            return string.IsNullOrWhiteSpace(text) ? new(null, "answered nothing") : new(text, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentOutOfRangeException or FormatException)
        {
            return new(null, "answered something that is not to be understood");
        }
    }
}
