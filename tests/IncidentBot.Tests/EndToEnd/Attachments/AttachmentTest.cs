using System.Security.Cryptography;
using System.Text;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Attachments;

/// <summary>People attach files in the channel of INC-1.</summary>
public abstract class AttachmentTest : EndToEndTest
{
    /// <summary>One red pixel.</summary>
    protected static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    protected override async Task<Chat> StartAsync()
    {
        var chat = await base.StartAsync();
        await chat.Declares();
        return chat;
    }

    protected string Folder => Path.Combine(Path.GetDirectoryName(Chat.Driven.DatabasePath)!, "attachments");

    /// <summary>All kept contents by hash.</summary>
    protected IReadOnlyDictionary<string, byte[]> OnDisk =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains("unfinished", StringComparison.Ordinal)).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes, StringComparer.Ordinal);

    protected IEnumerable<string> Unfinished => Directory.EnumerateFiles(Path.Combine(Folder, "unfinished"));

    protected static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected async Task<Message> AttachesAsync(string name, byte[] content, string text = "")
    {
        var message = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), text, name, content);
        await Chat.Settle();
        return message;
    }

    protected async Task<AttachedFile> FileOfAsync(Message message, int index = 0) => (await Chat.File(1)).Talk.Single(talk => talk.Id.Value == message.Id).Files[index];

    /// <summary>From now on Discord's file server fails for every file, or one of that name.</summary>
    protected void FilesFail(int times = 1000, int status = 500, string name = "*") =>
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Code = status, Times = times, Method = "GET", Route = $"/attachments/*/*/{name}" });

    /// <summary>What the bot said about files in the incident's channel.</summary>
    protected IReadOnlyList<string> Said => [.. Chat.Reads("inc-1").Where(text => text.Contains("could not keep", StringComparison.Ordinal))];
}
