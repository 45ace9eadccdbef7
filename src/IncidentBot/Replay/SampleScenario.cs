namespace IncidentBot.Replay;

/// <summary>The incident that is played before a newcomer's eyes.</summary>
public static class SampleScenario
{
    /// <summary>Full path of its file: the one beside the program, for those who want to read along or change it.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Replay", "sample", "queue-full.yaml");

    public static ScenarioReadResult Read() => ScenarioReader.Read(Path);
}
