using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Domain.OnCall;

/// <summary>
/// What a person is called in schedules and policies: "ada". Files are written and checked outside chat, where ids are not known; a <see cref="Person"/>
/// says which account it is. A person without a name of their own there is called by the digits of their id.
/// </summary>
/// <param name="Value">Lower case, without the "@".</param>
[JsonConverter(typeof(HandleConverter))]
public readonly record struct Handle(string Value) : IComparable<Handle>
{
    /// <summary>Reads "@Ada", "ada", "&lt;@123&gt;" and "123"; null when there is no name in it.</summary>
    public static Handle? Read(string? typed)
    {
        var name = (typed ?? "").Trim();
        if (name.StartsWith("<@", StringComparison.Ordinal) && name.EndsWith('>')) name = name[2..^1].TrimStart('!');
        name = name.TrimStart('@').Trim();
        return name.Length == 0 || name.StartsWith('&') ? null : new Handle(name.ToLowerInvariant());
    }

    public static Handle Of(PersonId person) => new(person.ToString());

    /// <summary>The account, where the handle is its id.</summary>
    public PersonId? Id => Value is { Length: >= 15 and <= 20 } && ulong.TryParse(Value, out var id) ? new PersonId(id) : null;

    public int CompareTo(Handle other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => "@" + Value;

    private sealed class HandleConverter : JsonConverter<Handle>
    {
        public override Handle Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Handle value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>Somebody who can be on call.</summary>
/// <param name="Name">As people know them; null: nothing but the handle is known.</param>
/// <param name="Discord">His account; null until the server's members were asked.</param>
public sealed record Person(Handle Handle, string? Name = null, PersonId? Discord = null)
{
    /// <summary>"Ada Obi", or "@ada".</summary>
    public string Shown => Name ?? Handle.ToString();

    public PersonId? Account => Discord ?? Handle.Id;
}
