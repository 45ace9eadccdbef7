using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>
/// Acts as one person over the sandbox's own HTTP endpoints, as Discord's client does. What is refused throws <see cref="SandboxRefusalException"/>.
/// Uses of commands return at once what was asked for; <see cref="InteractionView.WaitAsync"/> waits for the bot.
/// </summary>
public sealed class SandboxPerson
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private static long nonces;

    private readonly SandboxWorld world;

    internal SandboxPerson(SandboxWorld world, User user) => (this.world, User) = (world, user);

    public User User { get; }

    public Task<Message> SayAsync(Channel channel, string text, CancellationToken cancellationToken = default) =>
        PostAsync(channel, new JsonObject { ["content"] = text }, [], cancellationToken);

    public Task<Message> ReplyAsync(Message to, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        return PostAsync(to.Channel, new JsonObject { ["content"] = text, ["message_reference"] = new JsonObject { ["message_id"] = Wire.Id(to.Id) } }, [], cancellationToken);
    }

    public Task<Message> AttachAsync(Channel channel, string text, string fileName, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        PostAsync(channel, new JsonObject { ["content"] = text }, [(fileName, bytes)], cancellationToken);

    /// <summary>Posts several files with one message.</summary>
    public Task<Message> AttachAsync(Channel channel, string text, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> files, CancellationToken cancellationToken = default) =>
        PostAsync(channel, new JsonObject { ["content"] = text }, files, cancellationToken);

    /// <summary>Takes a file off a message of one's own.</summary>
    public Task DetachAsync(Message message, string fileName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var kept = message.Attachments.Where(a => a.FileName != fileName);
        return SendAsync(HttpMethod.Patch, PathOf(message), new JsonObject { ["attachments"] = Wire.Array(kept, a => new JsonObject { ["id"] = Wire.Id(a.Id) }) }, cancellationToken);
    }

    public Task EditAsync(Message message, string text, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Patch, PathOf(message), new JsonObject { ["content"] = text }, cancellationToken);

    public Task DeleteAsync(Message message, CancellationToken cancellationToken = default) => SendAsync(HttpMethod.Delete, PathOf(message), null, cancellationToken);

    public Task ReactAsync(Message message, string emoji, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, $"{PathOf(message)}/reactions/{Uri.EscapeDataString(emoji)}/@me", null, cancellationToken);

    public Task UnreactAsync(Message message, string emoji, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, $"{PathOf(message)}/reactions/{Uri.EscapeDataString(emoji)}/@me", null, cancellationToken);

    public Task PinAsync(Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync(HttpMethod.Put, $"/channels/{message.Channel.Id}/messages/pins/{message.Id}", null, cancellationToken);
    }

    /// <summary>Starts a thread from a message; it has this name.</summary>
    public async Task<Channel> StartThreadAsync(Message message, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var json = await SendAsync(HttpMethod.Post, $"{PathOf(message)}/threads", new JsonObject { ["name"] = name }, cancellationToken);
        return world.FindChannel(ulong.Parse((string)json!["id"]!, CultureInfo.InvariantCulture))!;
    }

    public Task DeleteChannelAsync(Channel channel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return SendAsync(HttpMethod.Delete, $"/channels/{channel.Id}", null, cancellationToken);
    }

    /// <summary>The direct-message channel with the bot.</summary>
    public async Task<Channel> OpenDmAsync(CancellationToken cancellationToken = default)
    {
        var json = await SendAsync(HttpMethod.Post, "/users/@me/channels", new JsonObject { ["recipient_id"] = Wire.Id(world.Bot.Id) }, cancellationToken);
        return world.FindChannel(ulong.Parse((string)json!["id"]!, CultureInfo.InvariantCulture))!;
    }

    /// <summary>Types a command: <c>/incident declare title:"Shop is down" severity:sev1 who:@ada</c>.</summary>
    /// <exception cref="FormatException">Discord's client would not send it; the message says why.</exception>
    public Task<InteractionView> CommandAsync(Channel channel, string line, CancellationToken cancellationToken = default)
    {
        var typed = CommandData.Build(line, RegisteredCommands(), ChatNames.Of(world));
        return UseAsync(channel, typed.Data ?? throw new FormatException(string.Join("; ", typed.Errors)), cancellationToken);
    }

    /// <summary>Types a command whose options name files: <c>/postmortem import report:outage.md</c>.</summary>
    /// <param name="files">The contents by file name.</param>
    /// <exception cref="FormatException">Discord's client would not send it; the message says why.</exception>
    public Task<InteractionView> CommandAsync(Channel channel, string line, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken = default)
    {
        var typed = CommandData.Build(line, RegisteredCommands(), ChatNames.Of(world));
        var data = typed.Data ?? throw new FormatException(string.Join("; ", typed.Errors));
        data["attachments"] = Wire.Array(typed.Files.Index(), file => new JsonObject { ["id"] = file.Index.ToString(CultureInfo.InvariantCulture), ["filename"] = file.Item });
        return InteractAsync(2, channel, data, null, cancellationToken, [.. typed.Files.Select(name => (name, (ReadOnlyMemory<byte>)files[name]))]);
    }

    /// <summary>Uses a command by its path of names ("incident declare") with options given as values.</summary>
    public Task<InteractionView> SlashCommandAsync(Channel channel, string path, IReadOnlyDictionary<string, string>? options = null, CancellationToken cancellationToken = default)
    {
        var (command, json) = CommandOptions.Build(world, path, options ?? new Dictionary<string, string>(), focused: null);
        return UseAsync(channel, command, json, CommandOptions.CommandType, cancellationToken);
    }

    /// <summary>Uses a command with files for its options of that kind, by option.</summary>
    public Task<InteractionView> SlashCommandAsync(
        Channel channel,
        string path,
        IReadOnlyDictionary<string, string> options,
        IReadOnlyList<(string Option, string Name, ReadOnlyMemory<byte> Bytes)> files,
        CancellationToken cancellationToken = default)
    {
        var given = options.Concat(files.Select((file, place) => KeyValuePair.Create(file.Option, place.ToString(CultureInfo.InvariantCulture)))).ToDictionary(StringComparer.Ordinal);
        var (command, json) = CommandOptions.Build(world, path, given, focused: null);
        var data = Data(command, json);
        data["attachments"] = new JsonArray([.. files.Select((file, place) => new JsonObject { ["id"] = place.ToString(CultureInfo.InvariantCulture), ["filename"] = file.Name })]);
        return InteractAsync(CommandOptions.CommandType, channel, data, null, cancellationToken, [.. files.Select(file => (file.Name, file.Bytes))]);
    }

    /// <summary>Types into an option that completes itself; the choices come with the view.</summary>
    public Task<InteractionView> AutocompleteAsync(
        Channel channel, string path, string option, string typed, IReadOnlyDictionary<string, string>? others = null, CancellationToken cancellationToken = default)
    {
        var options = new Dictionary<string, string>(others ?? new Dictionary<string, string>()) { [option] = typed };
        var (command, json) = CommandOptions.Build(world, path, options, focused: option);
        return UseAsync(channel, command, json, CommandOptions.AutocompleteType, cancellationToken);
    }

    /// <summary>Uses an entry of a message's Apps menu.</summary>
    public Task<InteractionView> MessageMenuAsync(string name, Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var command = CommandOptions.Find(world, 3, name);
        var data = new JsonObject { ["id"] = Wire.Id(command.Id), ["name"] = command.Name, ["type"] = 3, ["version"] = Wire.Id(command.Version), ["target_id"] = Wire.Id(message.Id) };
        return InteractAsync(2, message.Channel, data, null, cancellationToken);
    }

    /// <summary>Presses the button with this label or custom id.</summary>
    public Task<InteractionView> PressAsync(Message message, string button, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var component = Control(message, c => (int)c["type"]! == 2 && Names(c, button), button);
        return InteractAsync(3, message.Channel, new JsonObject { ["component_type"] = 2, ["custom_id"] = (string)component["custom_id"]! }, message, cancellationToken);
    }

    /// <summary>Chooses in the select with this custom id or placeholder; options of a string select by value or label, others by id.</summary>
    public Task<InteractionView> SelectAsync(Message message, string select, IReadOnlyList<string> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var component = Control(message, c => (int)c["type"]! != 2 && Names(c, select), select);
        var data = new JsonObject
        {
            ["component_type"] = (int)component["type"]!,
            ["custom_id"] = (string)component["custom_id"]!,
            ["values"] = Wire.Array(values, v => ModalForm.ValueOf(component, v)),
        };
        return InteractAsync(3, message.Channel, data, message, cancellationToken);
    }

    /// <summary>Sends the form that an interaction opened. Fields by custom id or label; those not named keep what was prefilled.</summary>
    public Task<InteractionView> SubmitModalAsync(InteractionView opened, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var modal = opened.Modal ?? throw new InvalidOperationException("That interaction opened no form.");
        var data = new JsonObject
        {
            ["id"] = Wire.Id(opened.Interaction.Id),
            ["custom_id"] = (string)modal["custom_id"]!,
            ["components"] = ModalForm.Fill(modal, values, ChatNames.Of(world)),
        };
        return InteractAsync(5, opened.Interaction.Channel, data, null, cancellationToken);
    }

    /// <summary>The newest message this person sees with an enabled button of this label or custom id, in one channel or (null) anywhere.</summary>
    public Message? NewestWithButton(string button, Channel? channel = null)
    {
        lock (world.Gate)
        {
            var places = channel is not null ? [channel] : world.Guild.Channels.Values.Where(c => c.HoldsMessages).Concat(world.DmChannelsOf(User));
            return places.SelectMany(c => world.Seen(c, User))
                .Where(m => ComponentTree.Interactive(m.Components).Any(c => (int)c["type"]! == 2 && Names(c, button) && (bool?)c["disabled"] != true))
                .MaxBy(m => m.Timestamp);
        }
    }

    /// <summary>The labels of the enabled buttons this person sees, in one channel or (null) anywhere, those of the newest message first.</summary>
    public IReadOnlyList<string> Buttons(Channel? channel = null)
    {
        lock (world.Gate)
        {
            var places = channel is not null ? [channel] : world.Guild.Channels.Values.Where(c => c.HoldsMessages).Concat(world.DmChannelsOf(User));
            return [.. places.SelectMany(c => world.Seen(c, User)).OrderByDescending(m => m.Timestamp)
                .SelectMany(m => ComponentTree.Interactive(m.Components))
                .Where(c => (int)c["type"]! == 2 && (bool?)c["disabled"] != true)
                .Select(c => (string?)c["label"] ?? (string?)c["emoji"]?["name"]).OfType<string>().Distinct()];
        }
    }

    /// <summary>What this person reads in a channel, oldest first, private answers included.</summary>
    public IReadOnlyList<Message> Read(Channel channel) => world.Seen(channel, User);

    private static bool Names(JsonObject component, string wanted) =>
        (string?)component["custom_id"] == wanted || (string?)component["label"] == wanted || (string?)component["placeholder"] == wanted || (string?)component["emoji"]?["name"] == wanted;

    private static string PathOf(Message message) => $"/channels/{message.Channel.Id}/messages/{message.Id}";

    private JsonObject Control(Message message, Func<JsonObject, bool> matches, string wanted)
    {
        lock (world.Gate)
        {
            return ComponentTree.Interactive(message.Components).FirstOrDefault(matches) ?? throw new InvalidOperationException($"The message has no control called '{wanted}'.");
        }
    }

    private Task<InteractionView> UseAsync(Channel channel, Command command, JsonArray options, int type, CancellationToken cancellationToken) =>
        InteractAsync(type, channel, Data(command, options), null, cancellationToken);

    private static JsonObject Data(Command command, JsonArray options) =>
        new() { ["id"] = Wire.Id(command.Id), ["name"] = command.Name, ["type"] = command.Type, ["version"] = Wire.Id(command.Version), ["options"] = options };

    /// <summary>The commands this person is offered, as Discord lists them.</summary>
    public JsonElement RegisteredCommands()
    {
        lock (world.Gate) return JsonSerializer.SerializeToElement(Wire.Array(world.Commands.Values, c => Wire.Command(c, world.ApplicationId)));
    }

    /// <summary>Uses a command with its data as Discord's client sends it.</summary>
    public Task<InteractionView> UseAsync(Channel channel, JsonObject data, CancellationToken cancellationToken = default) => InteractAsync(2, channel, data, null, cancellationToken);

    private async Task<InteractionView> InteractAsync(
        int type, Channel channel, JsonObject data, Message? message, CancellationToken cancellationToken, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)>? files = null)
    {
        var nonce = $"n{Interlocked.Increment(ref nonces).ToString(CultureInfo.InvariantCulture)}";
        var body = new JsonObject
        {
            ["type"] = type,
            ["application_id"] = Wire.Id(world.ApplicationId),
            ["channel_id"] = Wire.Id(channel.Id),
            ["session_id"] = "sandbox",
            ["nonce"] = nonce,
            ["data"] = data,
        };
        if (channel.GuildId is { } guild) body["guild_id"] = Wire.Id(guild);
        if (message is not null)
        {
            body["message_id"] = Wire.Id(message.Id);
            body["message_flags"] = message.Flags;
        }

        await SendWithFilesAsync("/interactions", body, files ?? [], cancellationToken);
        lock (world.Gate) return new InteractionView(world, world.Interactions.Values.Last(i => i.Nonce == nonce));
    }

    private async Task<Message> PostAsync(Channel channel, JsonObject body, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var path = $"/channels/{channel.Id}/messages";
        var json = await SendWithFilesAsync(path, body, files, cancellationToken);
        lock (world.Gate) return channel.Find(ulong.Parse((string)json!["id"]!, CultureInfo.InvariantCulture))!;
    }

    private async Task<JsonNode?> SendWithFilesAsync(string path, JsonObject body, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return await SendAsync(HttpMethod.Post, path, body, cancellationToken);
        using var form = new MultipartFormDataContent { { new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), "payload_json" } };
        foreach (var (i, file) in files.Index()) form.Add(new ReadOnlyMemoryContent(file.Bytes), $"files[{i}]", file.Name);
        return await SendContentAsync(HttpMethod.Post, path, form, cancellationToken);
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendContentAsync(method, path, content, cancellationToken);
    }

    private async Task<JsonNode?> SendContentAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(world.BaseUrl!, "api/v10" + path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", User.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await Http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var json = text.Length == 0 ? null : JsonNode.Parse(text);
        if (response.IsSuccessStatusCode) return json;
        throw new SandboxRefusalException((int)response.StatusCode, (int?)json?["code"] ?? 0, (string?)json?["message"] ?? response.ReasonPhrase ?? "", json);
    }
}
