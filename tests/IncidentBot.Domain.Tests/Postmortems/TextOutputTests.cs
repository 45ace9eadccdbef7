using System.Text;
using IncidentBot.Domain.Postmortems.Rendering;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>However long a document is, what is handed on in pieces is what was written.</summary>
public sealed class TextOutputTests
{
    /// <summary>Not a divisor of any buffer, so that every kind of text meets its edge.</summary>
    private const int Times = 20_011;

    [Fact]
    public void What_was_written_in_many_pieces_comes_out_whole()
    {
        var written = TextOutput.Text(text =>
        {
            for (var i = 0; i < Times; i++) text.Append('a').Append("bc\n").Append(i).Append(0.5);
        });

        written.ShouldBe(string.Concat(Enumerable.Range(0, Times).Select(i => $"abc\n{i}0.5")));
    }

    [Fact]
    public void A_text_longer_than_what_is_kept_comes_out_whole()
    {
        var text = string.Concat(Enumerable.Repeat("🚒 x", Times));

        TextOutput.Text(output => output.Append('-').Append(text)).ShouldBe("-" + text);
    }

    [Fact]
    public void A_character_of_two_halves_is_not_broken_where_one_piece_ends()
    {
        var text = string.Concat(Enumerable.Repeat("🚒", Times));
        using var bytes = new MemoryStream();
        using (var to = new StreamWriter(bytes, leaveOpen: true)) TextOutput.Write(to, output => output.Append('-').Append(text));

        Encoding.UTF8.GetString(bytes.ToArray()).ShouldBe("-" + text);
    }

    [Fact]
    public void Line_ends_are_taken_back_wherever_a_piece_ended()
    {
        for (var length = (16 << 10) - 3; length < (16 << 10) + 3; length++)
        {
            var text = new string('a', length);

            TextOutput.Text(output => output.Append(text).Append("\n\n\n\n").TakeBackLineEnds().Append('.')).ShouldBe(text + ".");
        }
    }

    [Fact]
    public void How_much_was_written_is_known()
    {
        var positions = new List<long>();
        TextOutput.Text(output =>
        {
            for (var i = 0; i < Times; i++) positions.Add(output.Append("abc").Position);
        });

        positions.ShouldBe(Enumerable.Range(1, Times).Select(static i => i * 3L));
    }
}
