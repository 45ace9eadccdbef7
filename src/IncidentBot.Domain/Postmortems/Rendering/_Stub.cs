#pragma warning disable
namespace IncidentBot.Domain.Postmortems.Rendering;
public static class HtmlRenderer { public static string Render(PostmortemDocument d) => "<p>"; }
public static class JsonRenderer { public static string Render(IncidentFile f, PostmortemDocument d) => "{}"; }
