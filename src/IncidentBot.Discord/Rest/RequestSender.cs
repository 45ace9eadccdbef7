using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord;

/// <summary>
/// Brings one call to its end: waits its turn, keeps the limits, sends it, and sends it again where that can do no harm. A 429 is always obeyed and
/// repeated, since Discord did nothing; after a 5xx or a broken connection, only what can be repeated without doing it twice.
/// </summary>
internal sealed class RequestSender(DiscordOptions options, HttpMessageInvoker http, MonotonicClock clock, CallMeter meter, Random random)
{
    internal const int MaximumAttempts = 5;

    private readonly Lanes lanes = new(meter, clock);
    private readonly GlobalLimit global = new(clock, meter);
    private readonly InvalidRequestGuard guard = new(clock, meter, options.Log);
    private readonly string userAgent = $"DiscordBot ({options.ProjectUrl}, {typeof(RequestSender).Assembly.GetName().Version?.ToString(3) ?? "1.0.0"})";
    private long clockAheadTicks = long.MinValue;

    /// <inheritdoc cref="IDiscordApi.ClockAhead"/>
    public TimeSpan? ClockAhead => Interlocked.Read(ref clockAheadTicks) is not long.MinValue and var ticks ? new TimeSpan(ticks) : null;

    public async Task SendAsync(ApiRequest request, CancellationToken cancellationToken) => await CountedAsync(request, cancellationToken);

