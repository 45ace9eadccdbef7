using System.Text.Json;

namespace IncidentBot.Discord.Tests.Objects;

public sealed class Command_definitions
{
    private static readonly ApplicationCommand Incident = new()
    {
        Name = "incident",
        Description = "Incidents",
        Options = [new() { Type = CommandOptionType.String, Name = "title", Description = "Title", Choices = [new("A", "a")] }],
    };

    private static readonly ApplicationCommand Menu = new() { Name = "Add to timeline", Type = CommandType.Message };

    [Fact]
    public void What_Discord_answers_counts_as_registered()
    {
        var registered = JsonSerializer.Deserialize("""
            [{"id":"2","version":"3","type":3,"name":"Add to timeline","description":"","contexts":null,"nsfw":false},
             {"id":"1","version":"2","type":1,"name":"incident","description":"Incidents","contexts":[0,1,2],"integration_types":[0],"options":[
              {"type":3,"name":"title","description":"Title","required":false,"autocomplete":false,"choices":[{"name":"A","value":"a"}],"options":[]}]}]
            """, DiscordJson.Default.IReadOnlyListApplicationCommand)!;

        CommandDefinitions.AreRegistered([Incident, Menu], registered).ShouldBeTrue();
    }

    [Fact]
    public void Any_difference_is_seen()
    {
        CommandDefinitions.AreRegistered([Incident], [Incident with { Description = "Other" }]).ShouldBeFalse();
        CommandDefinitions.AreRegistered([Incident], [Incident with { Options = [] }]).ShouldBeFalse();
        CommandDefinitions.AreRegistered([Incident], [Incident with { Options = [Incident.Options![0] with { Choices = [new("A", 1L)] }] }]).ShouldBeFalse();
        CommandDefinitions.AreRegistered([Incident], [Incident, Menu]).ShouldBeFalse();
        CommandDefinitions.AreRegistered([Incident with { Contexts = [InteractionContext.Guild] }], [Incident]).ShouldBeFalse();
    }
}
