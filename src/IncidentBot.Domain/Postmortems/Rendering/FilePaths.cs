namespace IncidentBot.Domain.Postmortems.Rendering;

internal static class FilePaths
{
    /// <summary>A relative path as an address: whatever a name holds is one segment, and no part of it is read as a scheme, query or anchor.</summary>
    public static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString)).Replace("(", "%28").Replace(")", "%29");
}
