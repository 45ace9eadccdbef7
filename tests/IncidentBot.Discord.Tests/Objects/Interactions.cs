using System.Text;

namespace IncidentBot.Discord.Tests.Objects;

public sealed class Interactions
{
    [Fact]
    public void A_subcommand_in_a_group_has_a_path_and_arguments()
    {
        var interaction = Read("""
            {"id":"1","application_id":"8","type":2,"token":"t","guild_id":"100","channel":{"id":"3","type":0},"locale":"de","app_permissions":"2048",
             "member":{"user":{"id":"5","username":"ada"},"roles":[],"permissions":"8"},
             "data":{"id":"50","name":"oncall","type":1,"options":[{"type":2,"name":"override","options":[{"type":1,"name":"add","options":[
               {"type":6,"name":"person","value":"6"},{"type":4,"name":"hours","value":8},{"type":10,"name":"weight","value":1.5},{"type":5,"name":"quiet","value":true}]}]}],
              "resolved":{"users":{"6":{"id":"6","username":"bob"}},"members":{"6":{"nick":"B","roles":["7"],"permissions":"0"}}}}}
            """);
        var command = interaction.Data.ShouldBeOfType<CommandData>();

        command.Path.ShouldBe(["oncall", "override", "add"]);
        command.Arguments["person"].Id.ShouldBe(new Snowflake(6));
        command.Arguments["hours"].Integer.ShouldBe(8);
        command.Arguments["weight"].Number.ShouldBe(1.5);
        command.Arguments["quiet"].Boolean.ShouldBe(true);
        command.Resolved.Members[new(6)].User!.Username.ShouldBe("bob");
        command.Options.Single().Options.Single().Options.Count.ShouldBe(4);
        (interaction.User.Username, interaction.ChannelId, interaction.Member!.Permissions).ShouldBe(("ada", new Snowflake(3), Permissions.Administrator));
    }

    [Fact]
    public void A_command_without_options_has_no_arguments()
    {
        var command = Read("""{"id":"1","type":2,"token":"t","user":{"id":"5","username":"ada"},"data":{"id":"50","name":"incident","type":1}}""").Data.ShouldBeOfType<CommandData>();
        command.Path.ShouldBe(["incident"]);
        command.Arguments.ShouldBeEmpty();
    }

    [Fact]
    public void A_message_menu_command_brings_its_message()
    {
        var command = Read("""
            {"id":"1","type":2,"token":"t","data":{"id":"50","name":"Add to timeline","type":3,"target_id":"9","resolved":{"messages":{"9":{"id":"9","content":"it broke"}}}}}
            """).Data.ShouldBeOfType<CommandData>();

        command.Type.ShouldBe(CommandType.Message);
        command.Resolved.Messages[command.TargetId!.Value].Content.ShouldBe("it broke");
    }

    [Fact]
    public void The_option_being_typed_is_found()
    {
        var command = Read("""
            {"id":"1","type":4,"token":"t","data":{"id":"50","name":"incident","type":1,"options":[{"type":1,"name":"show","options":[{"type":4,"name":"number","value":"1x","focused":true}]}]}}
            """).Data.ShouldBeOfType<CommandData>();

        command.Focused!.Value.ShouldBe("1x");
        command.Focused.Integer.ShouldBeNull();
    }

    [Fact]
    public void A_choice_in_a_message_brings_its_values()
    {
        var interaction = Read("""
            {"id":"1","type":3,"token":"t","message":{"id":"9"},"data":{"custom_id":"v1:own:7","component_type":5,"values":["6"],"resolved":{"users":{"6":{"id":"6","username":"bob"}}}}}
            """);
        var component = interaction.Data.ShouldBeOfType<ComponentData>();

        (component.CustomId, component.Values.Single(), interaction.Message!.Id).ShouldBe(("v1:own:7", "6", new Snowflake(9)));
    }

    [Fact]
    public void The_fields_of_a_form_are_found_in_labels_and_in_rows()
    {
        var modal = Read("""
            {"id":"1","type":5,"token":"t","data":{"custom_id":"v1:resolve","components":[
              {"type":18,"id":1,"component":{"type":4,"custom_id":"fix","value":"rolled back"}},
              {"type":1,"components":[{"type":4,"custom_id":"cause","value":""}]},
              {"type":18,"component":{"type":5,"custom_id":"owner","values":["6","7"]}},
              {"type":18,"component":{"type":23,"custom_id":"sure","value":true}},
              {"type":10,"id":9}]}}
            """).Data.ShouldBeOfType<ModalData>();

        modal.Fields.Keys.ShouldBe(["fix", "cause", "owner", "sure"]);
        modal.Fields["fix"].Value.ShouldBe("rolled back");
        modal.Fields["cause"].Value.ShouldBe("");
        modal.Fields["owner"].Values.ShouldBe(["6", "7"]);
        modal.Fields["sure"].Value.ShouldBe("true");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":2,"data":{}}""")]
    [InlineData("""{"type":2,"data":{"name":null,"options":null,"resolved":null}}""")]
    [InlineData("""{"type":5,"data":{"components":[{"type":18,"component":null}]}}""")]
    [InlineData("""{"type":77,"data":{"x":1}}""")]
    public void Whatever_is_missing_is_empty(string json) => Read(json).User.Username.ShouldBe("");

    private static Interaction Read(string json) => EventReader.Read("INTERACTION_CREATE", Encoding.UTF8.GetBytes(json)).ShouldBeOfType<InteractionCreate>().Interaction;
}
