using System.Globalization;
using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Reports;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Reports;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem import`: a report that was written before the bot came becomes a closed incident.</summary>
public sealed class ImportReportsModule(IncidentStore store, AttachmentFetcher fetcher) : ICommandModule
{
    public void Register(Catalog catalog) => catalog.Slash(
        "postmortem import",
        "Take a report written elsewhere into the record, as a closed incident",
        [
            new CommandOptionDefinition { Type = CommandOptionType.Attachment, Name = "report", Description = "Markdown, HTML or plain text", Required = true },
            Option.Text("day", "The day it was, as 2023-05-10, where the report names none", max: 10),
            Option.Text("service", "The service it was about; several with commas between", max: 200),
        ],
        ImportAsync,
        Verb.Declare);

    private async Task ImportAsync(CommandCall call)
    {
        DateOnly? day = null;
        if (call.Text("day") is { } typed)
        {
            if (!DateOnly.TryParseExact(typed.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                await call.RefuseAsync($"\"{Harmless.Line(typed, 20)}\" is not a day as I read it: year, month, day, like 2023-05-10. Nothing was imported.");
                return;
            }

            day = read;
        }

        if (call.Id("report") is not { } id || call.Interaction.Data?.Resolved.Attachments.GetValueOrDefault(id) is not { } attachment)
        {
            await call.RefuseAsync("No file came with the command. Nothing was imported.");
            return;
        }

        var (file, problem) = await FetchAsync(attachment);
        if (file is null)
        {
            await call.RefuseAsync($"\"{Harmless.Line(attachment.Filename, 100)}\" cannot be read: {problem} Nothing was imported.");
            return;
        }

        var asker = Desk.AskerOf(call);
        var outcome = await store.CommitAsync<Outcome?>(async scope =>
        {
            if (!await call.MayActAsync(scope)) return null;
            await scope.SaveAsync(new KnownPerson(call.Person, call.PersonName));
            return (await ReportImport.TakeAsync(scope, file, asker, day, call.Text("service"))).Outcome;
        });
        if (outcome is { } done) await Desk.AnswerAsync(call, done, openly: false);
    }

    private async Task<(ReportFile? File, string Problem)> FetchAsync(Attachment attachment)
    {
        if (attachment.Size > ReportReader.LongestText) return (null, $"it is larger than {ReportReader.LongestText / 1000:N0} KB, which no report of one incident is.");
        using var content = new MemoryStream();
        switch (await fetcher.FetchAsync(attachment.Url, attachment.Size, content, CancellationToken.None))
        {
            case FetchResult.LinkDead(var why): return (null, why + ".");
            case FetchResult.Forbidden(var why): return (null, why + ".");
            case FetchResult.Trouble(var why, _): return (null, why + ". Try it again.");
        }

        try
        {
            return (ReportFile.Read(attachment.Filename, content.ToArray()), "");
        }
        catch (InvalidDataException e)
        {
            return (null, e.Message);
        }
    }
}
