using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Templates;

/// <summary>What kind of value a name of the model stands for.</summary>
public enum FieldKind
{
    /// <summary>Words, or nothing.</summary>
    Text,

    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Has names of its own.</summary>
    Group,

    /// <summary>For `{{#each …}}`.</summary>
    List,
}

/// <param name="Name">As templates write it.</param>
/// <param name="Says">What it is, one line.</param>
/// <param name="Of">The names of a group, or of each thing in a list; null: it has none.</param>
/// <param name="Read">Its value in the model.</param>
public sealed record SchemaField(string Name, string Says, FieldKind Kind, Schema? Of, Func<object, object?> Read);

/// <summary>The names that exist at one place of the model.</summary>
public sealed class Schema(ImmutableDictionary<string, SchemaField> fields, ImmutableArray<SchemaField> inOrder)
{
    /// <summary>In the order in which the model declares them.</summary>
    public ImmutableArray<SchemaField> Fields { get; } = inOrder;

    public SchemaField? Find(string name) => fields.GetValueOrDefault(name);
}

/// <summary>
/// The model as templates see it. Only what bears a <see cref="TemplateFieldAttribute"/> exists; every other member of whatever object, and every type that is no
/// part of the model, is out of reach.
/// </summary>
public static class TemplateSchema
{
    private static readonly Dictionary<Type, Schema> Known = [];

    public static Schema Root { get; } = Of(typeof(TemplateModel));

    /// <summary>The names of a value of the model; null for a type that is no part of it.</summary>
    public static Schema? Find(Type type) => Known.GetValueOrDefault(type);

    private static Schema Of(Type type)
    {
        if (Known.TryGetValue(type, out var known)) return known;
        ImmutableArray<SchemaField> fields =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.IsDefined(typeof(TemplateFieldAttribute)))
                .OrderBy(property => property.MetadataToken)
                .Select(FieldOf),
        ];
        return Known[type] = new Schema(fields.ToImmutableDictionary(field => field.Name, StringComparer.Ordinal), fields);
    }

    private static SchemaField FieldOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var item = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? type.GetGenericArguments()[0] : null;
        var kind = item is not null ? FieldKind.List : KindOf(type);
        var of = kind == FieldKind.Group ? Of(type) : item is not null && KindOf(item) == FieldKind.Group ? Of(item) : null;
        return new SchemaField(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.GetCustomAttribute<TemplateFieldAttribute>()!.Says, kind, of, property.GetValue);
    }

    private static FieldKind KindOf(Type type) =>
        type == typeof(RichText) ? FieldKind.Text : type == typeof(int) ? FieldKind.Number : type == typeof(bool) ? FieldKind.Flag : FieldKind.Group;
}
