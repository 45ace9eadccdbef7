using IncidentBot.Commands;
using IncidentBot.Domain.Retention;

namespace IncidentBot.Retention;

/// <summary>The button that keeps a closed incident's channel.</summary>
public sealed class RetentionModule(Desk desk) : ICommandModule
{
    public const string KeepButton = "keep-channel";

    public void Register(Catalog catalog) => catalog.Button(KeepButton, call => desk.DecideAsync(call, openly: true, RetireChannel.Keep));
}
