using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Schema;

/// <summary>Column names as people type them in SQL: "happened_at".</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(static entity => entity.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}
