using System.Text.Json;
using IncidentBot.Sandbox.People;

namespace IncidentBot.Tests.Replay;

public class WhenACommandIsTyped
{
    private static readonly JsonElement Registered = JsonDocument.Parse(
        """
        [
          { "id": "10", "version": "1", "type": 1, "name": "incident", "description": "x", "options": [
            { "type": 1, "name": "declare", "description": "x", "options": [
              { "type": 3, "name": "title", "description": "x", "max_length": 100 },
              { "type": 3, "name": "severity", "description": "x", "choices": [ { "name": "SEV1 critical", "value": "sev1" }, { "name": "SEV2 major", "value": "sev2" } ] },
              { "type": 5, "name": "drill", "description": "x" } ] },
            { "type": 1, "name": "impact", "description": "x", "options": [
              { "type": 3, "name": "text", "description": "x", "required": true },
              { "type": 10, "name": "percent", "description": "x", "min_value": 0, "max_value": 100 },
              { "type": 4, "name": "people", "description": "x" } ] },
            { "type": 1, "name": "handover", "description": "x", "options": [ { "type": 6, "name": "person", "description": "x", "required": true } ] },
            { "type": 1, "name": "resolve", "description": "x" } ] },
          { "id": "11", "version": "1", "type": 1, "name": "escalate", "description": "x", "options": [
            { "type": 9, "name": "to", "description": "x" }, { "type": 3, "name": "reason", "description": "x" }, { "type": 3, "name": "schedule", "description": "x" }, { "type": 7, "name": "where", "description": "x" } ] },
          { "id": "12", "version": "1", "type": 1, "name": "policy", "description": "x", "options": [
            { "type": 2, "name": "file", "description": "x", "options": [
              { "type": 1, "name": "apply", "description": "x", "options": [ { "type": 11, "name": "file", "description": "x", "required": true } ] } ] } ] },
          { "id": "13", "version": "2", "type": 3, "name": "Mark as…", "description": "" }
        ]
        """).RootElement;

    private static readonly ChatNames Names = new(
        new Dictionary<string, ulong> { ["ada"] = 1, ["tunde"] = 2 },
        new Dictionary<string, ulong> { ["developers"] = 3 },
        new Dictionary<string, ulong> { ["general"] = 4 })
    {
        Others = new Dictionary<string, IReadOnlyCollection<string>> { ["schedule"] = ["nights"] },
    };

    [Theory]
    [InlineData("""/incident declare title:"Shop does not respond" severity:sev1""", """{"title":"Shop does not respond","severity":"sev1"}""")]
    [InlineData("""/incident declare severity:"sev2 MAJOR" title:Shop""", """{"title":"Shop","severity":"sev2"}""")]
    [InlineData("""/incident declare title:“curly quotes” drill:yes""", """{"title":"curly quotes","drill":true}""")]
    [InlineData("""/incident declare title:„German“ drill""", """{"title":"German","drill":true}""")]
    [InlineData("""/incident declare title:"says \"no\" to C:\\x" """, """{"title":"says \u0022no\u0022 to C:\\x"}""")]
    [InlineData("""/incident declare title: "a gap"   drill: false""", """{"title":"a gap","drill":false}""")]
    [InlineData("""/incident declare title:'it's down'""", """{"title":"it\u0027s down"}""")]
    [InlineData("""/incident declare title:don't""", """{"title":"don\u0027t"}""")]
    [InlineData("""/incident impact text:"at 14:30" percent:80.5 people:1200""", """{"text":"at 14:30","percent":80.5,"people":1200}""")]
    [InlineData("""/incident impact text:all percent:100%""", """{"text":"all","percent":100}""")]
    [InlineData("/incident handover person:@Tunde", """{"person":"2"}""")]
    [InlineData("/escalate to:@developers", """{"to":"3"}""")]
    [InlineData("/escalate to:@ada where:#general", """{"to":"1","where":"4"}""")]
    [InlineData("""/escalate reason:"ask @ada or @developers, not @everyone" """, """{"reason":"ask \u003C@1\u003E or \u003C@\u00263\u003E, not @everyone"}""")]
    [InlineData("/incident resolve", "{}")]
    [InlineData("/incident impact everything is down", """{"text":"everything is down"}""")]
    [InlineData("/incident handover @tunde", """{"person":"2"}""")]
    [InlineData("/incident handover to:@tunde", """{"person":"2"}""")]
    [InlineData("/escalate @developers", """{"to":"3"}""")]
    [InlineData("/escalate to:nights", """{"schedule":"nights"}""")]
    [InlineData("/escalate to:schedule:Nights", """{"schedule":"nights"}""")]
    public void its_options_get_the_types_discord_expects(string typed, string options)
    {
        var result = CommandData.Build(typed, Registered, Names);

        result.Errors.ShouldBeEmpty();
        Options(result).ShouldBe(options);
    }

    [Fact]
    public void the_data_names_the_command_and_nests_what_follows()
    {
        CommandData.Build("/incident handover person:@ada", Registered, Names).Data!.ToJsonString().ShouldBe(
            """{"id":"10","name":"incident","type":1,"version":"1","options":[{"type":1,"name":"handover","options":[{"type":6,"name":"person","value":"1"}]}]}""");
    }

