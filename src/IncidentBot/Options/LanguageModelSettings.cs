using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Options;

/// <summary>Reads which language model drafts sections of postmortems. None does unless an address is set.</summary>
internal static class LanguageModelSettings
{
    public static BotOptions.LanguageModelSection? Read(IConfigurationSection section, List<string> mistakes)
    {
        if (!section.GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value))) return null;
        var found = mistakes.Count;
        var key = OptionsReader.ReadSecret("LanguageModel", section["Key"], section["KeyFile"], mistakes, "Key");
        if (key?.Any(c => c is <= ' ' or > '~') == true) mistakes.Add("LanguageModel:Key has spaces or signs in it that no key has. Copy it once more.");
        var allowHttp = Flag("AllowHttp");
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Query.Length > 0)
            mistakes.Add($"LanguageModel:Url is '{section["Url"]}', which is not an https address. Write the one under which chat/completions is found, as in https://models.example/v1, or leave the whole section out.");
        else if (address.Scheme == "http" && !allowHttp)
            mistakes.Add("LanguageModel:Url begins with http: everyone on the way could read the record. Use https, or set LanguageModel:AllowHttp to true if the way is your own.");
        var model = section["Model"]?.Trim();
        if (model is not { Length: > 0 and <= 100 } || model.Any(char.IsControl)) mistakes.Add("LanguageModel:Model names no model. Write one that the address offers.");
        var options = new BotOptions.LanguageModelSection
        {
            Url = address ?? new Uri("https://invalid.example"),
            Model = model ?? "",
            Key = key,
            TimeLimit = TimeSpan.FromSeconds(Whole("TimeLimit", 60, 1, 600)),
            MaxPrompt = Whole("MaxPrompt", 24_000, 1_000, 1_000_000),
            MaxAnswer = Whole("MaxAnswer", 3_000, 200, 3_500),
            PerHour = Whole("PerHour", 10, 1, 1_000),
            AllowPrivate = Flag("AllowPrivate"),
        };
        return mistakes.Count == found ? options : null;

        bool Flag(string name)
        {
            if (section[name] is not { } text || bool.TryParse(text, out var flag) && !flag) return false;
            if (bool.TryParse(text, out flag)) return flag;
            mistakes.Add($"LanguageModel:{name} is '{text}'. Write true or false.");
            return false;
        }

        int Whole(string name, int otherwise, int least, int most)
        {
            if (section[name] is not { } text) return otherwise;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"LanguageModel:{name} is '{text}'. Write a whole number from {least} to {most}."));
            return otherwise;
        }
    }
}
