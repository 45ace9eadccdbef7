namespace IncidentBot.Sandbox.People;

/// <summary>What somebody may have meant by a name that does not exist.</summary>
public static class Nearest
{
    /// <summary>The known names that are a slip of the finger away from this one, best first; at most three.</summary>
    public static IReadOnlyList<string> To(string typed, IEnumerable<string> known)
    {
        var farthest = Math.Max(1, typed.Length / 3);
        return
        [
            .. known.Select(name => (Name: name, Distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant())))
                .Where(n => n.Distance <= farthest || IsBeginning(typed, n.Name))
                .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
                .Select(n => n.Name).Distinct(StringComparer.Ordinal).Take(3),
        ];
    }

    /// <summary>" Did you mean 'say'?", or where nothing is near all there is: " (there are 'say' and 'edit')"; to be put after a sentence.</summary>
    public static string QuestionOrAll(string typed, IReadOnlyCollection<string> known)
    {
        var question = Question(typed, known);
        return question.Length > 0 || known.Count == 0 ? question : $" (there are {Quoted(known)})";
    }

    /// <summary>" Did you mean 'say'?" or nothing; to be put after a sentence.</summary>
    public static string Question(string typed, IEnumerable<string> known)
    {
        var near = To(typed, known);
        return near.Count == 0 ? "" : $". Did you mean {Quoted(near, "or")}?";
    }

    /// <summary>"'say', 'edit' and 'delete'".</summary>
    public static string Quoted(IEnumerable<string> names, string and = "and")
    {
        string[] quoted = [.. names.Select(n => $"'{n}'")];
        return quoted.Length < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted[..^1])} {and} {quoted[^1]}";
    }

    private static bool IsBeginning(string typed, string name) =>
        typed.Length >= 3 && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Single-letter changes from one to the other, two swapped neighbours counting as one.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 16 || Math.Max(a.Length, b.Length) > 64) return int.MaxValue;
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
