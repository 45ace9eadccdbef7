namespace IncidentBot.Storage.Talk;

/// <summary>A parameter's value, without a box around it: a whole number, a text, or null.</summary>
internal readonly struct SqlValue
{
    private SqlValue(bool isNull, long whole, string? text) => (IsNull, Whole, Text) = (isNull, whole, text);

    public static SqlValue Null { get; } = new(isNull: true, whole: 0, text: null);

    public bool IsNull { get; }

    public long Whole { get; }

    public string? Text { get; }

    public static implicit operator SqlValue(long value) => new(isNull: false, value, text: null);

    public static implicit operator SqlValue(long? value) => value is { } whole ? whole : Null;

    public static implicit operator SqlValue(string? value) => new(value is null, whole: 0, value);
}
