using System.Reflection;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Storage;

public sealed class SurfaceTests
{
    [Fact]
    public void Nothing_of_the_database_engine_shows_in_what_others_see()
    {
        var shown = typeof(IncidentStore).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(IncidentStore).Namespace)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(member => member.ToString()!)
            .ToList();
        shown.ShouldNotBeEmpty();
        shown.ShouldAllBe(member => !member.Contains("Microsoft.", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_store_and_its_values_are_public()
        => typeof(IncidentStore).Assembly.GetExportedTypes().Select(type => type.Namespace).Distinct()
            .ShouldBe([typeof(IncidentStore).Namespace, "IncidentBot.Storage.Migrations", "IncidentBot.Storage.Postgres.Migrations"], ignoreOrder: true);
}
