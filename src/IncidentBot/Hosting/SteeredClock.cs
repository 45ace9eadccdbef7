using System.Globalization;
using IncidentBot.Options;

namespace IncidentBot.Hosting;

/// <summary>
/// A machine's clock that is wrong on purpose, for trying what the bot makes of that: the time of day is off by as many seconds as a file says, which may
/// change at any moment. Timers and elapsed time go on as they are, as they do when the clock of a real machine is set.
/// </summary>
public sealed class SteeredClock : TimeProvider
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly string file;
    private readonly ITimer looking;
    private long offsetTicks;

    /// <param name="file">Holds a number of seconds; what is missing or unreadable changes nothing.</param>
    public SteeredClock(string file)
    {
        this.file = file;
        Look();
        looking = System.CreateTimer(static clock => ((SteeredClock)clock!).Look(), this, LookEvery, LookEvery);
    }

    /// <summary>The clock that these options ask for: the machine's own unless they steer it.</summary>
    public static TimeProvider Of(BotOptions options) => options.Sandbox.ClockFile.Length == 0 ? System : new SteeredClock(options.Sandbox.ClockFile);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref offsetTicks));

    private void Look()
    {
        try
        {
            if (double.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var seconds)) Volatile.Write(ref offsetTicks, TimeSpan.FromSeconds(seconds).Ticks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As it was.
        }
    }
}
