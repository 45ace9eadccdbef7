using System.Collections.Immutable;
using System.Reflection;

namespace IncidentBot.Tests.Storage;

/// <summary>Any value of a domain type, every property filled in or left out by chance; what the domain gains later is filled in too.</summary>
internal sealed class AnyValue(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "the pool was exhausted", "@everyone <@800000000000000001> <&1>", "```\ncode\n```", "\"quoted\" 'single' \\ back\\slash", "line\r\nline\u2028", "שלום \u202Eabc",
        "Größe ñ 障害 🔥👩‍🚒", "zero\u200Bwidth", "'); DROP TABLE incidents; --", "100 % _of_ users", "\u0001\u001F\uFFFF",
    ];

    private readonly Random random = new(seed);

    public T Of<T>() => (T)Of(typeof(T))!;

    private object? Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return random.Next(3) == 0 ? null : Of(inner);
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)];
        if (type == typeof(int)) return random.Next(-5, 1000);
        if (type == typeof(long)) return random.NextInt64(0, long.MaxValue);
        if (type == typeof(ulong)) return (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(decimal)) return new decimal(random.Next(0, 100_000), 0, 0, isNegative: false, 3);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
        if (type == typeof(DateTime)) return new DateTime(random.NextInt64(DateTime.MaxValue.Ticks));
        if (type == typeof(TimeOnly)) return new TimeOnly(random.NextInt64(TimeOnly.MaxValue.Ticks));
        if (type == typeof(TimeSpan)) return new TimeSpan(random.NextInt64(TimeSpan.TicksPerDay));
        if (type == typeof(DateOnly)) return DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber));
        if (type == typeof(Uri)) return new Uri("https://discord.com/channels/" + random.Next(1, 1000));
        if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return Call(nameof(Many), type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>)) return Call(nameof(Map), type);
        return type.IsAbstract ? Of(OneOf(type)) : Record(type);
    }

    private Type OneOf(Type type)
    {
        var kinds = type.Assembly.GetTypes().Where(kind => kind.IsSubclassOf(type) && !kind.IsAbstract).ToList();
        return kinds[random.Next(kinds.Count)];
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var nullability = new NullabilityInfoContext();
        var value = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Maybe(p.ParameterType, nullability.Create(p)))]);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0))
        {
            property.SetValue(value, Maybe(property.PropertyType, nullability.Create(property)));
        }

        return value;
    }

    private object? Maybe(Type type, NullabilityInfo nullability)
        => !type.IsValueType && nullability.ReadState == NullabilityState.Nullable && random.Next(3) == 0 ? null : Of(type);

    private object? Call(string method, Type type)
        => typeof(AnyValue).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, null);

    private ImmutableArray<T> Many<T>() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Of<T>())];

    private ImmutableDictionary<TKey, TValue> Map<TKey, TValue>()
        where TKey : notnull
        => Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Of<TKey>(), Of<TValue>())).DistinctBy(pair => pair.Key).ToImmutableDictionary();
}
