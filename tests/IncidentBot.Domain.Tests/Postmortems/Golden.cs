using System.Runtime.CompilerServices;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Compares a text with the file kept beside the tests; with UPDATE_GOLDEN=1 in the environment the file is written instead.</summary>
internal static class Golden
{
    public static void Check(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        File.Exists(path).ShouldBeTrue($"{name} is missing: run the tests once with UPDATE_GOLDEN=1 and read what was written.");
        actual.ShouldBe(File.ReadAllText(path), $"{name} differs. If the change is meant, run with UPDATE_GOLDEN=1 and read the difference.");
    }
}
