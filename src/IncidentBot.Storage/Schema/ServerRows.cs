using IncidentBot.Domain;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Storage.Schema;

internal sealed class SettingsRow
{
    public ServerId Server { get; set; }

    public required ServerSettings Record { get; set; }
}

internal sealed class PersonRow
{
    public PersonId Id { get; set; }

    public required string Name { get; set; }
}

internal sealed class ChatRoleRow
{
    public ChatRoleId Id { get; set; }

    public ServerId Server { get; set; }

    public required string Name { get; set; }
}