    public async Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var body = await CountedAsync(request, cancellationToken);
        try
        {
            if (JsonSerializer.Deserialize(body.Span, type) is { } result) return result;
            throw new DiscordApiException(request.Shown, HttpStatusCode.OK, 0, "Discord's answer was empty.", mayHaveHappened: !request.Repeatable);
        }
        catch (JsonException exception)
        {
            var reason = $"Discord's answer could not be read at {exception.Path ?? "its start"}.";
            throw new DiscordApiException(request.Shown, HttpStatusCode.OK, 0, reason, mayHaveHappened: !request.Repeatable);
        }
    }

    private async Task<ReadOnlyMemory<byte>> CountedAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        meter.CallBegins();
        try
        {
            RefuseToWait(request, lanes.OpensAt(request));
            var lane = await lanes.EnterAsync(request, cancellationToken);
            try
            {
                return await RepeatAsync(request, lane, cancellationToken);
            }
            finally
            {
                lane.Leave();
            }
        }
        finally
        {
            meter.CallEnds();
        }
    }

    private async Task<ReadOnlyMemory<byte>> RepeatAsync(ApiRequest request, Lane lane, CancellationToken cancellationToken)
    {
        var failures = 0;
        var mayHaveHappened = false;
        while (true)
        {
            await PassLimitsAsync(request, lane, cancellationToken);
            var attempt = await AttemptAsync(request, lane, cancellationToken);
            switch (attempt)
            {
                case Answer { Succeeded: true } answer:
                    return answer.Body;
                case Answer { Status: HttpStatusCode.TooManyRequests }:
                    continue;
                case Answer { Failed: false } refusal:
                    var error = ErrorBody.Parse(refusal.Body, $"HTTP {(int)refusal.Status}");
                    if (mayHaveHappened && IsDoneAlready(request, refusal.Status, error.Code)) return default;
                    throw new DiscordApiException(request.Shown, refusal.Status, error.Code, error.Reason, mayHaveHappened && !request.Repeatable);
            }

            failures++;
            mayHaveHappened |= attempt.MayHaveHappened;
            if (failures >= MaximumAttempts || (attempt.MayHaveHappened && !request.Repeatable)) throw GiveUp(request, attempt, mayHaveHappened, failures);
            var pause = request.FirstPause * Math.Pow(2, failures - 1) * (0.75 + (random.NextDouble() / 2));
            options.Log(DiscordLogLevel.Warning, $"{request.Shown}: {attempt.Trouble} Trying again in {pause.TotalSeconds:0.0} s.", null);
            await Pause.ForAsync(pause, clock, meter, cancellationToken);
        }
    }

    private async Task PassLimitsAsync(ApiRequest request, Lane lane, CancellationToken cancellationToken)
    {
        RefuseToWait(request, lane.OpensAt);
        await Pause.UntilAsync(lane.OpensAt, clock, meter, cancellationToken);
        await guard.PassAsync(cancellationToken);
        if (!request.HasOwnToken) await global.PassAsync(cancellationToken);
    }

    private void RefuseToWait(ApiRequest request, TimeSpan opensAt)
    {
        if (request.Patience is { } patience && opensAt - clock.Now is var wait && wait > TimeSpan.Zero && wait > patience) throw new RateLimitedException(request.Shown, wait);
    }

    private async Task<Attempt> AttemptAsync(ApiRequest request, Lane lane, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var message = request.ToHttp(options.ApiUrl, options.Token);
            message.Headers.TryAddWithoutValidation("User-Agent", userAgent);
            using var response = await http.SendAsync(message, either.Token);
            Compare(response.Headers.Date);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            TakeInLimits(request, lane, response, body);
            return new Answer(response.StatusCode, body);
        }
        catch (HttpRequestException exception)
        {
            return new NoAnswer($"the connection failed ({exception.HttpRequestError}).", MayHaveHappened: !NeverConnected(exception), exception);
        }
        catch (IOException exception)
        {
            return new NoAnswer("the connection broke.", MayHaveHappened: true, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Cancelled by neither: the handler's own patience for connecting ran out, and nothing was sent.
            return timeout.IsCancellationRequested
                ? new NoAnswer($"no answer within {options.RequestTimeout.TotalSeconds:0} s.", MayHaveHappened: true, exception)
                : new NoAnswer("no connection in time.", MayHaveHappened: false, exception);
        }
    }

    private void TakeInLimits(ApiRequest request, Lane lane, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var limits = RateLimitHeaders.Parse(response.Headers);
        if (limits is { Remaining: 0, ResetAfter: { } resetAfter }) lane.StayClosedUntil(clock.Now + resetAfter);
        if (response.StatusCode is HttpStatusCode.TooManyRequests)
        {
            var wait = RateLimitHeaders.RetryAfter(response.Headers, body);
            var opens = clock.Now + wait;
            var isGlobal = RateLimitHeaders.IsGlobal(response.Headers, body);
            options.Log(DiscordLogLevel.Warning,
                $"{request.Shown}: Discord asks {(isGlobal ? "the whole bot" : "this route")} to wait {wait.TotalSeconds:0.0} s.", null);
            if (isGlobal) global.CloseUntil(opens);
            if (!isGlobal || request.HasOwnToken) lane.StayClosedUntil(opens);
        }

        if (limits.Bucket is { } bucket) lanes.Learn(request, lane, bucket);
        var invalid = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
        if (invalid && !RateLimitHeaders.IsShared(response.Headers)) guard.Count();
    }

    // A second that is cut off is half a second too early on average.
    private void Compare(DateTimeOffset? date)
    {
        if (date is { } theirs) Interlocked.Exchange(ref clockAheadTicks, (clock.Time.GetUtcNow() - theirs - TimeSpan.FromSeconds(0.5)).Ticks);
    }

    // A deletion that is repeated finds nothing left to delete.
    private static bool IsDoneAlready(ApiRequest request, HttpStatusCode status, int code) =>
        (request.Method == HttpMethod.Delete && status is HttpStatusCode.NotFound) || (request.DoneAlreadyCode is { } done && done == code);

    private static bool NeverConnected(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static DiscordApiException GiveUp(ApiRequest request, Attempt attempt, bool mayHaveHappened, int failures)
    {
        var times = failures > 1 ? $" Tried {failures} times." : "";
        var unsure = mayHaveHappened && !request.Repeatable ? " It may have been done all the same." : "";
        return new DiscordApiException(
            request.Shown, (attempt as Answer)?.Status, 0, attempt.Trouble + times + unsure, mayHaveHappened && request.Method == HttpMethod.Post,
            (attempt as NoAnswer)?.Exception);
    }

    private abstract record Attempt(string Trouble, bool MayHaveHappened);

    private sealed record Answer(HttpStatusCode Status, ReadOnlyMemory<byte> Body)
        : Attempt($"Discord failed (HTTP {(int)Status}).", MayHaveHappened: true)
    {
        public bool Succeeded => (int)Status is >= 200 and < 300;

        public bool Failed => (int)Status >= 500;
    }

    private sealed record NoAnswer(string Trouble, bool MayHaveHappened, Exception Exception) : Attempt(Trouble, MayHaveHappened);
}
