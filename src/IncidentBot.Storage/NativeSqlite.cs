using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace IncidentBot.Storage;

/// <summary>
/// Lets EF Core's SQLite run on an older SQLitePCLRaw than it was built against.
/// </summary>
/// <remarks>
/// EF Core 10 asks for SQLitePCLRaw 2.1.13. The package registry this project is built against holds only 2.0.6, and the runtime refuses an assembly of
/// a lower version than the one referenced. The project file therefore takes the newest 2.x there is (a floating version), and this handler hands over
/// the file that lies beside the application when the runtime has refused it. Every member that Microsoft.Data.Sqlite calls is in 2.0.6 but
/// <c>sqlite3_load_extension</c>, which nothing here uses. Where 2.1.13 or later was restored, the handler never fires.
/// This file, the floating versions and the NU1605/NU1603 exceptions in the project files can go as soon as every registry in use has 2.1.13.
/// </remarks>
internal static class NativeSqlite
{
#pragma warning disable CA2255 // A library should have no module initializer; this must come before the first use of SQLite, wherever that is.
    [ModuleInitializer]
    internal static void Initialize() => AssemblyLoadContext.Default.Resolving += Resolve;
#pragma warning restore CA2255

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name is not { } simple || !simple.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal)) return null;
        var file = Path.Combine(AppContext.BaseDirectory, simple + ".dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
