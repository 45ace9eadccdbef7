using IncidentBot.Discord;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Commands;

/// <summary>A folder's share of the product: what it can be asked for. One implementation per thing a person does.</summary>
public interface ICommandModule
{
    void Register(Catalog catalog);
}

/// <summary>What is done when somebody asks, and what that person must be allowed to do; null where the decision itself knows who may, such as those who were asked for help.</summary>
public sealed record Handler(Verb? Needs, Func<CommandCall, Task> Run);

/// <summary>Everything the bot can be asked for: commands, menus, buttons, modals and completions, each with its handler.</summary>
public sealed class Catalog
{
    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["incident"] = "Declare, run and resolve incidents",
        ["timeline"] = "What happened when",
        ["escalation"] = "Calls for help that are under way",
        ["action"] = "What is to be done because of an incident",
        ["postmortem"] = "What is learned from an incident",
        ["policy"] = "Who is paged when, from files",
        ["oncall"] = "Who is on call",
        ["oncall override"] = "Change who is on call for some time",
        ["postmortem template"] = "How the postmortem is arranged",
        ["bot"] = "Set the bot up",
    };

    private readonly Dictionary<string, (Handler Handler, string Description, IReadOnlyList<CommandOptionDefinition> Options)> slash = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Handler> menus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Handler> buttons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Handler> modals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<CommandCall, string, Task<IReadOnlyList<CommandChoice>>>> completions = new(StringComparer.Ordinal);

    public Catalog(IEnumerable<ICommandModule> modules)
    {
        foreach (var module in modules) module.Register(this);
    }

    /// <param name="path">"incident declare", "oncall override add" within a group, or "escalate" for a command without subcommands.</param>
    public void Slash(string path, string description, IReadOnlyList<CommandOptionDefinition> options, Func<CommandCall, Task> run, Verb needs = Verb.Use) =>
        slash.Add(path, (new(needs, run), description, options));

    /// <summary>An entry in the menu of every message.</summary>
    public void Menu(string name, Func<CommandCall, Task> run, Verb needs = Verb.Use) => menus.Add(name, new(needs, run));

    /// <summary>A button or select by the verb of its <see cref="CustomId"/>.</summary>
    public void Button(string verb, Func<CommandCall, Task> run, Verb? needs = Verb.Use) => buttons.Add(verb, new(needs, run));

    public void Modal(string verb, Func<CommandCall, Task> run, Verb needs = Verb.Use) => modals.Add(verb, new(needs, run));

    /// <summary>What to offer while an option of that name is typed, in whichever command; the second argument is what stands there so far.</summary>
    public void Complete(string option, Func<CommandCall, string, Task<IReadOnlyList<CommandChoice>>> complete) => completions.Add(option, complete);

    /// <summary>The same for one group of commands alone, such as "postmortem template"; elsewhere the option has another meaning.</summary>
    public void Complete(string group, string option, Func<CommandCall, string, Task<IReadOnlyList<CommandChoice>>> complete) => completions.Add($"{group} {option}", complete);

    public Handler? FindSlash(IReadOnlyList<string> path) => slash.TryGetValue(string.Join(' ', path), out var found) ? found.Handler : null;

    public Handler? FindMenu(string name) => menus.GetValueOrDefault(name);

    public Handler? FindButton(string verb) => buttons.GetValueOrDefault(verb);

    public Handler? FindModal(string verb) => modals.GetValueOrDefault(verb);

    /// <param name="path">Of the command that is typed.</param>
    public Func<CommandCall, string, Task<IReadOnlyList<CommandChoice>>>? FindCompletion(IReadOnlyList<string> path, string option) =>
        completions.GetValueOrDefault($"{string.Join(' ', path.SkipLast(1))} {option}") ?? completions.GetValueOrDefault(option);

    /// <summary>As Discord wants them, in a stable order.</summary>
    public IReadOnlyList<ApplicationCommand> Definitions()
    {
        var commands = new List<ApplicationCommand>();
        foreach (var group in slash.GroupBy(s => s.Key.Split(' ')[0], StringComparer.Ordinal))
        {
            var alone = group.FirstOrDefault(s => s.Key == group.Key);
            commands.Add(alone.Key is not null
                ? new ApplicationCommand { Name = group.Key, Description = alone.Value.Description, Options = Sorted(alone.Value.Options), Contexts = [InteractionContext.Guild] }
                : new ApplicationCommand
                {
                    Name = group.Key,
                    Description = Groups[group.Key],
                    Contexts = [InteractionContext.Guild],
                    Options =
                    [
                        .. group.Where(s => Words(s.Key) == 2).Select(SubCommand),
                        .. group.Where(s => Words(s.Key) == 3).GroupBy(s => s.Key[..s.Key.LastIndexOf(' ')], StringComparer.Ordinal).Select(inner => new CommandOptionDefinition
                        {
                            Type = CommandOptionType.SubCommandGroup,
                            Name = inner.Key[(group.Key.Length + 1)..],
                            Description = Groups[inner.Key],
                            Options = [.. inner.Select(SubCommand)],
                        }),
                    ],
                });
        }

        static CommandOptionDefinition SubCommand(KeyValuePair<string, (Handler Handler, string Description, IReadOnlyList<CommandOptionDefinition> Options)> command) => new()
        {
            Type = CommandOptionType.SubCommand,
            Name = command.Key[(command.Key.LastIndexOf(' ') + 1)..],
            Description = command.Value.Description,
            Options = Sorted(command.Value.Options),
        };

        commands.AddRange(menus.Keys.Select(name => new ApplicationCommand { Type = CommandType.Message, Name = name, Contexts = [InteractionContext.Guild] }));
        return commands;
    }

    private static int Words(string path) => path.Count(static letter => letter == ' ') + 1;

    // Discord wants the required options first.
    private static IReadOnlyList<CommandOptionDefinition> Sorted(IReadOnlyList<CommandOptionDefinition> options) =>
        [.. options.OrderByDescending(o => o.Required == true)];
}
