using System.Text;
using IncidentBot.Agenda;
using IncidentBot.Commands;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Setup;

/// <summary>`/bot retry`: shows what was set aside because it could not be done, and has it tried again.</summary>
public sealed class RetryModule(IncidentStore store) : ICommandModule
{
    /// <summary>So many lines fit into a message.</summary>
    private const int MostShown = 10;

    public void Register(Catalog catalog) => catalog.Slash("bot retry", "Try again what I could not do and have set aside", [], RetryAsync, Verb.Configure);

    private async Task RetryAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        var tried = new List<string>();
        foreach (var item in await store.SetAsideAsync(call.Server))
        {
            var whom = "";
            if (item.Incident is { } id)
            {
                if (await store.FindIncidentAsync(id) is not { } incident || !Visibility.MaySee(incident, asker)) continue;
                whom = incident.Name + ": ";
            }

            if (await store.TryAgainAsync(item.Id)) tried.Add($"{whom}{WhatFailed.Of(item.Owed)}: {Harmless.Line(item.LastError ?? "", 120)}");
        }

        await call.AnswerPrivatelyAsync(tried.Count == 0 ? "Nothing is set aside: I have done what I promised, or am still trying." : Describe(tried));
    }

    private static string Describe(List<string> tried)
    {
        var text = new StringBuilder(tried.Count == 1 ? "I try this again:" : $"I try these {tried.Count} again:");
        foreach (var line in tried.Take(MostShown)) text.Append("\n- ").Append(line);
        if (tried.Count > MostShown) text.Append("\n- … and the others");
        return text.ToString();
    }
}
