using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Options;

namespace IncidentBot.Escalate;

/// <summary>How handing a page on went.</summary>
/// <param name="Failure">Null: it was taken.</param>
/// <param name="MayPass">It may work later.</param>
public sealed record WebhookOutcome(string? Failure, bool MayPass = false);

/// <summary>
/// Posts JSON to a service of the configuration, signed, so that it can tell who sent it and that nobody sends an old one again. What it answers is not read,
/// and no redirect is followed.
/// </summary>
public sealed class WebhookCaller(TimeProvider clock) : IDisposable
{
    public const string TimestampHeader = "X-IncidentBot-Timestamp";
    public const string SignatureHeader = "X-IncidentBot-Signature";
    public const string DeliveryHeader = "X-IncidentBot-Delivery";

    /// <summary>How long it may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    });

    /// <param name="delivery">The same for each attempt to deliver the same: the service can tell it had it.</param>
    /// <param name="body">JSON.</param>
    public async Task<WebhookOutcome> CallAsync(BotOptions.WebhookSection webhook, string delivery, byte[] body, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IncidentBot", "1.0"));
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, Sign(webhook.Secret, timestamp, body));
        request.Headers.Add(DeliveryHeader, delivery);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode) return new(null);
            var status = (int)response.StatusCode;
            return new($"it answered {status}", MayPass: status is 408 or 425 or 429 or >= 500);
        }
        catch (HttpRequestException e)
        {
            return new(e.HttpRequestError == HttpRequestError.SecureConnectionError ? "its certificate is not trusted" : "it could not be reached", MayPass: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new($"it did not answer within {Patience.TotalSeconds:0} seconds", MayPass: true);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>"sha256=" and, in lower-case hex, the HMAC-SHA256 with the secret over the timestamp, a dot, and the body.</summary>
    public static string Sign(string secret, string timestamp, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp + "."), .. body]));
}
