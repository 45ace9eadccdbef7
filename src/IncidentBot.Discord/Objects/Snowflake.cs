using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>
/// Discord's identifier: 64 bits, of which the upper 42 are the milliseconds since 2015-01-01 UTC at which the thing came to be.
/// Ids of one kind therefore sort by time. On the wire it is a decimal string.
/// </summary>
/// <param name="Value">The number itself. Zero is never issued and stands for "no id was given".</param>
/// <seealso href="https://discord.com/developers/docs/reference#snowflakes"/>
[JsonConverter(typeof(SnowflakeConverter))]
public readonly record struct Snowflake(ulong Value) : IComparable<Snowflake>, ISpanParsable<Snowflake>
{
    private const long EpochMilliseconds = 1_420_070_400_000;

    /// <summary>When the thing with this id was made, UTC, to the millisecond.</summary>
    public DateTimeOffset Timestamp => DateTimeOffset.FromUnixTimeMilliseconds((long)(Value >> 22) + EpochMilliseconds);

    /// <summary>The lowest id that can have been issued at <paramref name="instant"/>: for paging by time. Instants before 2015 give zero.</summary>
    public static Snowflake At(DateTimeOffset instant) => new((ulong)Math.Max(0, instant.ToUnixTimeMilliseconds() - EpochMilliseconds) << 22);

    public static Snowflake Parse(string text) => Parse(text, null);

    /// <exception cref="FormatException">The text is not a whole number of up to 64 bits.</exception>
    public static Snowflake Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Snowflake Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a Discord id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Snowflake result) => TryParse(text.AsSpan(), null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Snowflake result) => TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Snowflake result)
    {
        var parsed = ulong.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        result = new(value);
        return parsed;
    }

    public int CompareTo(Snowflake other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(Snowflake left, Snowflake right) => left.Value < right.Value;

    public static bool operator <=(Snowflake left, Snowflake right) => left.Value <= right.Value;

    public static bool operator >(Snowflake left, Snowflake right) => left.Value > right.Value;

    public static bool operator >=(Snowflake left, Snowflake right) => left.Value >= right.Value;
}
