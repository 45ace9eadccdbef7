using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Cli;

/// <summary>`policy check` and `policy simulate`: a team's policies and schedules, tried out of chat, so that they can be kept in git.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Checks and rehearses escalation policies and on-call schedules from files") { Check(), Simulate() };

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "Policies, schedules and people in YAML; several files are read as one", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string?>("--from") { Description = "Look for gaps and double bookings in the year from this date on; today when left out", HelpName = "DATE" };
        var command = new Command(
            "check",
            "Prints every error and warning of the files with its place, as FILE:LINE:COLUMN: error: what is wrong.\n"
            + "Example: policy check policies.yaml schedules.yaml\n"
            + "Exit codes: 0 nothing worse than warnings, 1 there are errors, 2 a file cannot be read.") { files, from };
        command.SetAction(parse =>
        {
            if (FilesOrReason(parse.GetValue(files)!, parse.GetValue(from)) is not { } result) return ExitCodes.Wrong;
            foreach (var finding in result.Findings) Console.WriteLine(finding);
            var (errors, warnings) = (result.Findings.Count(finding => finding.IsError), result.Findings.Count(finding => !finding.IsError));
            Console.WriteLine($"{Count(errors, "error")}, {Count(warnings, "warning")}: {Count(result.Book.Policies.Length, "policy", "policies")}, {Count(result.Book.Schedules.Length, "schedule")}, {Count(result.Book.People.Length, "person", "people")} understood.");
            return result.HasErrors ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static Command Simulate()
    {
        var files = new Argument<string[]>("FILE") { Description = "Policies, schedules and people in YAML; several files are read as one", Arity = ArgumentArity.OneOrMore };
        var severity = new Option<string>("--severity") { Description = "Of the incident: sev1 (critical) to sev4 (low)", HelpName = "SEVERITY", DefaultValueFactory = _ => "sev1" };
        var at = new Option<string>("--at") { Description = "When paging begins, in the time zone of the files unless it has an offset", HelpName = "TIME", Required = true };
        var service = new Option<string[]>("--service") { Description = "A service that the incident hurts; may be given several times", HelpName = "NAME" };
        var policy = new Option<string?>("--policy") { Description = "The policy to rehearse; else the one that such an incident takes", HelpName = "NAME" };
        var drill = new Option<bool>("--drill") { Description = "The incident is a drill" };
        var answers = new Option<string?>("--answers")
        {
            Description = "Who answers: a YAML or JSON list of blocks like { after: 7m, by: ada, does: ack }; does: ack, cant-help, snooze (for: 15m), escalate (level: 2), reassign (to: grace), still-on-it or stop",
            HelpName = "FILE",
        };
        var command = new Command(
            "simulate",
            "Says who would be paged when, a line each with local time and offset, without paging anybody.\n"
            + "Example: policy simulate policies.yaml --severity sev1 --at 2026-03-29T01:30 --service checkout\n"
            + "Exit codes: 0 it was played, 1 the files have errors or nobody would be paged by any policy, 2 a file or an option cannot be read.") { files, severity, at, service, policy, drill, answers };
        command.SetAction(parse => Simulate(
            parse.GetValue(files)!,
            parse.GetValue(severity)!,
            parse.GetValue(at)!,
            parse.GetValue(service) ?? [],
            parse.GetValue(policy),
            parse.GetValue(drill),
            parse.GetValue(answers)));
        return command;
    }

    private static int Simulate(string[] files, string severity, string at, string[] services, string? policyName, bool drill, string? answersPath)
    {
        var severityNode = new BookFile("--severity");
        if (BookValues.Severity(new ScalarNode(0, 0, severity, Quoted: true), severityNode) is not { } worst) return Wrong(severityNode.Findings.First().Message);
        if (BookValues.Moment(at) is null) return Wrong($"'{at}' is no date and time: write it like 2026-03-29T01:30");
        if (FilesOrReason(files, null) is not { } result) return ExitCodes.Wrong;
        if (result.HasErrors) return Errors(result.Findings);
        var book = result.Book;
        var began = BookValues.Moment(at, book.Zone)!.Value;
        var facts = new IncidentFacts(worst, [.. services], drill);

        ChosenPolicy? chosen;
        if (policyName is not null)
        {
            if (book.Policy(policyName) is not { } named) return Wrong($"there is no policy '{policyName}'{Nearest.Question(policyName, book.Policies.Select(one => one.Name))}");
            chosen = new ChosenPolicy(named, "it was named");
        }
        else
        {
            chosen = ChoosePolicy.For(book, facts, began);
        }

        if (chosen is null)
        {
            Console.WriteLine("No policy is for such an incident, and none is the default: nobody would be paged.");
            return ExitCodes.Failed;
        }

        ImmutableArray<PlayedAnswer> answers = [];
        if (answersPath is not null)
        {
            var (text, problem) = YamlFile.Read(answersPath, "file of answers");
            if (text is null) return Wrong(problem!);
            (answers, var findings) = AnswersFile.Read(new BookText(answersPath, text), began, book.Zone);
            if (findings.Any(finding => finding.IsError)) return Errors(findings);
        }

        Console.WriteLine($"Policy {chosen.Policy.Name}, because {chosen.Why}. {worst.Code()}{(drill ? ", a drill" : "")}, {book.Zone}.");
        var names = CliNames(book);
        var run = new PolicyRun(book.Snapshot(chosen.Policy)) { Events = [new RunEvent.Began(began)] };
        var played = Rehearsal.Play(run, facts, began, book.OnCall, answers);
        var lines = played.Run.Events.SelectMany(one => PolicyWords.Lines(played.Run, one, names, Clock).Select(line => (one.At, Text: line)))
            .Concat(played.Refused.Select(one => (one.Answer.At, Text: $"{names.Person(one.Answer.Answer.By)}: {one.Refusal.Sentence}")))
            .OrderBy(line => line.At);
        foreach (var (when, text) in lines) Console.WriteLine($"{Local(when, book.Zone)}  {text}");
        return ExitCodes.Done;

        string Clock(DateTimeOffset when) => Local(when, book.Zone);
    }

    /// <summary>Null when something cannot be read; it has been said then.</summary>
    internal static BookReadResult? FilesOrReason(string[] paths, string? from)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (from is not null)
        {
            if (BookValues.Moment(from, "Etc/UTC") is not { } given)
            {
                Wrong($"'{from}' is no date: write it like 2026-03-29");
                return null;
            }

            now = given;
        }

        var (result, unreadable) = PolicyFiles.ReadFiles(paths, now);
        foreach (var sentence in unreadable) Console.Error.WriteLine(sentence);
        return result;
    }

    internal static int Errors(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings.Where(finding => finding.IsError)) Console.Error.WriteLine(finding);
        return ExitCodes.Failed;
    }

    internal static int Wrong(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCodes.Wrong;
    }

    /// <summary>"Ada Obi (@ada)": a reader of files knows the handle, a reader of names the name.</summary>
    internal static PolicyNames CliNames(PolicyBook book) => PolicyNames.Plain with { Person = handle => book.Person(handle)?.Name is { } name ? $"{name} ({handle})" : handle.ToString() };

    /// <summary>"2026-03-29T03:30:00+02:00".</summary>
    internal static string Local(DateTimeOffset at, string zone) => ZoneClock.In(at, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
