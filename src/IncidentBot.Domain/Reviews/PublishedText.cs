using System.Collections.Immutable;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Reviews;

/// <summary>
/// Takes words out of a document that was published. It is not composed from the record any more, so that what leaves the record has to be looked for in it: by the
/// message that a line links to, and by its words however the document has set them. Rather a line too much than a secret left.
/// </summary>
public static class PublishedText
{
    /// <summary>The document without the words; the same one when they do not stand in it.</summary>
    public static PostmortemDocument Without(PostmortemDocument document, Erasure erasure)
    {
        var work = new Work(erasure, document.Sections.SelectMany(section => section.Blocks).OfType<FileList>().SelectMany(list => list.Files).Where(file => IsOf(file.From, erasure)).Select(file => file.Number).ToHashSet());
        var without = document with
        {
            Title = work.Text(document.Title),
            Preface = [.. document.Preface.Select(work.Block)],
            Sections = [.. document.Sections.Select(section => section with { Heading = section.Heading, Blocks = [.. section.Blocks.Select(work.Block)] })],
            Course = document.Course is { } course ? course with { Calls = [.. course.Calls.Select(call => call with { Target = work.Text(call.Target) })], Events = [.. course.Events.Select(work.Event)] } : null,
        };
        return work.Found ? without : document;
    }

    /// <summary>Whether it links to the message that is taken out.</summary>
    private static bool IsOf(RichText text, Erasure erasure) => erasure.Source is { } source && text.Parts.Any(part => part switch
    {
        TimeMark { Address: { } address } => IsTo(address, source),
        Link link => IsTo(link.Address, source),
        _ => false,
    });

    private static bool IsTo(Uri address, MessageRef source) => address.AbsolutePath.EndsWith($"/{source.Channel}/{source.Message}", StringComparison.Ordinal);

    private sealed class Work(Erasure erasure, HashSet<int> files)
    {
        public bool Found { get; private set; }

        public Block Block(Block block) => block switch
        {
            Paragraph one => one with { Text = Rich(one.Text) },
            Subheading one => one with { Text = Text(one.Text) },
            FactList list => list with { Facts = [.. list.Facts.Select(fact => fact with { Value = Rich(fact.Value) })] },
            BulletList list => list with { Items = [.. list.Items.Select(Rich)] },
            TimelineBlock timeline => timeline with { Days = [.. timeline.Days.Select(day => day with { Rows = [.. day.Rows.Select(Row)] })] },
            Quotation quote => Quotation(quote),
            TaskTable table => table with { Rows = [.. table.Rows.Select(row => row with { Text = Rich(row.Text), Owner = row.Owner is { } owner ? Text(owner) : null })] },
            FileList list => list with { Files = [.. list.Files.Select(File)] },
            Hint one => one with { Text = Rich(one.Text) },
            Notice one => one with { Text = Rich(one.Text) },
            _ => block,
        };

        public CourseEvent Event(CourseEvent one) => IsOf(RichText.Of(one.Time), erasure) ? one with { Text = Gone() } : one with { Text = Text(one.Text) };

        public string Text(string text)
        {
            var left = erasure.In(text);
            if (erasure.IsToldBy(left)) left = Redacting.Placeholder;
            if (left != text) Found = true;
            return left;
        }

        private TimelineRow Row(TimelineRow row) => IsOf(RichText.Of(row.Time), erasure) ? row with { Text = Gone() } : row with { Text = Rich(row.Text) };

        private Quotation Quotation(Quotation quote) => IsOf(quote.Attribution, erasure)
            ? quote with { Text = Gone(), Why = null }
            : quote with { Text = Text(quote.Text), Attribution = Rich(quote.Attribution), Why = quote.Why is { } why ? Text(why) : null };

        // The content of a file is told by its hash: what must not be shown is not looked for.
        private FileItem File(FileItem file)
        {
            if (!files.Contains(file.Number)) return file with { Name = Text(file.Name), Caption = Rich(file.Caption) };
            Found = true;
            return file with { Name = Redacting.Placeholder, Hash = null, Type = null, IsShown = false, Caption = RichText.Empty, Note = "redacted" };
        }

        private RichText Rich(RichText text)
        {
            if (IsOf(text, erasure)) return Gone();
            var flat = Flat(text);
            if (erasure.In(flat) == flat && !erasure.IsToldBy(flat) && !text.Parts.Any(part => part is FileMark mark && files.Contains(mark.Number))) return text;
            var parts = new RichText([.. text.Parts.Select(Part)]);
            Found = true;
            var left = Flat(parts);

            // Words that are set in several runs, or otherwise than they were typed, stand in none of them alone.
            return erasure.In(left) == left && !erasure.IsToldBy(left) ? parts : Gone();
        }

        private string Gone()
        {
            Found = true;
            return Redacting.Placeholder;
        }

        private Inline Part(Inline part) => part switch
        {
            PlainText t => t with { Text = erasure.In(t.Text) },
            Strong t => t with { Text = erasure.In(t.Text) },
            Emphasis t => t with { Text = erasure.In(t.Text) },
            Code t => t with { Text = erasure.In(t.Text) },
            Link t => t with { Text = erasure.In(t.Text) },
            FileMark t => t with { Name = files.Contains(t.Number) ? Redacting.Placeholder : erasure.In(t.Name) },
            _ => part,
        };

        private static string Flat(RichText text) => string.Concat(text.Parts.Select(part => part switch
        {
            PlainText t => t.Text,
            Strong t => t.Text,
            Emphasis t => t.Text,
            Code t => t.Text,
            Link t => t.Text,
            FileMark t => t.Name,
            TimeMark t => t.Written,
            _ => "",
        }));
    }
}
