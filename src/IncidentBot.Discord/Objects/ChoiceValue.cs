using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>The value of a choice: a text of up to 100 characters or a number, as the option's type asks.</summary>
[JsonConverter(typeof(ChoiceValueConverter))]
public readonly record struct ChoiceValue
{
    private readonly string? text;

    private ChoiceValue(string text, bool isNumber)
    {
        this.text = text;
        IsNumber = isNumber;
    }

    /// <summary>Written to Discord as a number, not as text.</summary>
    public bool IsNumber { get; }

    public override string ToString() => text ?? "";

    public static ChoiceValue From(string text) => new(text, isNumber: false);

    public static ChoiceValue From(long number) => new(number.ToString(CultureInfo.InvariantCulture), isNumber: true);

    public static ChoiceValue From(double number) => new(number.ToString("R", CultureInfo.InvariantCulture), isNumber: true);

    public static implicit operator ChoiceValue(string text) => From(text);

    public static implicit operator ChoiceValue(long number) => From(number);

    public static implicit operator ChoiceValue(double number) => From(number);
}

internal sealed class ChoiceValueConverter : JsonConverter<ChoiceValue>
{
    public override ChoiceValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? ChoiceValue.From(whole) : ChoiceValue.From(reader.GetDouble());
            case JsonTokenType.String:
                return ChoiceValue.From(reader.GetString()!);
            default:
                return WireValue.Skip<ChoiceValue>(ref reader);
        }
    }

    public override void Write(Utf8JsonWriter writer, ChoiceValue value, JsonSerializerOptions options)
    {
        if (value.IsNumber) writer.WriteRawValue(value.ToString());
        else writer.WriteStringValue(value.ToString());
    }
}
