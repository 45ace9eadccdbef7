using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Tests.Storage;

/// <summary>Stands between the bot and a PostgreSQL server, and can lose the answer to a commit: the server has carried it out, and nobody hears so.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int server;
    private readonly Task accepting;
    private int cuts;

    public CuttingProxy(int server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Cut { get; private set; }

    /// <summary>The next commit is cut off.</summary>
    /// <param name="before">Before the server hears of it; else after it has answered.</param>
    public void CutCommit(bool before) => Volatile.Write(ref cuts, before ? 1 : 2);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> running = [];
        try
        {
            while (true) running.Add(PassAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, server, stop.Token);
            var mute = false;
            var asking = PassAsync(near, far, bytes =>
            {
                if (bytes.IndexOf("COMMIT"u8) < 0) return true;
                var how = Interlocked.Exchange(ref cuts, 0);
                if (how != 0) Cut++;
                mute = how == 2;
                return how != 1;
            });
            var answering = PassAsync(far, near, _ => !mute);
            await Task.WhenAny(asking, answering);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone, and so does the other.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, Func<ReadOnlySpan<byte>, bool> passes)
    {
        var buffer = new byte[16 << 10];
        while (true)
        {
            var length = await from.GetStream().ReadAsync(buffer, stop.Token);
            if (length == 0 || !passes(buffer.AsSpan(0, length))) return;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, length), stop.Token);
        }
    }
}
