using IncidentBot.Replay;

namespace IncidentBot.Tests.Replay;

/// <summary>Scenario files for tests, without the lines every one of them has.</summary>
internal static class ScenarioText
{
    /// <summary>The first step stands in line 7.</summary>
    public const int FirstStepLine = 7;

    public static ScenarioReadResult WithSteps(params string[] steps) => Parse(
        $$"""
        timezone: Africa/Lagos
        start: 2023-05-10T14:30
        people:
          ada: { name: Ada Obi, roles: [operations] }
          tunde: { name: Tunde Bello, roles: [developers] }
        steps:
        {{string.Join('\n', steps.Select(s => "  - " + s))}}
        """);

    public static ScenarioReadResult Parse(string text) => ScenarioReader.Parse(text, AppContext.BaseDirectory, "test");

    /// <summary>The scenario, or the errors as the failure's text.</summary>
    public static Scenario Read(this ScenarioReadResult result)
    {
        result.Errors.Select(e => e.ToString()).ShouldBeEmpty();
        return result.Scenario.ShouldNotBeNull();
    }

    public static IEnumerable<string> Sentences(this ScenarioReadResult result)
    {
        result.Scenario.ShouldBeNull();
        return result.Errors.Select(e => e.ToString());
    }
}
