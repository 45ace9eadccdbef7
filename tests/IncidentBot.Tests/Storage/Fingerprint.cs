using System.Collections;
using System.Globalization;
using System.Text;

namespace IncidentBot.Tests.Storage;

/// <summary>
/// All that a value says, as text, by the public properties it is made with (what is computed from them says nothing more, and may be a value of the same kind again):
/// two values are the same when their fingerprints are. It knows nothing of how values are stored.
/// </summary>
internal static class Fingerprint
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static bool IsForeign(object value) => value.GetType().Assembly != typeof(Domain.Incidents.Incident).Assembly;

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string s:
                text.Append('"').Append(s).Append('"');
                break;
            case DateTimeOffset at:
                text.Append(at.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IFormattable plain:
                text.Append(plain.ToString(null, CultureInfo.InvariantCulture));
                break;
            case bool flag:
                text.Append(flag);
                break;
            case IDictionary map:
                Append(text, map.Keys.Cast<object>().Select(key => Of(key) + "=" + Of(map[key])).Order(StringComparer.Ordinal).ToList());
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Append(text, item);
                    text.Append(", ");
                }

                text.Append(']');
                break;
            default:
                text.Append(value.GetType().Name).Append("{ ");
                foreach (var property in value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0 && (p.CanWrite || IsForeign(value))).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append('=');
                    Append(text, property.GetValue(value));
                    text.Append(' ');
                }

                text.Append('}');
                break;
        }
    }
}
