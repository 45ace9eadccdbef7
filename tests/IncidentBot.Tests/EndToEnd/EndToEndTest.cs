namespace IncidentBot.Tests.EndToEnd;

/// <summary>A test of what people see. Each has a server, a bot and a database of its own, and at its end all that was exchanged is held to Discord's document.</summary>
public abstract class EndToEndTest : IAsyncLifetime
{
    protected Chat Chat { get; private set; } = null!;

    /// <summary>Where it plays; a test that needs another server overrides it.</summary>
    protected virtual Task<Chat> StartAsync() => Chat.StartAsync();

    /// <summary>Ends what <see cref="StartAsync"/> has started besides.</summary>
    protected virtual ValueTask StopAsync() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync() => Chat = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Chat.DisposeAsync();
        await StopAsync();
        await Chat.Exchange.ShouldConformAsync();
        GC.SuppressFinalize(this);
    }
}
