using System.Runtime.CompilerServices;
using IncidentBot.Domain;

namespace IncidentBot.Tests.EndToEnd.Learning;

/// <summary>Who is in an incident is shown the earlier ones like it, with the reason, and never one that he may not see.</summary>
public sealed class SimilarTests : EndToEndTest
{
    [Fact]
    public async Task Earlier_incidents_are_found_by_service_and_words_and_the_reason_is_said()
    {
        await Chat.Declares("Checkout answers slowly", "severity:sev2 service:checkout");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was exhausted\" fix:\"Larger pool\"", "inc-1");
        await Chat.Declares("Mail is late", "service:mail");
        await Chat.Types("ada", "/incident resolve cause:\"Queue full\" fix:\"Emptied it\"", "inc-2");
        await Chat.Declares("Payments time out", "service:checkout");
        await Chat.Types("tunde", "/incident cause text:\"Pool of connections is exhausted again\"", "inc-3");

        var answer = await Chat.Types("zainab", "/incident similar", "inc-3");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldStartWith("Like INC-3, the likest first:\n**INC-1**");
        answer.Text.ShouldContain("> same service checkout; both mention “pool connections”");
        answer.Text.ShouldContain("> Cause: The connection pool was exhausted ([postmortem](<https://discord.com/channels/");
        answer.Text.ShouldNotContain("INC-2");
        (await Chat.Types("zainab", "/incident similar incident:2")).Text.ShouldContain("No incident on this server is like INC-2");
        (await Chat.Types("zainab", "/incident similar incident:9")).ShouldRefuse("There is no INC-9");
    }

    [Fact]
    public async Task The_postmortem_names_them_and_what_a_person_writes_in_that_section_stays_free_of_them()
    {
        await TwoAlike();
        var posted = string.Join('\n', Chat.ReadsPostmortems());
        posted.ShouldContain("Similar incidents");
        posted.ShouldContain("both mention “connection pool”");

        var form = await Chat.Types("ada", "/postmortem edit section:lessons incident:2");
        (form.Prefilled("Text") ?? "").ShouldNotContain("INC-1");
        await Chat.Fills("ada", form, ("Text", "We were lucky."));
        var shown = (await Chat.Types("ada", "/postmortem show incident:2")).Text;
        shown.ShouldContain("We were lucky.");
        shown.Split("both mention “connection pool”").Length.ShouldBe(2, "named once");
    }

    [Fact]
    public async Task Private_incidents_are_shown_to_those_who_may_see_them_and_in_no_document_and_drills_to_nobody()
    {
        await Chat.Declares("Pool trouble", "private:true");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was exhausted\" fix:x", "inc-1");
        await Chat.Declares("Pool drill", "drill:true");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was exhausted\" fix:x", "drill-inc-2");
        await Chat.Declares("Payments time out");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was exhausted once more\" fix:x", "inc-3");

        (await Chat.Types("zainab", "/incident similar incident:3")).Text.ShouldContain("No incident on this server is like INC-3");
        var forAda = (await Chat.Types("ada", "/incident similar incident:3")).Text;
        forAda.ShouldContain("INC-1");
        forAda.ShouldNotContain("INC-2");
        string.Join('\n', Chat.ReadsPostmortems()).ShouldNotContain("Similar incidents");
        (await Chat.Types("zainab", "/stats period:all")).Text.ShouldStartWith("**1 incident** in all time");
    }

    [Fact]
    public async Task What_was_redacted_is_not_found_by_any_of_its_words_and_none_of_them_stays_in_the_file()
    {
        await Chat.Declares();
        await Chat.Uses("tunde", "incident cause", "inc-1", ("text", "Key swordfish-hunterxyz was in the log"));
        await Chat.Uses("tunde", "timeline add", "inc-1", ("text", "Rotated swordfish-hunterxyz"));
        (await Chat.Types("ada", "/incident search words:hunterxyz")).Text.ShouldContain("INC-1");
        foreach (var entry in (await Chat.File(1)).Entries.Where(e => e.Text.Contains("hunterxyz", StringComparison.Ordinal)))
            await Chat.Uses("ada", "timeline redact", "inc-1", ("what", $"#{entry.Number}"), ("words", "swordfish-hunterxyz"));
        await Chat.Advance(TimeSpan.FromMinutes(1));

        (await Chat.Types("ada", "/incident search words:hunterxyz")).Text.ShouldContain("Nothing was found");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Chat.Driven.DatabasePath)!).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal)))
            Reads(file).Contains("hunterxyz", StringComparison.OrdinalIgnoreCase).ShouldBeFalse(file);
    }

    private static string Reads(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private async Task TwoAlike()
    {
        await Chat.Declares("Checkout answers slowly");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was exhausted\" fix:\"Larger pool\"", "inc-1");
        await Chat.Declares("Payments time out");
        await Chat.Types("ada", "/incident resolve cause:\"The connection pool was too small\" fix:\"Larger pool\"", "inc-2");
    }
}

/// <summary>Reports of several teams, as untidy as they come, are imported, and a new incident finds the one it is like.</summary>
public sealed class ImportedReportsTests : EndToEndTest
{
    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "IncidentBot.Domain.Tests", "Reports", "files");

    [Fact]
    public async Task All_of_them_are_shown_as_postmortems_and_the_related_one_is_found()
    {
        var files = Directory.GetFiles(Folder()).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            var answer = await Chat.TypesWith("ada", $"/postmortem import report:{Path.GetFileName(file)}", (Path.GetFileName(file), await File.ReadAllBytesAsync(file)));
            answer.IsRefused.ShouldBeFalse(answer.Text);
        }

        for (var number = 1; number <= files.Count; number++)
        {
            var shown = (await Chat.Types("zainab", $"/postmortem show incident:{number}")).Text;
            shown.ShouldContain($"# Postmortem: INC-{number} ");
            shown.ShouldContain($"Read from `{Path.GetFileName(files[number - 1])}`");
        }

        await Chat.Declares("Login fails for everyone: the certificate of the gateway expired");
        var expired = 1 + files.FindIndex(file => file.EndsWith("expired-certificate-prose.txt", StringComparison.Ordinal));
        (await Chat.Types("zainab", $"/incident similar incident:{files.Count + 1}")).Text.Split('\n')[1].ShouldStartWith($"**INC-{expired}**");
    }
}
