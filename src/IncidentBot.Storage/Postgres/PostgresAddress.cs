using System.Globalization;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>Where a PostgreSQL server keeps the record, with what this program sets of its own accord. Nothing here shows the password.</summary>
internal sealed class PostgresAddress
{
    private const string Name = "incidentbot";

    /// <summary>Parameters of an address as libpq names them, and what they are called here (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslnegotiation"] = "SSL Negotiation",
        ["channel_binding"] = "Channel Binding",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["passfile"] = "Passfile",
        ["options"] = "Options",
    };

    private readonly NpgsqlConnectionStringBuilder settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => this.settings = settings;

    public string Host => settings.Host!;

    public string Database => settings.Database!;

    public string User => settings.Username ?? Environment.UserName;

    /// <summary>"postgres://user@host:5432/database".</summary>
    public string Shown => Host.StartsWith('/')
        ? $"postgres://{Uri.EscapeDataString(User)}@/{Uri.EscapeDataString(Database)}?host={Host}&port={settings.Port.ToString(CultureInfo.InvariantCulture)}"
        : $"postgres://{Uri.EscapeDataString(User)}@{Host}:{settings.Port.ToString(CultureInfo.InvariantCulture)}/{Uri.EscapeDataString(Database)}";

    /// <summary>For the connection that writes: its own, since the claim to the database goes with it.</summary>
    public string ForWriting => With(static own =>
    {
        own.Pooling = false;

        // What EF asks is always the same, in other words: the server need not think about it anew each time.
        own.MaxAutoPrepare = 100;
        own.AutoPrepareMinUsages = 2;
    });

    public string ForReading => With(static own =>
    {
        own.MaxPoolSize = Math.Min(own.MaxPoolSize, 20);
        own.MaxAutoPrepare = 50;
        own.AutoPrepareMinUsages = 2;
    });

    /// <param name="text">An address or a connection string.</param>
    /// <exception cref="StorageException">It is neither; the message says why, without what stands in it.</exception>
    public static PostgresAddress Parse(string text)
    {
        NpgsqlConnectionStringBuilder read;
        try
        {
            read = IsUri(text) ? OfUri(text.Trim()) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            throw Wrong("it cannot be read");
        }

        if (string.IsNullOrWhiteSpace(read.Host)) throw Wrong("it names no host");
        if (string.IsNullOrWhiteSpace(read.Database)) throw Wrong("it names no database");
        return new PostgresAddress(read);
    }

    private static bool IsUri(string text) => text.TrimStart().StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.TrimStart().StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    // Not by System.Uri, which does not know an address without a host; a socket's folder stands in the parameters then.
    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        var read = new NpgsqlConnectionStringBuilder();
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = "";
        if (rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark) (rest, query) = (rest[..mark], rest[(mark + 1)..]);
        if (rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash)
        {
            if (rest[(slash + 1)..] is { Length: > 0 } database) read.Database = Uri.UnescapeDataString(database);
            rest = rest[..slash];
        }

        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            var (user, password) = rest.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon && colon < at ? (rest[..colon], rest[(colon + 1)..at]) : (rest[..at], null);
            if (user.Length > 0) read.Username = Uri.UnescapeDataString(user);
            if (password is not null) read.Password = Uri.UnescapeDataString(password);
            rest = rest[(at + 1)..];
        }

        if (rest.LastIndexOf(':') is >= 0 and var port && port > rest.LastIndexOf(']'))
        {
            read.Port = int.Parse(rest[(port + 1)..], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[..port];
        }

        if (rest.Length > 0) read.Host = Uri.UnescapeDataString(rest).Trim('[', ']');
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw new FormatException();
            var (name, value) = (Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
            read[Parameters[name]] = Parameters[name] is "SSL Mode" or "SSL Negotiation" or "Channel Binding" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return read;
    }

    private static StorageException Wrong(string why) => new(
        StorageFault.Refused, $"The address of the PostgreSQL server is not one: {why}. Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE (signs such as @ and / in the password as %40 and %2F), or as Host=…;Database=…;Username=…;Password=….");

    private string With(Action<NpgsqlConnectionStringBuilder> set)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Enlist = false, PersistSecurityInfo = false, IncludeErrorDetail = false, LogParameters = false };
        own.ApplicationName ??= Name;
        if (!settings.ContainsKey("Timeout")) own.Timeout = 5; // seconds; how long to connect may take
        set(own);
        return own.ConnectionString;
    }
}
