using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.OnCall;
using IncidentBot.Sandbox.People;
using IncidentBot.Storage;

namespace IncidentBot.PolicyBooks;

/// <summary>`/policy …`: escalation policies from files, shown, applied after a look at what changes, taken away, and put back as they were.</summary>
public sealed class PolicyModule(IncidentStore store, OnCallDesk desk, GivenFiles given, BookApplication books, PolicyFolder folder, TimeProvider clock) : ICommandModule
{
    private const int MostOffered = 25;

    public void Register(Catalog catalog)
    {
        catalog.Slash("policy list", "Which escalation policies there are, and for which incidents", [], ListAsync);
        catalog.Slash("policy show", "Who is asked when by a policy; or an earlier version of all of them", [Name("name", "Which policy"), Version(required: false)], ShowAsync);
        catalog.Slash("policy apply", "Take policies and schedules from YAML files; you see what changes before it does", [.. GivenFiles.Options("A YAML file with policies, schedules or people")], ApplyAsync, Verb.Configure);
        catalog.Slash("policy remove", "Take a file of policies away; you see what changes before it does", [Name("name", "The file, or the policy that it holds", required: true)], RemoveAsync, Verb.Configure);
        catalog.Slash("policy versions", "What was applied when, and by whom", [], VersionsAsync, Verb.Configure);
        catalog.Slash("policy restore", "Put an earlier version back; you see what changes before it does", [Version(required: true)], RestoreAsync, Verb.Configure);
        catalog.Button(BookAnswers.ApplyButton, call => AnswerAsync(call, (record, number) => ApplyBook.Decide(record, number, call.Person, clock.GetUtcNow())), Verb.Configure);
        catalog.Button(BookAnswers.CancelButton, call => AnswerAsync(call, ApplyBook.Drop), Verb.Configure);
        catalog.Complete("name", CompleteNameAsync);
        catalog.Complete("version", CompleteVersionAsync);
    }

    /// <summary>What files that were given would change, with the question whether they shall count.</summary>
    internal async Task ApplyAsync(CommandCall call)
    {
        if (await RefuseForFolderAsync(call)) return;
        var (files, mistakes) = await given.ReadAsync(call, CancellationToken.None);
        if (!mistakes.IsEmpty)
        {
            await call.RefuseAsync($"Nothing was applied. {Harmless.Line(string.Join(' ', mistakes), 1_500)}");
            return;
        }

        var applied = (await store.OnCallAsync(call.Server)).Applied?.Sources ?? [];
        await ProposeAsync(call, $"applied {Lists.InWords([.. files.Select(file => file.Name)])}", BookApplication.Merge(applied, files), [.. files.Select(file => file.Name)]);
    }

    private static CommandOptionDefinition Name(string name, string description, bool required = false) => Option.Text(name, description, required, max: 100, autocomplete: true);

    private static CommandOptionDefinition Version(bool required) => Option.Whole("version", "Its number; `/policy versions` lists them", min: 1, required: required, autocomplete: true);

    private async Task ListAsync(CommandCall call) => await call.AnswerPrivatelyAsync(PolicyWordsInChat.List(await store.OnCallAsync(call.Server)));

    private async Task VersionsAsync(CommandCall call) => await call.AnswerPrivatelyAsync(BookAnswers.Versions(await store.BookVersionsAsync(call.Server)));

    private async Task ShowAsync(CommandCall call)
    {
        if (call.Whole("version") is { } number)
        {
            // Whole files are shown, with whatever addresses stand in them.
            if (Domain.Servers.Permissions.Refuse(Verb.Configure, Desk.AskerOf(call)) is { } refusal)
            {
                await call.RefuseAsync(refusal.Sentence);
                return;
            }

            var versions = await store.BookVersionsAsync(call.Server);
            if (versions.FirstOrDefault(one => one.Number == number) is not { } version) await call.RefuseAsync(NoVersion(number));
            else await call.AnswerPrivatelyAsync(PolicyWordsInChat.Version(version, versions.FirstOrDefault(one => one.Number == number - 1)));
            return;
        }

        var record = await store.OnCallAsync(call.Server);
        var named = call.Text("name");
        if ((named is null ? ChoosePolicy.Default(record.Book) : record.Book.Policy(named)) is { } policy) await call.AnswerPrivatelyAsync(PolicyWordsInChat.Show(record, policy, clock.GetUtcNow(), call.Settings.TimeZone));
        else if (named is null || record.Applied is null) await call.AnswerPrivatelyAsync(PolicyWordsInChat.List(record));
        else await call.RefuseAsync($"There is no policy \"{Harmless.Line(named, 100)}\"{Harmless.Line(Nearest.Question(named, record.Book.Policies.Select(one => one.Name)), 300)}");
    }

