using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.People;

namespace IncidentBot.Benchmarks;

/// <summary>
/// Times each interaction where Discord would: from the moment its event is put on the gateway until the bot's first answer to it has been taken in.
/// </summary>
internal sealed class AnswerWatch
{
    private readonly ConcurrentDictionary<ulong, Times> times = new();

    public AnswerWatch(SandboxServer sandbox)
    {
        sandbox.World.OnGateway += Sent;
        sandbox.World.OnRest += Answered;
    }

    /// <returns>How long the first answer took; null when there was none within Discord's 3 seconds.</returns>
    public async Task<TimeSpan?> AnswerToAsync(InteractionView view, CancellationToken cancellationToken)
    {
        await view.WaitAsync(final: false, cancellationToken);
        if (view.Failed) return null;
        var of = Of(view.Interaction.Id);
        return TimeProvider.System.GetElapsedTime(of.Sent, await of.Answered.Task.WaitAsync(cancellationToken));
    }

    private Times Of(ulong id) => times.GetOrAdd(id, static _ => new());

    private void Sent(GatewayFrame frame)
    {
        if (!frame.ToClient || (string?)frame.Payload["t"] != "INTERACTION_CREATE") return;
        Of(ulong.Parse((string)frame.Payload["d"]!["id"]!, CultureInfo.InvariantCulture)).Sent = TimeProvider.System.GetTimestamp();
    }

    private void Answered(RestExchange exchange)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (exchange.Path.Split('/') is ["", "interactions", var id, _, "callback"] && exchange.Status is >= 200 and < 300)
            Of(ulong.Parse(id, CultureInfo.InvariantCulture)).Answered.TrySetResult(now);
    }

    private sealed class Times
    {
        public long Sent { get; set; }

        public TaskCompletionSource<long> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
