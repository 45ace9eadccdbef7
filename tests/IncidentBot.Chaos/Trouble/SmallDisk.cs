using System.Diagnostics;

namespace IncidentBot.Chaos.Trouble;

/// <summary>
/// A folder on a small disk of its own (tmpfs), which can be filled up and made room on. Mounting needs root; elsewhere it is a plain folder that is never full.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 192;

    private readonly string filler;

    private SmallDisk(string folder, bool canFill)
    {
        Folder = folder;
        CanFill = canFill;
        filler = Path.Combine(folder, "filler");
    }

    public string Folder { get; }

    /// <summary>Whether it can be filled up here.</summary>
    public bool CanFill { get; }

    public static SmallDisk Make()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-chaos-").FullName;
        return new SmallDisk(folder, OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", folder));
    }

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        if (!CanFill) return;
        using var file = new FileStream(filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (ReadOnlySpan<int>)[1 << 20, 4096, 512])
        {
            var block = new byte[size];
            try
            {
                while (true) file.Write(block);
            }
            catch (IOException)
            {
                // Full for blocks of this size.
            }
        }
    }

    public void MakeRoom() => File.Delete(filler);

    public void Dispose()
    {
        if (CanFill) Run("umount", "-l", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
