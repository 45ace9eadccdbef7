namespace IncidentBot.Sandbox.Rest;

/// <summary>How often a bucket lets requests through.</summary>
internal sealed record BucketRule(int Limit, TimeSpan Window);

/// <param name="Method">GET, POST, ...</param>
/// <param name="Template">Segments, with parameters in braces.</param>
/// <param name="Handler">Runs under the world's gate.</param>
/// <param name="Bucket">Its rate limit.</param>
/// <param name="Anonymous">Whether no token is asked for (webhooks and interactions carry their own in the path).</param>
internal sealed record Route(string Method, string Template, Func<Call, Answer> Handler, BucketRule Bucket, bool Anonymous)
{
    public string[] Segments { get; } = Template.Trim('/').Split('/');
}

/// <summary>Finds the route of a request. Literal segments win over parameters.</summary>
internal sealed class RouteTable
{
    private static readonly BucketRule Usual = new(10, TimeSpan.FromSeconds(5));
    private readonly List<Route> routes = [];

    public void Add(string method, string template, Func<Call, Answer> handler, int limit = 0, double seconds = 0, bool anonymous = false) =>
        routes.Add(new Route(method, template, handler, limit == 0 ? Usual : new BucketRule(limit, TimeSpan.FromSeconds(seconds)), anonymous));

    /// <summary>The route and its parameters; null with <paramref name="pathExists"/> telling 405 from 404.</summary>
    public Route? Find(string method, string path, out Dictionary<string, string> parameters, out bool pathExists)
    {
        var segments = path.Trim('/').Split('/');
        parameters = [];
        pathExists = false;
        Route? best = null;
        var bestLiterals = -1;
        foreach (var route in routes)
        {
            var literals = Literals(route.Segments, segments);
            if (literals < 0) continue;
            pathExists = true;
            if (route.Method != method || literals <= bestLiterals) continue;
            best = route;
            bestLiterals = literals;
        }

        if (best is null) return null;
        for (var i = 0; i < segments.Length; i++)
        {
            if (best.Segments[i][0] == '{') parameters[best.Segments[i][1..^1]] = Uri.UnescapeDataString(segments[i]);
        }

        return best;
    }

    private static int Literals(string[] template, string[] path)
    {
        if (template.Length != path.Length) return -1;
        var literals = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i].Length > 0 && template[i][0] == '{') continue;
            if (!string.Equals(template[i], Uri.UnescapeDataString(path[i]), StringComparison.Ordinal)) return -1;
            literals++;
        }

        return literals;
    }
}
