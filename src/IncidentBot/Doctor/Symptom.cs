namespace IncidentBot.Doctor;

/// <summary>How well one thing is.</summary>
public enum Condition
{
    Well,

    /// <summary>It works, and somebody should look at it.</summary>
    Doubtful,

    /// <summary>Something does not work because of it.</summary>
    Ill,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="What">What is so, without a full stop.</param>
/// <param name="Mend">One sentence that says what to do; null where nothing is to be done.</param>
public sealed record Symptom(Condition Condition, string What, string? Mend = null)
{
    public static Symptom Well(string what) => new(Condition.Well, what);

    public static Symptom Doubtful(string what, string mend) => new(Condition.Doubtful, what, mend);

    public static Symptom Ill(string what, string mend) => new(Condition.Ill, what, mend);

    /// <summary>"❌ The database is damaged. Stop the bot …"</summary>
    public override string ToString() => $"{Sign} {What}.{(Mend is null ? "" : " " + Mend)}";

    private string Sign => Condition switch
    {
        Condition.Well => "✅",
        Condition.Doubtful => "⚠️",
        _ => "❌",
    };
}