    [Fact]
    public void a_file_is_sent_by_its_position()
    {
        var result = CommandData.Build("/policy file apply file:policy.yaml", Registered, Names);

        result.Files.ShouldBe(["policy.yaml"]);
        result.Data!["options"]![0]!.ToJsonString().ShouldBe("""{"type":2,"name":"file","options":[{"type":1,"name":"apply","options":[{"type":11,"name":"file","value":"0"}]}]}""");
    }

    [Theory]
    [InlineData("/incidnet declare", "there is no command /incidnet. Did you mean '/incident'?")]
    [InlineData("/weather", "there is no command /weather; there are '/escalate', '/incident' and '/policy'")]
    [InlineData("/incident", "/incident is not complete: it is followed by 'declare', 'impact', 'handover' or 'resolve'")]
    [InlineData("/incident resolv", "there is no command /incident resolv. Did you mean '/incident resolve'?")]
    [InlineData("/incident declare titel:x", "/incident declare has no option 'titel'; it has 'title', 'severity' and 'drill'")]
    [InlineData("/incident resolve now:x", "/incident resolve has no options, so no 'now'")]
    [InlineData("/incident impact percent:5", "/incident impact needs text: a text")]
    [InlineData("/incident impact text:everything is down", "'is down' stands alone after text:everything (a value with spaces needs quotes, like text:\"everything is down\")")]
    [InlineData("/incident impact text:x percent:some", "percent must be a number; 'some' is not")]
    [InlineData("/incident impact text:x percent:101", "percent must be at most 100")]
    [InlineData("/incident impact text:x people:1.5", "people must be a whole number; '1.5' is not")]
    [InlineData("/incident impact text:x text:y", "text is given twice")]
    [InlineData("/incident declare severity:sev9", "'sev9' is not one of the choices for severity; there are 'sev1 (SEV1 critical)' and 'sev2 (SEV2 major)'")]
    [InlineData("/incident declare drill:perhaps", "drill must be true or false; 'perhaps' is not")]
    [InlineData("/incident declare title:\"\"", "title is empty")]
    [InlineData("/incident declare title:\"open", "the quote that opens at '\"open' is never closed")]
    [InlineData("/incident declare title:\"a\"b", "after the quoted 'a' a space is missing (a quote inside quotes is written \\\")")]
    [InlineData("/incident handover person:@tund", "'@tund' is not a person (@handle) that exists. Did you mean '@tunde'?")]
    [InlineData("/escalate where:#random", "'#random' is not a channel (#channel) that exists")]
    [InlineData("hello", "a command begins with a slash; this is 'hello'")]
    [InlineData("/", "a command begins with its name, like /incident")]
    public void a_mistake_is_answered_in_plain_words(string typed, string sentence)
    {
        var result = CommandData.Build(typed, Registered, Names);

        result.Data.ShouldBeNull();
        result.Errors.ShouldBe([sentence]);
    }

    [Fact]
    public void several_mistakes_are_answered_together() =>
        CommandData.Build("/incident declare severity:sev9 drill:perhaps color:red", Registered, Names).Errors.Length.ShouldBe(3);

    [Fact]
    public void a_text_longer_than_its_option_allows_is_told_so() =>
        CommandData.Build($"/incident declare title:{new string('x', 2000)}", Registered, Names).Errors.ShouldBe(["title may have 100 characters at most; this has 2000"]);

    [Theory]
    [InlineData("Mark as…")]
    [InlineData("mark as...")]
    [InlineData("Mark as")]
    public void a_message_menu_is_found_however_its_dots_are_typed(string menu) =>
        CommandData.BuildMenu(menu, 99, Registered).Data!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldBe("""{"id":"13","name":"Mark as…","type":3,"version":"2","target_id":"99"}""");

    [Fact]
    public void a_menu_nobody_registered_is_answered_with_those_there_are() =>
        CommandData.BuildMenu("Explode", 99, Registered).Errors.ShouldBe(["no message has a menu 'Explode'; there are 'Mark as…'"]);

    [Theory]
    [InlineData("ask @ada.", "ask <@1>.")]
    [InlineData("mail ada@tunde.example", "mail ada@tunde.example")]
    [InlineData("`@ada` and @nobody", "`@ada` and @nobody")]
    [InlineData("```\n@ada\n``` @ADA #general", "```\n@ada\n``` <@1> <#4>")]
    public void names_in_text_become_mentions_as_a_client_would_send_them(string typed, string sent) => Names.WithMentions(typed).ShouldBe(sent);

    /// <summary>The innermost options as name: value.</summary>
    private static string Options(CommandData result)
    {
        var options = result.Data!["options"]!.AsArray();
        while (options is [{ } only] && only["options"] is { } inner) options = inner.AsArray();
        return new System.Text.Json.Nodes.JsonObject(options.Select(o => KeyValuePair.Create((string)o!["name"]!, o["value"]?.DeepClone()))).ToJsonString();
    }
}
