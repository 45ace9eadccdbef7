using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Tests.Attachments;

public sealed class FileTypeTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D", FileType.Png)]
    [InlineData("FFD8FFE000104A464946", FileType.Jpeg)]
    [InlineData("474946383961", FileType.Gif)]
    [InlineData("474946383761", FileType.Gif)]
    [InlineData("52494646240000005745425056503820", FileType.WebP)]
    [InlineData("255044462D312E37", FileType.Pdf)]
    [InlineData("00000018667479706D703432", FileType.Mp4)]
    [InlineData("504B0304", FileType.Zip)]
    [InlineData("504B0506", FileType.Zip)]
    [InlineData("1F8B0800", FileType.Gzip)]
    [InlineData("52494646240000005741564566", FileType.Unknown)] // RIFF, but a sound
    [InlineData("89504E47", FileType.Unknown)] // only the beginning of a signature
    [InlineData("7F454C46020101", FileType.Unknown)]
    [InlineData("", FileType.Empty)]
    [InlineData("0A", FileType.Text)]
    public void The_first_bytes_say_what_it_is(string hex, FileType type) => FileTypeReader.Of(Convert.FromHexString(hex)).ShouldBe(type);

    [Theory]
    [InlineData("2026-03-04T03:00:00Z ERROR pool exhausted\n", FileType.Text)]
    [InlineData("\u001B[31mred\u001B[0m\r\n", FileType.Text)]
    [InlineData("障害が発生しました 🔥", FileType.Text)]
    [InlineData("\uFEFFwith a mark of byte order", FileType.Text)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileType.Text)]
    [InlineData("<!doctype html><script>alert(1)</script>", FileType.Text)]
    [InlineData("{ \"a\": [1, 2] }", FileType.Json)]
    [InlineData("\uFEFF  [1]", FileType.Json)]
    [InlineData("{ \"a\": 1 }\n{ \"a\": 2 }", FileType.Text)] // a log of JSON lines
    [InlineData("{ not json", FileType.Text)]
    [InlineData("42", FileType.Text)]
    [InlineData("with a \0 in it", FileType.Unknown)]
    [InlineData("with a \u0007 in it", FileType.Unknown)]
    public void Words_are_text_whatever_they_say(string text, FileType type) => FileTypeReader.Of(Encoding.UTF8.GetBytes(text)).ShouldBe(type);

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_no_text()
    {
        FileTypeReader.Of([0x47, 0x72, 0xF6, 0xDF, 0x65]).ShouldBe(FileType.Unknown); // Latin-1
        FileTypeReader.Of("cut off in a character: \xE9\x9A"u8[..24]).ShouldBe(FileType.Text);
        FileTypeReader.Of([0x61, 0xE9, 0x9A]).ShouldBe(FileType.Unknown);
    }

    [Fact]
    public void One_wrong_byte_far_inside_is_seen()
    {
        var log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a line of a log\n", 20_000)));
        FileTypeReader.Of(log).ShouldBe(FileType.Text);
        log[^2] = 0;
        FileTypeReader.Of(log).ShouldBe(FileType.Unknown);
    }

    [Fact]
    public void However_the_bytes_are_cut_the_verdict_is_the_same() => Prop.ForAll<byte[], string, PositiveInt>((bytes, text, step) =>
    {
        foreach (var content in (byte[][])[bytes, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes("🔥" + text + "é")])
        {
            var reader = new FileTypeReader();
            for (var at = 0; at < content.Length; at += step.Get) reader.Take(content.AsSpan(at, Math.Min(step.Get, content.Length - at)));
            reader.End().ShouldBe(FileTypeReader.Of(content));
        }
    }).QuickCheckThrowOnFailure();
}
