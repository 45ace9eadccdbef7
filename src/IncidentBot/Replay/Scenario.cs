using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IncidentBot.Policies;
using IncidentBot.Yaml;

namespace IncidentBot.Replay;

/// <summary>An incident as people typed it: who did what in chat and when. Read by <see cref="ScenarioReader"/>; everything in it is checked.</summary>
public sealed record Scenario
{
    /// <summary>The file's own name where the file gives none.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the folder the file lies in: what commands and steps attach lies there.</summary>
    public required string Folder { get; init; }

    /// <summary>IANA zone of the file's times and of the documents.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The clock when the scenario begins (UTC).</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>In the file's order; at least one.</summary>
    public required ImmutableArray<ScenarioPerson> People { get; init; }

    /// <summary>In the file's order; each is one that `/bot settings` can set.</summary>
    public ImmutableArray<ScenarioSetting> Settings { get; init; } = [];

    /// <summary>Policies and schedules that are applied when it begins, read without a mistake. Null: none.</summary>
    public BookText? Policies { get; init; }

    /// <summary>In the file's order; their times never go backwards and none lies before <see cref="Start"/>.</summary>
    public required ImmutableArray<Step> Steps { get; init; }
}

/// <param name="Handle">What steps call the person; without the @.</param>
/// <param name="Name">The display name.</param>
/// <param name="Roles">Roles of the chat server.</param>
/// <param name="OnCall">On call from the start.</param>
/// <param name="OnCallFor">The schedules the person is on call for, where the file names them.</param>
public sealed record ScenarioPerson(string Handle, string Name, ImmutableArray<string> Roles, bool OnCall, ImmutableArray<string> OnCallFor);

/// <param name="Value">A string, number, boolean, list or object, as the file has it.</param>
/// <param name="Line">For the message when it cannot be set.</param>
public sealed record ScenarioSetting(string Key, JsonNode? Value, int Line, int Column = 0)
{
    /// <summary>Key and value as they stand in the file; null when it came from none.</summary>
    internal (ScalarNode Key, YamlNode Value)? Written { get; init; }
}

/// <summary>One thing that happens. <see cref="Line"/> is where the file says so.</summary>
public abstract record Step(int Line, DateTimeOffset At);

/// <summary>Something a person does.</summary>
/// <param name="By">A handle of <see cref="Scenario.People"/>.</param>
public abstract record PersonStep(int Line, DateTimeOffset At, string By) : Step(Line, At)
{
    /// <summary>The channel's name, without #, or how it begins up to a dash ("inc-2"); null: the newest incident's channel.</summary>
    public string? Channel { get; init; }
}

/// <summary>Something a person does that may open a form for them.</summary>
public abstract record OpeningStep(int Line, DateTimeOffset At, string By) : PersonStep(Line, At, By)
{
    /// <summary>What the person answers in the form; fields not named keep what they are filled in with. Null: a form that opens is sent as it is, unless <see cref="FormComesLater"/>.</summary>
    public ImmutableArray<FormAnswer>? Form { get; init; }

    /// <summary>The form stays open: a <see cref="FormStep"/> of the same person answers it further on.</summary>
    public bool FormComesLater { get; init; }
}

/// <summary>A slash command as typed, beginning with the slash: see <see cref="CommandLine"/>.</summary>
public sealed record CommandStep(int Line, DateTimeOffset At, string By, string Text) : OpeningStep(Line, At, By);

/// <summary>A message: plain, a reply, with files, or all of it.</summary>
/// <param name="Text">May be empty where there are files; several lines possible.</param>
public sealed record SayStep(int Line, DateTimeOffset At, string By, string Text) : PersonStep(Line, At, By)
{
    /// <summary>How later steps name this message.</summary>
    public string? Id { get; init; }

    /// <summary>The id of the message it answers.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Full paths; they existed when the scenario was read.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}

/// <summary>A reaction is put on a message, or taken off.</summary>
/// <param name="To">The id of a message.</param>
/// <param name="Remove">The reaction is taken away again.</param>
public sealed record ReactStep(int Line, DateTimeOffset At, string By, string Emoji, string To, bool Remove) : PersonStep(Line, At, By);

/// <summary>A message gets another text.</summary>
/// <param name="Message">The id of one of the person's own messages.</param>
public sealed record EditStep(int Line, DateTimeOffset At, string By, string Message, string Text) : PersonStep(Line, At, By);

/// <summary>A message is taken away.</summary>
/// <param name="Message">The id of a message.</param>
public sealed record DeleteStep(int Line, DateTimeOffset At, string By, string Message) : PersonStep(Line, At, By);

/// <summary>A press on the newest button of that label the person can see, in a channel or a direct message.</summary>
public sealed record PressStep(int Line, DateTimeOffset At, string By, string Label) : OpeningStep(Line, At, By);

/// <summary>A message menu ("Apps" in the message's context menu).</summary>
/// <param name="Menu">"Add to timeline".</param>
/// <param name="To">The id of a message.</param>
public sealed record MenuStep(int Line, DateTimeOffset At, string By, string Menu, string To) : OpeningStep(Line, At, By);

/// <summary>A form that opened for this person in an earlier step is sent now.</summary>
public sealed record FormStep(int Line, DateTimeOffset At, string By, ImmutableArray<FormAnswer> Form) : PersonStep(Line, At, By);

/// <summary>The bot's process is away; people go on.</summary>
/// <param name="For">Longer than zero. Later steps may fall into it.</param>
public sealed record BotOfflineStep(int Line, DateTimeOffset At, TimeSpan For) : Step(Line, At);

/// <summary>A webhook arrives.</summary>
/// <param name="Source">What sends it: "alertmanager".</param>
/// <param name="File">Full path of its body; it existed when the scenario was read.</param>
public sealed record AlertStep(int Line, DateTimeOffset At, string Source, string File) : Step(Line, At);

/// <summary>One answer in a form. A field with several answers (a select menu) occurs several times.</summary>
/// <param name="Field">The field's custom id or label; compared without regard to case.</param>
public sealed record FormAnswer(string Field, string Value);
