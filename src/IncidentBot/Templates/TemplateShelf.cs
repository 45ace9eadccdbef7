using System.Collections.Immutable;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Words;
using IncidentBot.Policies;
using IncidentBot.PolicyBooks;
using IncidentBot.Storage;

namespace IncidentBot.Templates;

/// <summary>The templates that a server has of its own, and those that somebody gives with a command.</summary>
public sealed class TemplateShelf(IncidentStore store, GivenFiles files, TimeProvider clock)
{
    private const int MostOffered = 25;

    private readonly TemplateEngine engine = new(TemplateLimits.Default);

    public static CommandOptionDefinition Name(string description, bool required = true) => Option.Text("name", description, required, max: 32, autocomplete: true);

    public static CommandOptionDefinition File(string description, bool required) => new() { Type = CommandOptionType.Attachment, Name = "file", Description = description, Required = required };

    /// <summary>Those that count now, by key.</summary>
    public async Task<ImmutableArray<OwnTemplate>> OwnAsync(ServerId server) =>
        [.. Current(await store.TemplateVersionsAsync(server)).Select(one => one with { Text = engine.Read(one.Source!) })];

    public async Task<ImmutableArray<string>> KeysAsync(ServerId server) => [.. Current(await store.TemplateVersionsAsync(server)).Select(one => one.Key)];

    /// <summary>Of these versions the newest of each key, without those that were taken away.</summary>
    public static IEnumerable<OwnTemplate> Current(ImmutableArray<OwnTemplate> versions) => versions.GroupBy(one => one.Key).Select(one => one.MaxBy(version => version.Number)!).Where(one => one.Source is not null);

    /// <summary>Headings of the sections that only people fill.</summary>
    public IEnumerable<string> AskedOf(OwnTemplate own) => TemplateChecker.Check(own.Key, own.Source ?? "").Sections.Where(section => SectionIds.IsAsked(section.Key)).Select(section => section.Heading);

    /// <summary>The template somebody attached, ready to be filled in; null when it cannot be, and they were told why. It is not kept.</summary>
    public async Task<OwnTemplate?> GivenAsync(CommandCall call)
    {
        var (given, mistakes) = await files.ReadAsync(call, CancellationToken.None);
        if (given is not [var file])
        {
            await call.RefuseAsync($"Nothing was changed. {Harmless.Line(string.Join(' ', mistakes), 1_500)}");
            return null;
        }

        var key = call.CommandPath is [.., "apply"] && call.Text("name") is { } named ? named.Trim().ToLowerInvariant() : OwnTemplate.KeyOf(file.Name);
        if (key is null || !OwnTemplate.IsKey(key))
        {
            await call.RefuseAsync($"A template is called by 1 to 32 lower case letters, digits and dashes, and {Harmless.Line(call.Text("name") ?? file.Name, 60)} is no such name. Say one with `name:`.");
            return null;
        }

        if (KnownTemplates.Find(key) is not null)
        {
            await call.RefuseAsync($"`{key}` is one of the built-in templates: give yours another name with `name:`.");
            return null;
        }

        var check = TemplateChecker.Check(file.Name, file.Text);
        if (check.HasErrors)
        {
            await call.AnswerPrivatelyAsync(Findings($"Nothing was changed: the template has {Count(check.Findings.Count(one => one.IsError), "error")}.", check.Findings));
            return null;
        }

        return new OwnTemplate(call.Server, key, 0, file.Text) { At = clock.GetUtcNow(), Change = $"applied {file.Name}", By = call.Person, Text = engine.Read(file.Text) };
    }

    /// <summary>What was found, each with its place.</summary>
    public static OutgoingMessage Findings(string head, ImmutableArray<Finding> findings) => LongAnswer.Of(
        head,
        [.. findings.OrderByDescending(one => one.IsError).Select(one => new AnswerLine($"{(one.IsError ? "❌" : "⚠️")} **{Harmless.Line(one.Line > 0 ? $"{one.File}:{one.Line}:{one.Column}" : one.File, 120)}** {Harmless.Line(one.Message, 400)}", one.ToString()))],
        "findings.txt");

    public async Task<IReadOnlyList<CommandChoice>> CompleteAsync(CommandCall call, string typed)
    {
        var own = await KeysAsync(call.Server);
        var names = call.CommandPath is [.., "show" or "remove" or "restore" or "apply" or "versions"] ? own : KnownTemplates.All.Select(one => one.Key).Concat(own);
        return [.. names.Where(name => name.Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase)).Take(MostOffered).Select(name => new CommandChoice(name, name))];
    }

    private static string Count(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";
}
