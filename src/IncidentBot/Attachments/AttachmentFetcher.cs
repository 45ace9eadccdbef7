using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Attachments;

/// <summary>How fetching a file went.</summary>
public abstract record FetchResult
{
    private FetchResult()
    {
    }

    public sealed record Fetched(KeptCopy Copy) : FetchResult;

    /// <summary>The link is not (or no longer) good: a new one may be.</summary>
    public sealed record LinkDead(string Why) : FetchResult;

    /// <summary>It must not be fetched, now or later.</summary>
    public sealed record Forbidden(string Why) : FetchResult;

    /// <summary>It may work later.</summary>
    /// <param name="Wait">How long the server asks to wait, if it does.</param>
    public sealed record Trouble(string Why, TimeSpan? Wait = null) : FetchResult;
}

/// <summary>
/// Streams a file from Discord's file servers, whatever their answer is like: never more than was announced, never from another host, never for ever, and
/// never with more than a buffer of it in memory. It sends no token and no cookie, and trusts nothing that the answer says about the content.
/// </summary>
public sealed class AttachmentFetcher : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int MostRedirects = 3;
    private const string Broke = "the connection broke";

    /// <summary>How long nothing may come.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>How long one file may take, however slowly it comes.</summary>
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(10);

    private readonly AllowedHosts hosts;
    private readonly TimeProvider clock;
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    });

    public AttachmentFetcher(AllowedHosts hosts, TimeProvider clock)
    {
        this.hosts = hosts;
        this.clock = clock;
    }

    /// <summary>Writes the content to <paramref name="to"/>. What was written is worth something only with <see cref="FetchResult.Fetched"/>.</summary>
    /// <param name="announced">Its size in bytes, as Discord said: a content of another size is not the file.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task<FetchResult> FetchAsync(string link, long announced, Stream to, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var address)) return new FetchResult.LinkDead("there is no link");
        using var whole = new CancellationTokenSource(Whole, clock);
        using var silence = new CancellationTokenSource(Silence, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(whole.Token, silence.Token, cancellationToken);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                if (!hosts.Allows(address)) return new FetchResult.Forbidden($"the link leads to {address.Host}, which is not a place I may fetch files from");
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IncidentBot", "1.0"));
                using var response = await http.SendAsync(request, any.Token);
                if (response.StatusCode is HttpStatusCode.OK) return await ReadAsync(response, announced, to, silence, any.Token);
                if (Next(response, address) is not { } next) return Refused(response);
                if (redirects == MostRedirects) return new FetchResult.Trouble("the link leads nowhere");
                address = next;
            }
        }
        catch (HttpRequestException e)
        {
            var isNear = e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
            return new FetchResult.Trouble(isNear ? Broke : "Discord's file server could not be reached");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchResult.Trouble(silence.IsCancellationRequested ? "Discord's file server fell silent" : "it took too long");
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<FetchResult> ReadAsync(HttpResponseMessage response, long announced, Stream to, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        await using var from = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var type = new FileTypeReader();
        var buffer = new byte[BufferSize];
        for (long size = 0; ;)
        {
            int read;
            try
            {
                read = await from.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException)
            {
                return new FetchResult.Trouble(Broke);
            }

            if (read == 0)
            {
                return size < announced
                    ? new FetchResult.Trouble($"only {FileSize.InWords(size)} came of {FileSize.InWords(announced)}")
                    : new FetchResult.Fetched(new KeptCopy(Convert.ToHexStringLower(hash.GetHashAndReset()), size, type.End()));
            }

            size += read;
            if (size > announced) return new FetchResult.Trouble($"more came than the {FileSize.InWords(announced)} that were announced");
            hash.AppendData(buffer, 0, read);
            type.Take(buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            silence.CancelAfter(Silence);
        }
    }

    private static Uri? Next(HttpResponseMessage response, Uri address) => (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location ? new Uri(address, location) : null;

    private FetchResult Refused(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone or HttpStatusCode.Unauthorized =>
            new FetchResult.LinkDead($"Discord's file server does not give it out (HTTP {(int)response.StatusCode})"),
        _ => new FetchResult.Trouble($"Discord's file server failed (HTTP {(int)response.StatusCode})", Wait(response.Headers.RetryAfter)),
    };

    private TimeSpan? Wait(RetryConditionHeaderValue? after) => after?.Delta ?? (after?.Date is { } at && at > clock.GetUtcNow() ? at - clock.GetUtcNow() : null);
}
