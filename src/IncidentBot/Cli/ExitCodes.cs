namespace IncidentBot.Cli;

/// <summary>What the program ends with.</summary>
internal static class ExitCodes
{
    public const string Help =
        """
        Exit codes:
          0  it did what was asked, or was asked to stop
          1  the record cannot be used; of a replay: a step was refused; of check and doctor: something is wrong; of policies, schedules and templates: they have errors
          2  the command line, a setting, the token or the scenario file is wrong, a file cannot be read, or Discord cannot be reached
        """;

    public const int Done = 0;

    public const int Failed = 1;

    public const int Wrong = 2;
}
