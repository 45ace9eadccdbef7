using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HandlebarsDotNet;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Templates;

/// <summary>
/// Fills in templates with Handlebars.Net. A template is looked through before it is handed over (see <see cref="TemplateChecker"/>): what is not on the list of what
/// it may do never reaches the library, and neither files nor partials are there to be read.
/// </summary>
public sealed class TemplateEngine(TemplateLimits limits)
{
    /// <summary>Templates are few; a server that tries many versions does not fill the memory with them.</summary>
    private const int Kept = 64;

    private readonly ConcurrentDictionary<string, ITemplateText> compiled = new(StringComparer.Ordinal);

    /// <summary>Ready to be filled in. One with errors is, too: it says so when that is tried.</summary>
    public ITemplateText Read(string source)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
        if (compiled.TryGetValue(key, out var known)) return known;
        if (compiled.Count >= Kept) compiled.Clear();
        return compiled.GetOrAdd(key, _ => new Compiled(source, limits));
    }

    /// <summary>Compiles it now, to see whether it can be.</summary>
    /// <exception cref="TemplateFailure">It cannot.</exception>
    public void Compile(string source) => ((Compiled)Read(source)).Ready();

    private sealed class Compiled : ITemplateText
    {
        private readonly Lazy<HandlebarsTemplate<TextWriter, object, object>> template;
        private readonly TemplateLimits limits;

        public Compiled(string source, TemplateLimits limits)
        {
            this.limits = limits;
            var found = TemplateChecker.Check("template", source);
            Description = found.Description;
            template = new Lazy<HandlebarsTemplate<TextWriter, object, object>>(() =>
            {
                if (found.Findings.FirstOrDefault(finding => finding.IsError) is { } error) throw new TemplateFailure($"line {error.Line}: {error.Message}");
                try
                {
                    return Environment().Compile(new StringReader(FilledText.WithoutMarks(source)));
                }
                catch (HandlebarsException e)
                {
                    throw new TemplateFailure(FirstLine(e), e);
                }
            });
        }

        public string? Description { get; }

        public void Ready() => _ = template.Value;

        public FilledText Fill(TemplateModel model)
        {
            var run = new TemplateRun(model, limits);
            using var text = new BoundedWriter(run.Budget);
            try
            {
                template.Value(text, run.Wrap(model)!, null!);
            }
            catch (HandlebarsException e)
            {
                throw e.InnerException as TemplateFailure ?? new TemplateFailure(FirstLine(e), e);
            }

            return new FilledText(text.ToString(), run.Values);
        }

        // Nothing is shared between templates: what one registers, no other sees.
        private static IHandlebars Environment()
        {
            var configuration = new HandlebarsConfiguration
            {
                TextEncoder = new MarksAsTheyAre(),
                FormatProvider = CultureInfo.InvariantCulture,
                PartialTemplateResolver = new NoPartials(),
                FileSystem = null!,
            };
            configuration.ObjectDescriptorProviders.Add(new ModelDescriptors());
            var handlebars = Handlebars.Create(configuration);
            foreach (var helper in TemplateHelpers.All) helper.Register(handlebars);
            TemplateHelpers.RegisterSection(handlebars);
            return handlebars;
        }

        private static string FirstLine(Exception e) => e.Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.');

        private sealed class NoPartials : IPartialTemplateResolver
        {
            public bool TryRegisterPartial(IHandlebars env, string? partialName, string? templatePath) => false;
        }
    }
}
