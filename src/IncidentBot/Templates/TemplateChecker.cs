using System.Collections.Immutable;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Policies;
using IncidentBot.Sandbox.People;

namespace IncidentBot.Templates;

/// <param name="Description">The first line of the first comment; null: there is none.</param>
/// <param name="Findings">By line. With an error among them the template is not used.</param>
/// <param name="Sections">Those that stand in it as such, in order; one whose heading is made by a loop is not known before it is filled in.</param>
public sealed record TemplateCheck(ImmutableArray<Finding> Findings, string? Description, ImmutableArray<(string Key, string Heading)> Sections)
{
    public bool HasErrors => Findings.Any(finding => finding.IsError);
}

/// <summary>
/// Finds every mistake in a template at once, each with its line. It knows what is allowed rather than what is forbidden: values of the model, each, with, if, unless,
/// and the helpers of the list. A name that the model does not have is a warning: it would stay empty.
/// </summary>
public static class TemplateChecker
{
    /// <summary>How many tags a template may have.</summary>
    private const int MostTags = 2_000;

    /// <summary>How many blocks may stand within each other.</summary>
    private const int Deepest = 16;

    private const int MostSections = 50;

    private static readonly string[] Blocks = ["each", "with", "if", "unless"];

    /// <param name="name">What findings call the file.</param>
    public static TemplateCheck Check(string name, string source)
    {
        if (source.Length > OwnTemplate.LongestSource)
            return new([new(true, name, 0, 0, $"it has {source.Length:N0} characters, and {OwnTemplate.LongestSource:N0} is the limit")], null, []);
        var pass = new Pass(name);
        var tags = TemplateTags.Read(source);
        if (tags.Length > MostTags) return new([new(true, name, tags[MostTags].Line, tags[MostTags].Column, $"it has {tags.Length:N0} tags, and {MostTags:N0} is the limit")], null, []);
        foreach (var tag in tags) pass.Read(tag);
        pass.End();
        var sections = pass.Sections(source);
        var description = tags.FirstOrDefault(tag => tag.Kind == TagKind.Comment)?.Text.Split('\n')[0].Trim();
        return new([.. pass.Findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)], string.IsNullOrWhiteSpace(description) ? null : description, sections);
    }

    private sealed class Pass(string name)
    {
        /// <summary>Open blocks, the innermost last, each with the names that exist within it.</summary>
        private readonly List<(string Name, Tag Tag, Place Place)> open = [];

        public List<Finding> Findings { get; } = [];

        private Place Here => open.Count == 0 ? new Place(TemplateSchema.Root, null) : open[^1].Place;

        public void Read(Tag tag)
        {
            switch (tag.Kind)
            {
                case TagKind.Comment:
                    break;
                case TagKind.Endless:
                    Error(tag, "what begins with {{ is not closed");
                    break;
                case TagKind.Forbidden:
                    Error(tag, "partials, inline templates and raw blocks are not allowed: write the text itself, or use {{section \"…\"}}");
                    break;
                case TagKind.Close:
                    Close(tag);
                    break;
                case TagKind.Else:
                    if (open.Count == 0) Error(tag, "{{else}} stands in no block");
                    else if (tag.Text.Length > 0) Block(tag, opens: false);
                    break;
                case TagKind.OpenNot:
                    Error(tag, "{{^…}} is not understood: use {{#unless …}}");
                    break;
                case TagKind.Open:
                    Block(tag, opens: true);
                    break;
                default:
                    Value(tag);
                    break;
            }
        }

        public void End()
        {
            foreach (var (block, tag, _) in open) Error(tag, $"{{{{#{block}}}}} is not closed: {{{{/{block}}}}} is missing");
        }

        /// <summary>The sections that stand in the source as such.</summary>
        public ImmutableArray<(string Key, string Heading)> Sections(string source)
        {
            var sections = ImmutableArray.CreateBuilder<(string, string)>();
            foreach (var (n, line) in source.ReplaceLineEndings("\n").Split('\n').Index())
            {
                var at = new Tag(TagKind.Value, "", n + 1, 1);
                if (line.StartsWith("# ", StringComparison.Ordinal)) Warning(at, "the title of a postmortem is always the incident's: sections begin with \"## \"");
                if (line.StartsWith('|')) Warning(at, "tables are shown as text: use a list, or {{section \"measures\"}} for the table of tasks");
                if (!line.StartsWith("## ", StringComparison.Ordinal)) continue;
                var (heading, key) = FilledText.ReadHeading(line);
                var isMade = heading.Contains("{{", StringComparison.Ordinal);
                if (key is not null && !SectionIds.IsKey(key)) Error(at, $"'{key}' is no key of a section: {SectionIds.LongestKey} lower case letters, digits and dashes at most");
                else if (key is null && isMade) Warning(at, "a heading with a value in it needs a key of its own, or what people write there is lost from sight when the value changes: add {#some-key}");
                else if (key is null && heading.Length == 0) Error(at, "the heading is empty");
                else if (sections.Any(one => one.Item1 == (key ?? FilledText.KeyFor(heading)))) Error(at, $"there is a section with the key '{key ?? FilledText.KeyFor(heading)}' already: give this one another with {{#some-key}}");
                else sections.Add((key ?? FilledText.KeyFor(heading), heading));
            }

            if (sections.Count == 0 && !Findings.Exists(finding => finding.IsError)) Findings.Add(new(true, name, 0, 0, "it has no section: a section begins with a line like \"## Impact {#impact}\""));
            if (sections.Count > MostSections) Findings.Add(new(true, name, 0, 0, $"it has {sections.Count} sections, and {MostSections} is the limit"));
            return sections.ToImmutable();
        }

        private void Close(Tag tag)
        {
            if (open.Count == 0)
            {
                Error(tag, $"{{{{/{tag.Text}}}}} closes nothing");
                return;
            }

            var (block, opened, _) = open[^1];
            if (tag.Text == block)
            {
                open.RemoveAt(open.Count - 1);
                return;
            }

            // Most likely the inner one was forgotten: what is open further out is closed with this.
            var outer = open.FindLastIndex(one => one.Name == tag.Text);
            Error(tag, $"{{{{/{tag.Text}}}}} stands where {{{{/{block}}}}} is due (line {opened.Line})");
            if (outer >= 0) open.RemoveRange(outer, open.Count - outer);
        }

        private void Block(Tag tag, bool opens)
        {
            var (words, mistake) = Word.Read(tag.Text);
            var block = words is [Word.Path { Text: var first }, ..] ? first : tag.Text.Split(' ')[0];
            var place = Here;
            if (mistake is not null) Error(tag, mistake);
            else if (!Blocks.Contains(block)) Error(tag, $"there is no block '{block}'{Nearest.Question(block, Blocks)}; there are {Nearest.Quoted(Blocks)}");
            else if (!opens && block is "each" or "with") Error(tag, $"{{{{else {block}}}}} is not understood: close the block, then open another");
            else if (words is not [_, var about]) Error(tag, $"{{{{#{block}}}}} takes one thing, as in {{{{#{block} {(block == "each" ? "timeline.days" : "cause")}}}}}");
            else if (block is "if" or "unless") Find(tag, about, "");
            else if (about is not Word.Path path) Error(tag, $"{{{{#{block}}}}} takes a name of the model");
            else if (Resolve(tag, path.Text) is { } found) place = Within(tag, block, path.Text, found);
            if (!opens) return;
            if (open.Count == Deepest) Error(tag, $"more than {Deepest} blocks stand within each other");
            open.Add((block, tag, block is "each" or "with" ? place with { Outer = Here } : Here));
        }

        private Place Within(Tag tag, string block, string path, Place found)
        {
            if (block == "each" && found.Kind is not (FieldKind.List or null)) Error(tag, $"'{path}' is no list");
            else if (block == "with" && found.Kind is FieldKind.List) Error(tag, $"'{path}' is a list: use {{{{#each {path}}}}}");
            else if (block == "with" && found.Kind is FieldKind.Text or FieldKind.Number or FieldKind.Flag) Error(tag, $"'{path}' has nothing within it");
            return block == "each" ? new Place(found.Names, null) { Kind = found.Names is null && found.Kind == FieldKind.List ? FieldKind.Text : FieldKind.Group } : found with { Kind = FieldKind.Group };
        }

        private void Value(Tag tag)
        {
            var (words, mistake) = Word.Read(tag.Text);
            if (mistake is not null)
            {
                Error(tag, mistake);
                return;
            }

            switch (words)
            {
                case []:
                    Error(tag, "nothing stands between the braces");
                    break;
                case [Word.Path { Text: TemplateHelpers.Section }, .. var arguments]:
                    if (arguments is not [Word.Literal { Text: var id }]) Error(tag, "{{section}} takes the key of a section in quotes, as in {{section \"timeline\"}}");
                    else if (SectionIds.IsAsked(id)) Error(tag, $"only people can tell '{id}': write its heading with {{#{id}}}, and leave it empty");
                    else if (!TemplateModel.Written.Contains(id)) Error(tag, $"the bot writes no section '{id}'{Nearest.Question(id, TemplateModel.Written)}; there are {Nearest.Quoted(TemplateModel.Written)}");
                    break;
                case [Word.Path { Text: var path }] when TemplateHelpers.Find(path) is null:
                    if (path is "each" or "with" or "if" or "unless") Error(tag, $"'{path}' is a block: {{{{#{path} …}}}}");
                    else if (Resolve(tag, path) is { Kind: FieldKind.Group or FieldKind.List } found)
                        Warning(tag, found.Kind == FieldKind.List ? $"'{path}' is a list and stays empty: use {{{{#each {path}}}}}" : $"'{path}' stays empty: it has {Nearest.Quoted(found.Names?.Fields.Select(field => field.Name) ?? [])}");
                    break;
                default:
                    Find(tag, new Word.Call(words), "");
                    break;
            }
        }

        /// <summary>Looks through a value, and what it is made from.</summary>
        private void Find(Tag tag, Word word, string within)
        {
            switch (word)
            {
                case Word.Path path:
                    Resolve(tag, path.Text);
                    break;
                case Word.Call { Words: [Word.Path { Text: var helper }, .. var arguments] }:
                    if (TemplateHelpers.Find(helper) is not { } known) Error(tag, helper == TemplateHelpers.Section ? "{{section}} stands alone" : $"there is no helper '{helper}'{Nearest.Question(helper, TemplateHelpers.All.Select(one => one.Name))}");
                    else if (arguments.Length < known.Least || arguments.Length > known.Most) Error(tag, $"'{helper}' takes {(known.Least == known.Most ? known.Least : $"{known.Least} to {known.Most}")} values, not {arguments.Length}. {known.Says}");
                    foreach (var argument in arguments) Find(tag, argument, helper);
                    break;
                case Word.Call:
                    Error(tag, $"a helper's name is missing{(within.Length > 0 ? $" within '{within}'" : "")}");
                    break;
            }
        }

        /// <summary>What a path leads to; null when that is not known, which was said then.</summary>
        private Place? Resolve(Tag tag, string path)
        {
            Place? place = Here;
            var segments = path.Split('/', '.').ToList();
            if (path.StartsWith("@root", StringComparison.Ordinal))
            {
                place = new Place(TemplateSchema.Root, null);
                segments = [.. segments.Skip(1)];
            }
            else if (path.StartsWith('@'))
            {
                if (path is not ("@index" or "@first" or "@last" or "@key")) Warning(tag, $"there is no '{path}'{Nearest.Question(path, ["@index", "@first", "@last", "@root"])}");
                return new Place(null, null) { Kind = FieldKind.Text };
            }
            else
            {
                var rest = path;
                for (; rest.StartsWith("../", StringComparison.Ordinal) || rest == ".."; rest = rest.Length > 3 ? rest[3..] : "")
                {
                    place = place?.Outer;
                    if (place is not null) continue;
                    Warning(tag, $"'{path}' leads out of the model: {{{{#each}}}} and {{{{#with}}}} are one step each, {{{{#if}}}} is none");
                    return null;
                }

                segments = [.. rest.Split('/', '.')];
            }

            var before = "";
            foreach (var segment in segments.Where(segment => segment.Length > 0 && segment != "this"))
            {
                if (place!.Kind == FieldKind.List && segment == "length") return new Place(null, null) { Kind = FieldKind.Number };
                if (place.Kind != FieldKind.Group || place.Names is null)
                {
                    Warning(tag, place.Kind == FieldKind.List ? $"'{before}' is a list: its things have '{segment}' within {{{{#each {before}}}}} only" : $"nothing has '{segment}' here");
                    return null;
                }

                if (place.Names.Find(segment) is not { } field)
                {
                    var names = place.Names.Fields.Select(one => one.Name).ToList();
                    Warning(tag, $"the model has no '{segment}'{(before.Length > 0 ? $" in '{before}'" : "")}{Question(segment, names)}");
                    return null;
                }

                place = new Place(field.Of, place.Outer) { Kind = field.Kind };
                before = before.Length > 0 ? $"{before}.{segment}" : segment;
            }

            return place;
        }

        // A name may be right and stand in the wrong place.
        private static string Question(string typed, IReadOnlyList<string> names)
        {
            if (Nearest.To(typed, names).Count > 0) return Nearest.Question(typed, names);
            var elsewhere = TemplateSchema.Root.Fields.Where(field => field.Kind == FieldKind.Group && field.Of?.Find(typed) is not null).Select(field => $"{field.Name}.{typed}").ToList();
            return elsewhere.Count > 0 ? $". Did you mean {Nearest.Quoted(elsewhere, "or")}?" : $"; it has {Nearest.Quoted(names)}";
        }

        private void Error(Tag tag, string message) => Findings.Add(new(true, name, tag.Line, tag.Column, message));

        private void Warning(Tag tag, string message) => Findings.Add(new(false, name, tag.Line, tag.Column, message));
    }

    /// <param name="Names">What exists there; null: nothing.</param>
    /// <param name="Outer">Where `../` leads.</param>
    private sealed record Place(Schema? Names, Place? Outer)
    {
        public FieldKind? Kind { get; init; } = FieldKind.Group;
    }
}
