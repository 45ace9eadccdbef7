using System.CommandLine;
using IncidentBot.Chaos;
using IncidentBot.Chaos.Trouble;

namespace IncidentBot.Benchmarks;

/// <summary>`chaos`: the crash test for as long as one likes. Exit code 1 when a law did not hold.</summary>
internal static class ChaosCommand
{
    public static Command Create(Option<FileInfo> bot)
    {
        var minutes = new Option<double>("--minutes") { Description = "How long things go wrong", DefaultValueFactory = _ => 10 };
        var seed = new Option<int?>("--seed") { Description = "Decides what happens; without one, a new one is taken and printed" };
        var lanes = new Option<int>("--lanes") { Description = "Incidents under way side by side", DefaultValueFactory = _ => 3 };
        var only = new Option<TroubleKind[]>("--only") { Description = "Only these kinds of trouble", AllowMultipleArgumentsPerToken = true };
        var without = new Option<TroubleKind[]>("--without") { Description = "All kinds of trouble but these", AllowMultipleArgumentsPerToken = true };
        var noKills = new Option<bool>("--no-kills") { Description = "The bot is not killed at random moments" };
        var betweenKills = new Option<double>("--between-kills") { Description = "Seconds at most from when the bot is ready until it is killed", DefaultValueFactory = _ => 4 };
        var noTrouble = new Option<bool>("--kills-only") { Description = "Nothing goes wrong but kills" };
        var command = new Command("chaos", "Runs busy incidents while the bot is killed and everything around it goes wrong, and then looks whether anything was lost or done twice")
        {
            minutes, seed, lanes, only, without, noKills, noTrouble, betweenKills, bot,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            TroubleKind[] wanted = parse.GetValue(noTrouble) ? [] : parse.GetValue(only) is { Length: > 0 } some ? some : Enum.GetValues<TroubleKind>();
            var plan = new ChaosPlan
            {
                Program = parse.GetValue(bot)!.FullName,
                Seed = parse.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000),
                Duration = TimeSpan.FromMinutes(parse.GetValue(minutes)),
                Lanes = parse.GetValue(lanes),
                Troubles = [.. wanted.Except(parse.GetValue(without) ?? [])],
                Kills = !parse.GetValue(noKills),
                BetweenKills = TimeSpan.FromSeconds(parse.GetValue(betweenKills)),
            };
            Figures.Heading($"chaos: seed {plan.Seed}, {plan.Duration.TotalMinutes:0.#} minutes, {plan.Lanes} lanes, {(plan.Kills ? "kills and " : "")}{plan.Troubles.Count} kinds of trouble");
            var report = await ChaosRun.RunAsync(plan, Figures.Note, cancellationToken);
            Print(report);
            return report.Violations.IsEmpty ? 0 : 1;
        });
        return command;
    }

    private static void Print(ChaosReport report)
    {
        Figures.Note($"seed {report.Seed}: {report.Took.TotalMinutes:0.0} minutes, {report.Kills} kills, {report.Starts} starts, {report.SessionsLost} sessions lost");
        Figures.Note($"{report.Incidents} incidents, {report.Messages} messages, {report.Edits} edits, {report.Deletions} deletions, {report.Reactions} reactions");
        Figures.Note($"{report.Commands} commands, buttons and forms: {report.Answered} answered, {report.Unanswered} not");
        if (report.Busy > TimeSpan.Zero) Figures.Note($"the machine was busy with other things for {report.Busy.TotalSeconds:0} s: how fast the bot answered then says nothing and was not judged");
        Figures.Note("trouble: " + string.Join(", ", report.Troubles.Select(static t => $"{t.Key} {t.Value}")));
        if (report.Violations.IsEmpty)
        {
            Figures.Note("every law held");
            return;
        }

        foreach (var complaint in report.Complaints) Figures.Note("log: " + complaint);
        Figures.Note($"{report.Violations.Length} violations:");
        foreach (var law in report.Violations.GroupBy(static v => v.Law, StringComparer.Ordinal).OrderByDescending(static g => g.Count()))
        {
            Figures.Note($"{law.Count()} × {law.Key}");
            foreach (var violation in law.Take(5)) Figures.Note("    " + violation.What);
        }
    }
}
