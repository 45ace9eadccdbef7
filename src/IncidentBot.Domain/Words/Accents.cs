using System.Collections.Frozen;

namespace IncidentBot.Domain.Words;

/// <summary>
/// Latin letters without their accents, as SQLite's unicode61 has them with remove_diacritics 2: words are found by it, and headings make keys. Not by <see cref="string.Normalize()"/>: it knows nothing where the bot runs,
/// without the system's tables of languages.
/// </summary>
public static class Accents
{
    /// <summary>A letter, and after it all that come to it: those of Unicode's Latin blocks that are one letter of ASCII with marks above or below (its canonical decomposition).</summary>
    private static readonly string[] Letters =
    [
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        "bḃḅḇ",
        "cçćĉċčḉ",
        "dďḋḍḏḑḓ",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        "fḟ",
        "gĝğġģǧǵḡ",
        "hĥȟḣḥḧḩḫẖ",
        "iìíîïĩīĭįǐȉȋḭḯỉị",
        "jĵǰ",
        "kķǩḱḳḵ",
        "lĺļľḷḹḻḽ",
        "mḿṁṃ",
        "nñńņňǹṅṇṉṋ",
        "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
        "pṕṗ",
        "rŕŗřȑȓṙṛṝṟ",
        "sśŝşšșṡṣṥṧṩ",
        "tţťțṫṭṯṱẗ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        "vṽṿ",
        "wŵẁẃẅẇẉẘ",
        "xẋẍ",
        "yýÿŷȳẏẙỳỵỷỹ",
        "zźżžẑẓẕ",
    ];

    private static readonly FrozenDictionary<char, char> Plain = Letters.SelectMany(static letters => letters[1..].Select(letter => KeyValuePair.Create(letter, letters[0]))).ToFrozenDictionary();

    /// <param name="letter">In lower case.</param>
    public static char Without(char letter) => letter < 'À' ? letter : Plain.GetValueOrDefault(letter, letter);
}
