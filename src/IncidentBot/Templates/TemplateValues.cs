using System.Collections;
using System.Globalization;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.Iterators;
using HandlebarsDotNet.MemberAccessors;
using HandlebarsDotNet.ObjectDescriptors;
using HandlebarsDotNet.PathStructure;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Templates.Own;

namespace IncidentBot.Templates;

/// <summary>One filling in: what it costs so far, and the values that stand in its text.</summary>
internal sealed class TemplateRun(TemplateModel model, TemplateLimits limits)
{
    private readonly HashSet<string> sections = new(StringComparer.Ordinal);

    public TemplateBudget Budget { get; } = new(limits);

    public List<FilledValue> Values { get; } = [];

    /// <summary>Makes a value of the model one that a template may hold.</summary>
    public object? Wrap(object? value) => value switch
    {
        null => null,
        RichText text => text.IsEmpty ? null : new ModelText(this, text),
        bool or int => value,
        IEnumerable list => new ModelList(this, list),
        _ => new ModelGroup(this, value, TemplateSchema.Find(value.GetType())),
    };

    /// <summary>Puts words in, as a mark that stands for them.</summary>
    public string Put(RichText text)
    {
        Budget.Step();
        Budget.Write(text.Words().Length);
        Values.Add(new FilledValue(text, []));
        return FilledText.Mark(Values.Count - 1);
    }

    public string PutSection(string id)
    {
        Budget.Step();
        if (!sections.Add(id)) throw new TemplateFailure($"it puts the section '{id}' in twice");
        var blocks = model.Section(id);
        if (blocks.IsEmpty) return "";
        Values.Add(new FilledValue(RichText.Empty, blocks));
        return FilledText.BlockMark(Values.Count - 1);
    }
}

/// <summary>Words of the record.</summary>
internal sealed class ModelText(TemplateRun run, RichText text)
{
    public string Words => text.Words();

    /// <summary>How the template writes it down.</summary>
    public override string ToString() => run.Put(text);
}

/// <summary>Something with names of its own.</summary>
internal sealed class ModelGroup(TemplateRun run, object value, Schema? schema)
{
    public TemplateRun Run => run;

    public bool TryRead(string name, out object? read)
    {
        run.Budget.Step();
        if (schema?.Find(name) is { } field)
        {
            read = run.Wrap(field.Read(value));
            return true;
        }

        read = null;
        return false;
    }

    public override string ToString() => "";
}

/// <summary>A list that counts each round through it: a loop that writes nothing is stopped as well.</summary>
internal sealed class ModelList(TemplateRun run, IEnumerable items) : IEnumerable
{
    public IEnumerator GetEnumerator()
    {
        foreach (var item in items)
        {
            run.Budget.Step();
            yield return run.Wrap(item);
        }
    }

    public int Count()
    {
        run.Budget.Step();
        return items is ICollection { Count: var count } ? count : items.Cast<object>().Count();
    }

    public override string ToString() => "";
}

/// <summary>Tells Handlebars.Net what there is: the names of the model and its lists. Of all other objects it sees nothing, so that no member of any type is within reach.</summary>
internal sealed class ModelDescriptors : IObjectDescriptorProvider
{
    public bool TryGetDescriptor(Type type, out ObjectDescriptor value)
    {
        value = type == typeof(ModelList)
            ? new ObjectDescriptor(type, new ListNames(), static (_, _) => Array.Empty<object>(), static _ => new EnumerableIterator<ModelList>())
            : new ObjectDescriptor(type, type == typeof(ModelGroup) ? new GroupNames() : new NoNames(), static (_, _) => Array.Empty<object>(), static _ => new NoLoop());
        return true;
    }

    private sealed class GroupNames : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value) => ((ModelGroup)instance).TryRead(memberName.TrimmedValue, out value);
    }

    private sealed class ListNames : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value)
        {
            value = memberName.TrimmedValue == "length" ? ((ModelList)instance).Count() : null;
            return value is not null;
        }
    }

    private sealed class NoNames : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value)
        {
            value = null;
            return false;
        }
    }

    private sealed class NoLoop : IIterator
    {
        public void Iterate(in EncodedTextWriter writer, BindingContext context, ChainSegment[] blockParamsVariables, object input, TemplateDelegate template, TemplateDelegate ifEmpty) =>
            throw new TemplateFailure("{{#each}} stands over something that is no list");
    }
}

/// <summary>Values are marks or numbers by the time they are written, and mean nothing in Markdown: nothing is left to escape.</summary>
internal sealed class MarksAsTheyAre : ITextEncoder
{
    public IFormatProvider FormatProvider { get; set; } = CultureInfo.InvariantCulture;

    public void Encode(System.Text.StringBuilder? text, TextWriter target) => target.Write(text?.ToString());

    public void Encode(string? text, TextWriter target) => target.Write(text);

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text?.MoveNext() == true) target.Write(text.Current);
    }
}

/// <summary>Writes within the limits; what would go beyond them is not written.</summary>
internal sealed class BoundedWriter(TemplateBudget budget) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        budget.Write(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        budget.Write(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        budget.Write(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        budget.Write(value?.Length ?? 0);
        base.Write(value);
    }
}
