using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;

namespace IncidentBot.Sandbox.World;

/// <summary>Renders MESSAGE_CREATE once and then only fills in number, id, time and text: some hundred thousand a second.</summary>
internal sealed class FloodTemplate(SandboxWorld world, Channel channel, User author)
{
    private const string Number = "4711471147114711";
    private const string Id = "@id@";
    private const string Time = "@time@";
    private const string Text = "@text@";
    private const int PerTurn = 256;

    private (string Slot, byte[] After)[]? forBot;

    public IReadOnlyList<ulong> Send(IEnumerable<string> texts)
    {
        var ids = new List<ulong>();
        // The gate is given away now and then, so that requests get their turn.
        foreach (var turn in texts.Chunk(PerTurn))
        {
            lock (world.Gate)
            {
                var targets = Targets();
                foreach (var text in turn)
                {
                    var id = world.Mint.Next(channel.Slot);
                    ids.Add(id);
                    foreach (var (session, pieces, hidden) in targets)
                    {
                        session.Send(number => Fill(pieces, number, id, hidden ? "" : text), world.Options.ResumeBufferEvents);
                    }
                }
            }
        }

        return ids;
    }

    /// <summary>One event for the bot with its content, whatever sessions there are. Called under the gate.</summary>
    public ReadOnlySpan<byte> RenderForBot(long number, ulong id, string text) => Fill(forBot ??= Pieces(Sample(), world.Bot), number, id, text);

    private List<(GatewaySession Session, (string Slot, byte[] After)[] Pieces, bool Hidden)> Targets()
    {
        var sample = Sample();
        var targets = new List<(GatewaySession, (string, byte[])[], bool)>();
        foreach (var session in world.Gateway.SessionsOfGuild())
        {
            if (!session.Wants(Intent.GuildMessages) || !world.PermissionsOf(session.User, channel).Has(Permission.ViewChannel)) continue;
            targets.Add((session, Pieces(sample, session.User), world.HidesContent(sample, session.User, session.Wants(Intent.MessageContent))));
        }

        return targets;
    }

    private Message Sample() => new() { Id = 0, Channel = channel, Author = author, Timestamp = world.Time.GetUtcNow(), Content = Text };

    private (string Slot, byte[] After)[] Pieces(Message sample, User reader)
    {
        var json = MessageWire.Render(sample, reader, world.Links, hideContent: false);
        json["id"] = Id;
        json["timestamp"] = Time;
        json["guild_id"] = Wire.Id(world.Guild.Id);
        json["member"] = Wire.Member(world.Guild.Members[author.Id], withUser: false);
        json["channel_type"] = channel.Type;
        var envelope = new JsonObject { ["t"] = "MESSAGE_CREATE", ["s"] = long.Parse(Number, CultureInfo.InvariantCulture), ["op"] = Op.Dispatch, ["d"] = json };
        return Split(Wire.Text(envelope));
    }

    /// <summary>The text up to the first slot, then each slot with the text after it.</summary>
    private static (string Slot, byte[] After)[] Split(string json)
    {
        var cuts = new[] { Number, Id, Time, Text }.Select(slot => (Slot: slot, At: json.IndexOf(slot, StringComparison.Ordinal))).OrderBy(c => c.At).ToList();
        var pieces = new List<(string, byte[])> { ("", Encoding.UTF8.GetBytes(json[..cuts[0].At])) };
        for (var i = 0; i < cuts.Count; i++)
        {
            var start = cuts[i].At + cuts[i].Slot.Length;
            var end = i + 1 < cuts.Count ? cuts[i + 1].At : json.Length;
            pieces.Add((cuts[i].Slot, Encoding.UTF8.GetBytes(json[start..end])));
        }

        return [.. pieces];
    }

    private byte[] Fill((string Slot, byte[] After)[] pieces, long number, ulong id, string text)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        foreach (var (slot, after) in pieces)
        {
            switch (slot)
            {
                case Number:
                    Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture), buffer);
                    break;
                case Id:
                    Encoding.UTF8.GetBytes(Wire.Id(id), buffer);
                    break;
                case Time:
                    Encoding.UTF8.GetBytes(Wire.Time(SnowflakeMint.TimeOf(id)), buffer);
                    break;
                case Text:
                    buffer.Write(JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                    break;
            }

            buffer.Write(after);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
