using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;

namespace IncidentBot.Declare;

/// <summary>`/incident declare`, its form, and the message menu "Declare incident".</summary>
public sealed class DeclareModule(IncidentStore store, DeclaredAnswers answers) : ICommandModule
{
    private const string Form = "declare";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "incident declare",
            "Open an incident: a number, a channel, a card",
            [
                Option.Text("title", "What is wrong, in a few words; without it a form opens", max: 6000),
                Option.Severity(),
                Option.Text("service", "What is hurt, for example shop or checkout", max: 200),
                Option.Text("summary", "What is known so far", max: 1500),
                Option.Flag("private", "Only people asked in see it"),
                Option.Flag("drill", "An exercise: everything works, nothing counts, nobody outside is told"),
            ],
            FromCommandAsync,
            Verb.Declare);
        catalog.Menu("Declare incident", FromMessageAsync, Verb.Declare);
        catalog.Modal(Form, FromFormAsync, Verb.Declare);
    }

    private Task FromCommandAsync(CommandCall call)
    {
        if (call.Text("title") is null) return call.OpenFormAsync(FormFor(call, ""));
        return DeclareAsync(call, new DeclareCommand(call.Text("title"))
        {
            Severity = SeverityOf(call.Text("severity")),
            Service = call.Text("service"),
            Summary = call.Text("summary"),
            Private = call.Flag("private"),
            Drill = call.Flag("drill"),
        });
    }

    // The message is named in the form's custom id, and read again when the form comes back: its text would not fit there.
    private static Task FromMessageAsync(CommandCall call)
    {
        if (call.Target is not { } message) return call.RefuseAsync("Discord did not say which message you mean. Please try again.");
        return call.OpenFormAsync(FormFor(call, Domain.Incidents.Declare.TitleFrom(message.Content)));
    }

    private async Task FromFormAsync(CommandCall call)
    {
        var flags = call.CustomId.Argument;
        QuotedMessage? origin = null;
        if (flags.Split('/') is [_, var channel, var message] && ulong.TryParse(channel, out var channelId) && ulong.TryParse(message, out var messageId))
            origin = await answers.FindOriginAsync(new(new(channelId), new(messageId)));
        await DeclareAsync(call, new DeclareCommand(call.Field("title"))
        {
            Severity = SeverityOf(call.Field("severity")),
            Service = call.Field("service"),
            Summary = call.Field("summary"),
            Private = flags.StartsWith('p') || flags.StartsWith("dp", StringComparison.Ordinal),
            Drill = flags.StartsWith('d'),
            Origin = origin,
        });
    }

    private async Task DeclareAsync(CommandCall call, DeclareCommand command)
    {
        var asker = Desk.AskerOf(call);
        if (Domain.Incidents.Declare.Check(command, asker) is { } refusal)
        {
            await call.RefuseAsync(refusal.Sentence);
            return;
        }

        var (outcome, incident) = await store.CommitAsync<(Outcome?, Incident?)>(async scope =>
        {
            if (!await call.MayActAsync(scope)) return (null, null);
            await scope.SaveAsync(new KnownPerson(call.Person, call.PersonName));
            if (command.Origin is { } origin) await scope.SaveAsync(new KnownPerson(origin.Author, answers.NameOf(origin.Author) ?? origin.Author.ToString()));
            var (id, number) = await scope.NextIncidentAsync(call.Server);
            var result = Domain.Incidents.Declare.Decide(command, id, number, asker);
            if (result.Decision is not { } declared)
            {
                await call.ChangesNothingAsync(scope);
                return (result, null);
            }

            var decision = PageOnDeclare.With(declared, asker, await scope.OnCallAsync(call.Server));
            return (decision, await scope.SaveAsync(decision));
        });
        if (outcome is not { } done) return;
        if (incident is not null) answers.Expect(incident.Id, call, done.Sentence);
        if (incident is not null) await call.AnswerPrivatelyAsync($"{done.Sentence} Its channel opens in a moment.");
        else await call.RefuseAsync(done.Sentence);
        if (incident is not null) await answers.AnsweredAsync(incident.Id);
    }

    private static Severity? SeverityOf(string? text)
    {
        text = text?.Trim();
        if (text is null) return null;
        var digits = text.StartsWith("sev", StringComparison.OrdinalIgnoreCase) ? text[3..].Trim() : text;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && Enum.IsDefined((Severity)level)) return (Severity)level;
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (string.Equals(severity.Word(), text, StringComparison.OrdinalIgnoreCase)) return severity;
        }

        return null;
    }

    private static Modal FormFor(CommandCall call, string title)
    {
        var flags = (call.Flag("drill") ? "d" : "") + (call.Flag("private") ? "p" : "");
        var origin = call.Target is { } m ? $"{flags}/{m.ChannelId}/{m.Id}" : flags;
        var severity = SeverityOf(call.Text("severity"));
        return new Modal(
            new CustomId(Form, default, origin).ToString(),
            "Declare an incident",
            [
                new Label("Title", new TextInput { CustomId = "title", Required = true, MinLength = 1, MaxLength = 100, Value = title.Length > 0 ? title : null }, "What is wrong, in a few words"),
                new Label(
                    "Severity",
                    new StringSelect
                    {
                        CustomId = "severity",
                        Required = false,
                        Placeholder = "SEV3 minor, unless you choose",
                        Options = [.. Enum.GetValues<Severity>().Select(s => new SelectOption($"{s.Code()} {s.Word()}", s.Code().ToLowerInvariant(), Default: severity == s ? true : null))],
                    }),
                new Label("Service", new TextInput { CustomId = "service", Required = false, MaxLength = 200, Value = call.Text("service") }, "What is hurt, for example shop or checkout"),
                new Label("Summary", new TextInput { CustomId = "summary", Style = TextInputStyle.Paragraph, Required = false, MaxLength = 1500, Value = call.Text("summary") }, "What is known so far"),
            ]);
    }
}
