using IncidentBot.Postmortem;

namespace IncidentBot.Tests.Postmortem;

/// <summary>What Discord would refuse is not kept, and never sent.</summary>
public sealed class ForDiscordTests
{
    /// <summary>Discord's limit for a file, in bytes.</summary>
    private const int Limit = 10 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Limit)]
    public void A_file_that_Discord_takes_is_what_was_written(int length)
    {
        var file = PostmortemFiles.ForDiscord("a.txt", "text/plain", InPieces(length)).ShouldNotBeNull();

        (file.Name, file.ContentType, file.Content.Length).ShouldBe(("a.txt", "text/plain", length));
        file.Content.Span.IndexOfAnyExcept((byte)'x').ShouldBe(-1);
    }

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(3 * Limit)]
    public void A_longer_one_is_none(int length) => PostmortemFiles.ForDiscord("a.txt", "text/plain", InPieces(length)).ShouldBeNull();

    private static Action<Stream> InPieces(int length) => to =>
    {
        var piece = new byte[100_000];
        piece.AsSpan().Fill((byte)'x');
        for (var left = length; left > 0; left -= piece.Length) to.Write(piece, 0, Math.Min(left, piece.Length));
    };
}