    private async Task RemoveAsync(CommandCall call)
    {
        if (await RefuseForFolderAsync(call)) return;
        var name = call.Text("name")!;
        var applied = (await store.OnCallAsync(call.Server)).Applied;
        var files = applied?.Sources ?? [];
        if (files.FirstOrDefault(one => Same(one.Name, name)) is not { } file)
        {
            if (applied?.Book.Policy(name) is not { } policy)
            {
                await call.RefuseAsync($"There is neither a file nor a policy \"{Harmless.Line(name, 100)}\"{Harmless.Line(Nearest.Question(name, files.Select(one => one.Name)), 300)}");
                return;
            }

            var read = await books.ReadAsync(call.Server, files, CancellationToken.None);
            var place = read.Origins.FirstOrDefault(one => one.Key.Kind == SubjectKind.Policy && Same(one.Key.Name, policy.Name)).Value;
            file = files.First(one => one.Name == place);
            var beside = read.Origins.Where(one => one.Value == place && !(one.Key.Kind == SubjectKind.Policy && Same(one.Key.Name, policy.Name))).Select(one => one.Key.Name).ToList();
            if (beside.Count > 0)
            {
                await call.RefuseAsync($"{Harmless.Line(policy.Name, 100)} stands in {Harmless.Line(file.Name, 100)} together with {Harmless.Line(Lists.InWords(beside), 500)}. Take it out of that file and apply the file again; `/policy show version:{applied.Number}` attaches it.");
                return;
            }
        }

        await ProposeAsync(call, $"removed {file.Name}", files.Remove(file), [file.Name]);
    }

    private async Task RestoreAsync(CommandCall call)
    {
        if (await RefuseForFolderAsync(call)) return;
        var number = call.Whole("version")!.Value;
        if ((await store.BookVersionsAsync(call.Server)).FirstOrDefault(one => one.Number == number) is not { } version) await call.RefuseAsync(NoVersion(number));
        else await ProposeAsync(call, $"put version {number} back", version.Sources, [.. version.Sources.Select(file => file.Name)]);
    }

    private async Task ProposeAsync(CommandCall call, string change, ImmutableArray<BookSource> files, IReadOnlyList<string> touched)
    {
        var read = await books.ReadAsync(call.Server, files, CancellationToken.None);
        if (read.HasErrors)
        {
            await call.AnswerPrivatelyAsync(BookAnswers.Mistakes(read));
            return;
        }

        BookProposal? proposal = null;
        ImmutableArray<string> changes = [];
        var outcome = await desk.DecideAsync(call, call.Server, record =>
        {
            changes = PolicyDiff.Between(record.Applied?.Book ?? PolicyBook.Empty, read.Book);
            var sameFiles = (record.Applied?.Sources ?? []).SequenceEqual(files);
            if (changes.IsEmpty && (sameFiles || record.Applied is null)) return new Domain.Refusal(BookAnswers.Same(read));
            if (changes.IsEmpty) changes = ["The files differ in words that change nothing, such as comments."];
            var asked = ApplyBook.Propose(record, change, files, read.Book, call.Person, call.At);
            proposal = asked.State.Proposal;
            return asked;
        });
        if (outcome is not { } done) return;
        if (done.Refusal is { } refusal) await call.AnswerPrivatelyAsync(refusal.Sentence);
        else await call.AnswerPrivatelyAsync(BookAnswers.Question(proposal!, changes, read, [.. files.Select(file => file.Name).Where(name => !touched.Contains(name, StringComparer.OrdinalIgnoreCase))]));
    }

    private async Task AnswerAsync(CommandCall call, Func<OnCallRecord, int, OnCallOutcome> decide)
    {
        if (!int.TryParse(call.CustomId.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        if (await desk.DecideAsync(call, call.Server, record => decide(record, number)) is not { } outcome) return;
        var sentence = outcome.Decision is { } decision ? $"{Harmless.Line(decision.Answer, 500)}{(decision.Version is { Number: > 1 } version ? $" `/policy restore version:{version.Number - 1}` takes it back." : "")}" : outcome.Refusal!.Sentence;
        await call.UpdateMessageAsync(new MessageEdit { Content = sentence, Components = [], AllowedMentions = AllowedMentions.None });
    }

    private async Task<bool> RefuseForFolderAsync(CommandCall call)
    {
        if (!await folder.IsForAsync(call.Server, CancellationToken.None)) return false;
        await call.RefuseAsync("The policies and schedules of this server are kept in files of the bot's configuration, and follow them: whoever runs the bot changes them there. Overrides and swaps are made here, with `/oncall`.");
        return true;
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteNameAsync(CommandCall call, string typed)
    {
        var record = await store.OnCallAsync(call.Server);
        var files = call.CommandPath is ["policy", "remove"] ? record.Applied?.Sources.Select(file => file.Name) ?? [] : [];
        return Choices(files.Concat(record.Book.Policies.Select(policy => policy.Name)), typed);
    }

    private async Task<IReadOnlyList<CommandChoice>> CompleteVersionAsync(CommandCall call, string typed) =>
    [
        .. (await store.BookVersionsAsync(call.Server))
            .Select(version => (version.Number, Text: Harmless.Cut($"{version.Number}: {Harmless.Plain(version.Change)} ({version.At:yyyy-MM-dd})", 100)))
            .Where(version => version.Text.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(MostOffered)
            .Select(version => new CommandChoice(version.Text, version.Number)),
    ];

    /// <summary>Names that hold what is typed, as Discord takes them: 25 at most, of at most 100 characters.</summary>
    internal static IReadOnlyList<CommandChoice> Choices(IEnumerable<string> names, string typed) =>
        [.. names.Where(name => name.Length <= 100 && name.Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOffered).Select(name => new CommandChoice(name, name))];

    private static string NoVersion(long number) => $"There is no version {number}. `/policy versions` lists those there are.";

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
