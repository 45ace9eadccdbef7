using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Rest;

namespace IncidentBot.Sandbox.Validation;

/// <summary>Collects what is wrong with a body, in Discord's shape (Reference: Error Messages), and throws it all at once as 50035.</summary>
internal sealed class FieldErrors
{
    private readonly JsonObject root = [];

    public static ApiException Single(string field, string code, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, code, message);
        return ApiException.InvalidBody(errors.root);
    }

    /// <param name="path">Field names and array indexes with dots: <c>embeds.0.title</c>.</param>
    /// <param name="code">Discord's code, such as BASE_TYPE_MAX_LENGTH.</param>
    /// <param name="message">Discord's sentence.</param>
    public void Add(string path, string code, string message)
    {
        var at = root;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "_errors") continue;
            if (at[part] is not JsonObject next) at[part] = next = [];
            at = next;
        }

        if (at["_errors"] is not JsonArray list) at["_errors"] = list = [];
        list.Add(new JsonObject { ["code"] = code, ["message"] = message });
    }

    public void ThrowIfAny()
    {
        if (root.Count > 0) throw ApiException.InvalidBody(root);
    }

    public void Required(string path) => Add(path, "BASE_TYPE_REQUIRED", "This field is required");

    public void TooLong(string path, int max) => Add(path, "BASE_TYPE_MAX_LENGTH", $"Must be {max.ToString(CultureInfo.InvariantCulture)} or fewer in length.");

    public void Length(string path, int min, int max) => Add(path, "BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");

    public void Choice(string path, IEnumerable<int> allowed) => Add(path, "BASE_TYPE_CHOICES", $"Value must be one of ({string.Join(", ", allowed)}).");

    /// <summary>A string field: checked for type and length in characters as Discord counts them (code points).</summary>
    public string? String(JsonObject json, string name, string path, int min, int max, bool required = false)
    {
        var at = path.Length == 0 ? name : $"{path}.{name}";
        var node = json[name];
        if (node is null)
        {
            if (required) Required(at);
            return null;
        }

        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            Add(at, "STRING_TYPE_CONVERT", "Could not interpret \"" + node.ToJsonString() + "\" as string.");
            return null;
        }

        var length = Count(text);
        if (length > max && min > 0) Length(at, min, max);
        else if (length > max) TooLong(at, max);
        else if (length < min && required && text.Length == 0) Required(at);
        else if (length < min) Length(at, min, max);
        return text;
    }

    public long? Integer(JsonObject json, string name, string path, long min, long max, bool required = false)
    {
        var at = path.Length == 0 ? name : $"{path}.{name}";
        var node = json[name];
        if (node is null)
        {
            if (required) Required(at);
            return null;
        }

        if (!TryNumber(node, out var number) || number != Math.Floor(number))
        {
            Add(at, "NUMBER_TYPE_COERCE", $"Value {node.ToJsonString()} is not int.");
            return null;
        }

        if (number < min) Add(at, "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {min}.");
        else if (number > max) Add(at, "NUMBER_TYPE_MAX", $"int value should be less than or equal to {max}.");
        return (long)number;
    }

    public bool? Boolean(JsonObject json, string name, string path)
    {
        if (json[name] is not { } node) return null;
        if (node is JsonValue value && value.TryGetValue<bool>(out var flag)) return flag;
        // Forms carry text only.
        if (node is JsonValue word && word.TryGetValue<string>(out var text) && bool.TryParse(text, out flag)) return flag;
        Add(path.Length == 0 ? name : $"{path}.{name}", "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        return null;
    }

    public ulong? Snowflake(JsonNode? node, string path)
    {
        if (node is null) return null;
        if (node is JsonValue value)
        {
            if (value.TryGetValue<string>(out var text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
            if (TryNumber(node, out var number) && number >= 0) return ulong.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
        }

        Add(path, "NUMBER_TYPE_COERCE", $"Value {node.ToJsonString()} is not snowflake.");
        return null;
    }

    /// <summary>A list field, or null when it is missing or not a list (which is noted).</summary>
    public JsonArray? List(JsonObject json, string name, string path, int min, int max)
    {
        var at = path.Length == 0 ? name : $"{path}.{name}";
        if (json[name] is not { } node) return null;
        if (node is not JsonArray array)
        {
            Add(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return null;
        }

        if (array.Count > max || array.Count < min) Length(at, min, max);
        return array;
    }

    public static bool TryNumber(JsonNode? node, out double number)
    {
        number = 0;
        if (node is not JsonValue value) return false;
        if (value.GetValueKind() == System.Text.Json.JsonValueKind.Number) return double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return value.TryGetValue<string>(out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    public static int Count(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i])) count--;
        }

        return count;
    }
}
