using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>A part of a message or a modal that people can press, choose from or type into. Only sent, never read.</summary>
/// <seealso href="https://discord.com/developers/docs/components/reference"/>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), 1)]
[JsonDerivedType(typeof(Button), 2)]
[JsonDerivedType(typeof(StringSelect), 3)]
[JsonDerivedType(typeof(TextInput), 4)]
[JsonDerivedType(typeof(UserSelect), 5)]
[JsonDerivedType(typeof(RoleSelect), 6)]
[JsonDerivedType(typeof(MentionableSelect), 7)]
[JsonDerivedType(typeof(ChannelSelect), 8)]
[JsonDerivedType(typeof(Section), 9)]
[JsonDerivedType(typeof(TextDisplay), 10)]
[JsonDerivedType(typeof(Separator), 14)]
[JsonDerivedType(typeof(Container), 17)]
[JsonDerivedType(typeof(Label), 18)]
public abstract record Component;

/// <summary>Up to five buttons, or one select.</summary>
public sealed record ActionRow(IReadOnlyList<Component> Components) : Component
{
    public ActionRow(params Component[] components)
        : this((IReadOnlyList<Component>)components)
    {
    }
}

/// <summary>A button: with a custom id, or (style <see cref="ButtonStyle.Link"/>) with an address.</summary>
public sealed record Button : Component
{
    public required ButtonStyle Style { get; init; }

    /// <summary>Up to 80 characters, 34 are shown on a phone.</summary>
    public string? Label { get; init; }

    public Emoji? Emoji { get; init; }

    /// <summary>Up to 100 characters, unique in the message. Comes back in <see cref="ComponentData.CustomId"/>.</summary>
    public string? CustomId { get; init; }

    /// <summary>Only for links; up to 512 characters.</summary>
    public string? Url { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Disabled { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<ButtonStyle>))]
public enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
    Link = 5,
}

/// <summary>What every select has.</summary>
public abstract record Select : Component
{
    /// <summary>Up to 100 characters.</summary>
    public required string CustomId { get; init; }

    /// <summary>Up to 150 characters.</summary>
    public string? Placeholder { get; init; }

    /// <summary>0 to 25; Discord takes 1 for null.</summary>
    public int? MinValues { get; init; }

    /// <summary>1 to 25; Discord takes 1 for null.</summary>
    public int? MaxValues { get; init; }

    /// <summary>Only in messages: a modal with a disabled select is refused.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Only in modals, where Discord takes true for null.</summary>
    public bool? Required { get; init; }
}

/// <summary>A choice among up to 25 texts.</summary>
public sealed record StringSelect : Select
{
    public required IReadOnlyList<SelectOption> Options { get; init; }
}

/// <param name="Label">Shown; up to 100 characters.</param>
/// <param name="Value">Comes back; up to 100 characters.</param>
/// <param name="Description">Up to 100 characters.</param>
/// <param name="Default">Chosen from the start.</param>
public sealed record SelectOption(string Label, string Value, string? Description = null, bool? Default = null, Emoji? Emoji = null);

/// <summary>A choice among the server's people.</summary>
public sealed record UserSelect : Select
{
    public IReadOnlyList<SelectDefault>? DefaultValues { get; init; }
}

/// <summary>A choice among the server's roles.</summary>
public sealed record RoleSelect : Select
{
    public IReadOnlyList<SelectDefault>? DefaultValues { get; init; }
}

/// <summary>A choice among people and roles.</summary>
public sealed record MentionableSelect : Select
{
    public IReadOnlyList<SelectDefault>? DefaultValues { get; init; }
}

/// <summary>A choice among channels.</summary>
public sealed record ChannelSelect : Select
{
    public IReadOnlyList<ChannelType>? ChannelTypes { get; init; }

    public IReadOnlyList<SelectDefault>? DefaultValues { get; init; }
}

/// <param name="Type">"user", "role" or "channel".</param>
public sealed record SelectDefault(Snowflake Id, string Type);

/// <summary>A field of a modal, inside a <see cref="IncidentBot.Discord.Label"/>.</summary>
public sealed record TextInput : Component
{
    /// <summary>Up to 100 characters.</summary>
    public required string CustomId { get; init; }

    public TextInputStyle Style { get; init; } = TextInputStyle.Short;

    /// <summary>Only inside an <see cref="ActionRow"/>, the old form; inside a Label it must be null.</summary>
    public string? Label { get; init; }

    /// <summary>0 to 4,000.</summary>
    public int? MinLength { get; init; }

    /// <summary>1 to 4,000.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Discord takes true for null.</summary>
    public bool? Required { get; init; }

    /// <summary>What the field holds from the start; up to 4,000 characters.</summary>
    public string? Value { get; init; }

    /// <summary>Up to 100 characters.</summary>
    public string? Placeholder { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<TextInputStyle>))]
public enum TextInputStyle
{
    Short = 1,
    Paragraph = 2,
}

/// <summary>A caption around one field of a modal.</summary>
/// <param name="Text">Up to 45 characters.</param>
/// <param name="Component">A text input or a select.</param>
/// <param name="Description">Up to 100 characters.</param>
public sealed record Label([property: JsonPropertyName("label")] string Text, Component Component, string? Description = null) : Component;

/// <summary>Markdown text. Needs <see cref="MessageFlags.IsComponentsV2"/> in a message; in a modal it may stand alone.</summary>
public sealed record TextDisplay(string Content) : Component;

/// <summary>Up to three texts beside a button. Needs <see cref="MessageFlags.IsComponentsV2"/>.</summary>
public sealed record Section(IReadOnlyList<Component> Components, Component Accessory) : Component;

/// <summary>Room between two components, with or without a line. Needs <see cref="MessageFlags.IsComponentsV2"/>.</summary>
/// <param name="Spacing">1 small, 2 large.</param>
public sealed record Separator(bool Divider = true, int Spacing = 1) : Component;

/// <summary>A frame around components. Needs <see cref="MessageFlags.IsComponentsV2"/>.</summary>
/// <param name="AccentColor">0xRRGGBB.</param>
public sealed record Container(IReadOnlyList<Component> Components, int? AccentColor = null) : Component;

/// <summary>A form that opens as the first answer to a command or a button.</summary>
/// <param name="CustomId">Up to 100 characters.</param>
/// <param name="Title">Up to 45 characters.</param>
/// <param name="Components">One to five labels, texts or action rows.</param>
public sealed record Modal(string CustomId, string Title, IReadOnlyList<Component> Components);
