using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Postmortems;

/// <summary>Two incidents to read: one where people recorded everything by hand, one where they marked nothing.</summary>
internal static class Samples
{
    /// <summary>Over midnight, in Nairobi: card payments fail because a certificate at the acquirer's edge ran out.</summary>
    public const string PictureHash = "3c1f8f0cba2a4d1b5e1b8f7a0f5d2c4e6a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d";
    public const string LogHash = "9f2c4e6a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3c1f8f0cba2a4d1b5e1b8f7a0f";

    /// <summary>What the files of <see cref="Rich"/> hold, as far as there is a copy.</summary>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents => new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
    {
        [PictureHash] = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="),
        [LogHash] = "\u001b[31merror\u001b[0m </pre><script>alert(1)</script>\n"u8.ToArray()[..46],
    };

    public static IncidentFile Rich()
    {
        var b = new IncidentBuilder("Card payments are refused", "Africa/Nairobi", 3, new DateTime(2024, 3, 8), "23:12", "Wanjiru Kamau", Severity.Sev2);
        var grace = "Grace Otieno";
        var peter = "Peter Mwangi";
        var wanjiru = "Wanjiru Kamau";

        b.Enter(EntryKind.Declared, "23:12", "Wanjiru Kamau declared it as SEV2: Card payments are refused", wanjiru);
        b.SayMarked(EntryKind.Detection, "23:13", wanjiru, "A petrol station in Thika rang the merchant line: every card is declined since about 11 pm", "23:14", wanjiru, "📌");
        b.SayMarked(EntryKind.Hypothesis, "23:20", peter, "I think it's the fraud rules we changed on Thursday, they decline by default", "23:21", wanjiru, "🔎", "fraud");
        b.Say("23:24", grace, "ok, opening the rule editor");
        b.SayMarked(EntryKind.RuledOut, "23:41", peter, "Switched the new fraud rules off, cards are still declined. Not the rules.", "23:42", wanjiru, "❌", "not-fraud");
        b.Enter(EntryKind.Update, "23:45", "Cards are declined at all merchants. We are looking at the connection to the acquirer. M-Pesa works.", wanjiru);
        b.Enter(EntryKind.Severity, "23:46", "Severity SEV2 → SEV1: all merchants are hit", wanjiru);
        b.SayMarked(EntryKind.Cause, "+1 00:05", grace, "Found it: the client certificate for the acquirer's edge expired at 22:58. `openssl s_client` says `certificate has expired`", "+1 00:06", peter, "🎯", "cause");
        b.SayMarked(EntryKind.Fix, "+1 00:32", grace, "New certificate is in place on both gateways, terminals approve again", "+1 00:33", peter, "🔧", "fix");
        b.Enter(EntryKind.Status, "+1 00:07", "Status: identified", grace);
        b.Enter(EntryKind.Status, "+1 00:33", "Status: monitoring", grace);
        b.Enter(EntryKind.Role, "23:15", "Peter Mwangi is incident commander", peter);
        b.Enter(EntryKind.Role, "23:50", "Grace Otieno is incident commander", grace);
        b.Enter(EntryKind.Resolved, "+1 00:58", "Resolved by Grace Otieno", grace);
        b.Change("fix", m => m with { EditedAt = b.At("+1 00:34"), Revisions = [new MessageRevision("New certificate is in place, checking", b.At("+1 00:34"))] });
        b.Change("cause", m => m with
        {
            Files =
            [
                new AttachedFile(3001, "expiry date.png", 70, "image/png", "https://cdn.discordapp.com/attachments/900/3001/expiry_date.png?ex=1&is=2&hm=3&") { Copy = new(PictureHash, 70, FileType.Png) },
                new AttachedFile(3002, "handshake.log", 46, "text/html", "https://cdn.discordapp.com/attachments/900/3002/handshake.log?ex=1&is=2&hm=3&") { Copy = new(LogHash, 46, FileType.Text) },
                new AttachedFile(3003, "../<b>dump</b>.bin", 230_686_720, null, "https://cdn.discordapp.com/attachments/900/3003/dump.bin?ex=1&is=2&hm=3&") { NotKept = "files over 100 MB are not kept" },
            ],
        });
        b.Change("fraud", m => m with
        {
            Files =
            [
                new AttachedFile(3004, "rules.png", 70, "image/png", "https://cdn.discordapp.com/attachments/900/3004/rules.png?ex=1&is=2&hm=3&") { Copy = new(PictureHash, 70, FileType.Png), RemovedAt = b.At("23:44") },
                new AttachedFile(3005, "rules.txt", 12, "text/plain", "https://cdn.discordapp.com/attachments/900/3005/rules.txt?ex=1&is=2&hm=3&"),
            ],
        });
        b.Change("not-fraud", m => m with { DeletedAt = b.At("+1 00:20") });

        b.Add(b.Escalate(1, "23:47", peter, "acquirer link team", "Nobody here has the gateway keys") with
        {
            State = EscalationState.Acknowledged,
            Pages =
            [
                new Page(1, b.At("23:47"), IncidentBuilder.Ref(1700), [], []),
                new Page(2, b.At("23:52"), IncidentBuilder.Ref(1701), [], [new UndeliveredPage(b.Person("Otis Kibet"), "accepts no direct messages")]),
            ],
            AcknowledgedBy = b.Person(grace),
            AcknowledgedAt = b.At("23:54"),
        });
        b.Add(b.Escalate(2, "+1 00:08", grace, "Acquirer hotline", "Need the new certificate signed tonight") with
        {
            State = EscalationState.Unanswered,
            Pages = [new Page(1, b.At("+1 00:08"), null, [], []), new Page(2, b.At("+1 00:13"), null, [], [])],
            EndedAt = b.At("+1 00:18"),
        });

        b.Add(b.Action(1, "Renew the certificates of the other three acquirers, all run out in April", ActionKind.Corrective, grace, new DateOnly(2024, 3, 15)));
        b.Add(b.Action(2, "Alert 30, 14 and 3 days before any certificate runs out", ActionKind.Preventive, peter, new DateOnly(2024, 3, 22)));
        b.Add(b.Action(3, "Alert when the share of declined cards doubles within five minutes", ActionKind.Preventive));
        b.Add(b.Action(4, "Write down who holds the gateway keys at night", ActionKind.Task, wanjiru, new DateOnly(2024, 3, 12), ActionState.Done, "+3 09:30"));

        var cause = "The client certificate with which our gateways log in to the acquirer expired at 22:58. Nobody watched its date: it was installed by hand four years ago, and the person who did it has left. The gateways report a failed login as a plain decline, so it looked like a fraud rule.";
        b.Incident = b.Incident with
        {
            Severity = Severity.Sev1,
            Status = IncidentStatus.Resolved,
            Services = ["card payments", "merchant portal"],
            Milestones = b.Incident.Milestones with { Started = b.At("22:58"), Detected = b.At("23:10"), Acknowledged = b.At("23:15"), Mitigated = b.At("+1 00:32"), Resolved = b.At("+1 00:58") },
            StatusHistory = [.. b.Incident.StatusHistory, new(IncidentStatus.Identified, b.At("+1 00:07"), b.Person(grace)), new(IncidentStatus.Monitoring, b.At("+1 00:33"), b.Person(grace)), new(IncidentStatus.Resolved, b.At("+1 00:58"), b.Person(grace))],
            SeverityHistory = [.. b.Incident.SeverityHistory, new(Severity.Sev1, b.At("23:46"), b.Person(wanjiru), "all merchants are hit")],
            Roles =
            [
                new(IncidentRole.Commander, b.Person(peter), b.At("23:15"), b.At("23:50")),
                new(IncidentRole.Commander, b.Person(grace), b.At("23:50"), null),
                new(IncidentRole.Communications, b.Person(wanjiru), b.At("23:20"), null),
            ],
            Impacts =
            [
                new("Some merchants see declines", 20, null, ["card payments"], b.Person(wanjiru), b.At("23:16")),
                new("Every card payment is declined; M-Pesa is fine", 65, 4200, ["card payments"], b.Person(wanjiru), b.At("23:46")),
            ],
            Cause = b.Say("+1 00:40", grace, cause, null),
            Fix = b.Say("+1 00:41", grace, "A new certificate was signed and installed on both gateways. The old one was revoked.", null),
            Detection = b.Say("23:10", wanjiru, "A merchant called the hotline; no alert fired", null),
            Links = [new(LinkKind.Related, 9, b.At("+1 01:10"), b.Person(peter))],
            WrittenSections = ImmutableDictionary<string, Statement>.Empty.Add("lessons", b.Say("+4 10:00", peter, "We were lucky: it was a Friday night and most shops were closed.\n\n### What went well\n- Wanjiru kept every merchant informed.\n- The acquirer signed within 20 minutes, once reached.\n\n### What went badly\n1. We looked at our own change first, because it was ours.\n2. The hotline number in the runbook was out of date.", null)),
        };
        return b.Build();
    }

    /// <summary>In New York: a resolver's forwarding loop slows everything down. Nobody marked a thing; it was declared, talked about, and resolved.</summary>
    public static IncidentFile Bare()
    {
        var b = new IncidentBuilder("Internal tools are slow", "America/New_York", -5, new DateTime(2023, 12, 4), "10:22", "Marta Lindqvist", Severity.Sev3);
        b.Say("10:22", "Marta Lindqvist", "helpdesk got 14 tickets in ten minutes, people cant open the wiki or the crm");
        b.Say("10:23", "Jonas Feld", "same here, been like that since 10:05");
        b.Say("10:24", "Priya Nair", "anyone has the vpn dashboard link?");
        b.Say("10:26", "Jonas Feld", "roughly 40% of users are affected, mostly the 3rd floor and remote");
        b.Say("10:30", "Jonas Feld", "could it be the new vpn client? it rolled out this morning", "vpn");
        b.Say("10:34", "Priya Nair", "lol not again");
        b.Say("10:41", "Jonas Feld", "not the vpn client, office wifi without vpn is just as slow", reply: "vpn");
        b.Say("10:44", "Priya Nair", "let's restart the wiki frontends one by one");
        b.Say("10:49", "Priya Nair", "restarted both wiki frontends", "restart");
        b.Say("10:55", "Priya Nair", "no change after the restart");
        b.Say("10:57", "Marta Lindqvist", "@Sam Okafor can you join please, we need somebody from networks");
        b.Say("11:03", "Sam Okafor", "hi, reading up");
        b.Say("11:12", "Sam Okafor", "resolver cpu is at 98%");
        b.Say("11:20", "Sam Okafor", "found it, the two resolvers forward to each other since the config push at 10:02. every unknown name loops until it times out");
        b.Say("11:26", "Sam Okafor", "reverted the forwarder config on both resolvers");
        b.Say("11:31", "Jonas Feld", "wiki loads again, crm as well");
        b.Say("11:36", "Marta Lindqvist", "helpdesk confirms, no new tickets for 5 min");
        b.Say("11:38", "Priya Nair", "thanks Sam!!");
        b.Say("11:40", "Sam Okafor", "to prevent this we should add a test that resolves an unknown name before every resolver push");
        b.Say("11:41", "Jonas Feld", "action item: move the resolver config into the normal review");
        b.Incident = b.Incident with
        {
            Status = IncidentStatus.Resolved,
            Milestones = b.Incident.Milestones with { Resolved = b.At("11:45") },
            StatusHistory = [.. b.Incident.StatusHistory, new(IncidentStatus.Resolved, b.At("11:45"), b.Person("Marta Lindqvist"))],
        };
        return b.Build();
    }

    /// <summary>Nothing but a declaration: every section must say what is missing.</summary>
    public static IncidentFile Silent()
    {
        var b = new IncidentBuilder("Something is off", "Asia/Dubai", 4, new DateTime(2024, 6, 1), "09:00") { };
        b.Incident = b.Incident with { IsDrill = true };
        return b.Build();
    }

    /// <summary>Five minutes and a half, without a call for help.</summary>
    public static IncidentFile Short()
    {
        var b = new IncidentBuilder("Login page is blank", "Asia/Kolkata", 5, new DateTime(2024, 7, 2), "18:02:10", "Asha Rao", Severity.Sev3);
        b.SayMarked(EntryKind.Detection, "18:02", "Asha Rao", "the login page is blank for me and for two customers", "18:02:20", "Asha Rao");
        b.SayMarked(EntryKind.Cause, "18:04", "Vikram Shah", "the feature flag service sends an empty list", "18:04:10", "Asha Rao", "🎯");
        b.SayMarked(EntryKind.Fix, "18:06", "Vikram Shah", "restarted the flag service, login is back", "18:06:20", "Asha Rao", "🔧");
        b.Incident = b.Incident with
        {
            Status = IncidentStatus.Resolved,
            Milestones = b.Incident.Milestones with { Detected = b.At("18:02"), Mitigated = b.At("18:06"), Resolved = b.At("18:07:30") },
            StatusHistory = [.. b.Incident.StatusHistory, new(IncidentStatus.Identified, b.At("18:04:10"), b.Person("Asha Rao")), new(IncidentStatus.Resolved, b.At("18:07:30"), b.Person("Asha Rao"))],
        };
        return b.Build();
    }

    /// <summary>Nine days over a change of the clocks, most of it in the first hours; reopened once, seven calls for help, four severities.</summary>
    public static IncidentFile NineDays()
    {
        var b = new IncidentBuilder("Backups do not run", "Europe/Berlin", 1, new DateTime(2024, 3, 25), "22:40", "Lena Vogt", Severity.Sev4);
        var lena = b.Person("Lena Vogt");
        string[] first = ["22:44", "22:51", "23:05", "23:17", "23:30", "23:52", "+1 00:20", "+1 01:05"];
        foreach (var (n, at) in first.Index()) b.SayMarked(n % 2 == 0 ? EntryKind.Hypothesis : EntryKind.RuledOut, at, "Lena Vogt", $"Idea {n / 2 + 1}: {(n % 2 == 0 ? "perhaps the tape robot, the network or the agent" : "no, that is not it")}", at, "Tom Adler", n % 2 == 0 ? "🔎" : "❌");
        b.SayMarked(EntryKind.Cause, "+2 10:10", "Tom Adler", "The catalogue's disk is full of old indexes", "+2 10:12", "Lena Vogt", "🎯");
        b.SayMarked(EntryKind.Fix, "+3 16:00", "Tom Adler", "Old indexes are pruned, the first backup ran through", "+3 16:02", "Lena Vogt", "🔧");
        b.Enter(EntryKind.Reopened, "+6 08:15", "Reopened: last night's backup failed again", "Lena Vogt");
        b.SayMarked(EntryKind.Fix, "+9 11:00", "Tom Adler", "The pruning runs every night now", "+9 11:02", "Lena Vogt", "🔧");
        foreach (var (n, at, answered) in new[] { (1, "22:55", "23:01"), (2, "23:10", null), (3, "23:12", "23:55"), (4, "+1 09:00", "+1 09:40"), (5, "+2 09:30", "+2 10:05"), (6, "+6 08:20", "+6 11:20"), (7, "+9 10:00", "+9 10:04") })
        {
            var call = b.Escalate(n, at, "Lena Vogt", n % 2 == 0 ? "storage" : "vendor hotline for the tape library and its robot", null);
            b.Add(answered is null
                ? call with { State = EscalationState.Unanswered, Pages = [new Page(1, b.At(at), null, [], [])], EndedAt = b.At("23:40") }
                : call with { State = EscalationState.Acknowledged, Pages = [new Page(1, b.At(at), null, [], [])], AcknowledgedBy = b.Person("Tom Adler"), AcknowledgedAt = b.At(answered) });
        }

        b.Incident = b.Incident with
        {
            Severity = Severity.Sev2,
            Status = IncidentStatus.Resolved,
            Milestones = b.Incident.Milestones with { Started = b.At("02:00"), Detected = b.At("22:31"), Mitigated = b.At("+3 16:00"), Resolved = b.At("+9 12:00") },
            StatusHistory =
            [
                .. b.Incident.StatusHistory,
                new(IncidentStatus.Identified, b.At("+2 10:12"), lena),
                new(IncidentStatus.Monitoring, b.At("+3 16:02"), lena),
                new(IncidentStatus.Resolved, b.At("+4 09:00"), lena),
                new(IncidentStatus.Investigating, b.At("+6 08:15"), lena),
                new(IncidentStatus.Monitoring, b.At("+9 11:02"), lena),
                new(IncidentStatus.Resolved, b.At("+9 12:00"), lena),
            ],
            SeverityHistory = [.. b.Incident.SeverityHistory, new(Severity.Sev3, b.At("+1 08:00"), lena), new(Severity.Sev1, b.At("+2 08:00"), lena), new(Severity.Sev2, b.At("+3 16:00"), lena)],
        };
        return b.Build();
    }

    /// <summary>A hundred marks within one minute, by people whose words are made to break a page.</summary>
    public static IncidentFile Crowded()
    {
        var b = new IncidentBuilder("<script>alert(1)</script> " + new string('W', 120) + " שלום עולם 🔥🔥", "Asia/Jerusalem", 2, new DateTime(2024, 1, 9), "12:00", "Eve <b>O'Neil</b> אבי", Severity.Sev1);
        string[] texts =
        [
            "<img src=x onerror=alert(1)> & \"quotes\" 'too'", "הכל למטה, בודקים את השרת", new string('x', 300), "👩‍👩‍👧‍👦🏳️‍🌈 is down", "]]> --> </style></svg></title><script>alert(2)</script>", "\u202Ereversed\u202C", "مرحبا: الخادم لا يجيب", "&lt;already escaped&gt; &amp;",
        ];
        for (var n = 0; n < 100; n++) b.SayMarked((EntryKind)(n % 7), $"12:05:{n * 6 / 10:00}", n % 2 == 0 ? "Eve <b>O'Neil</b> אבי" : "Mallory", texts[n % texts.Length], "12:06", "Mallory");
        for (var n = 1; n <= 12; n++) b.Add(b.Escalate(n, "12:07", "Mallory", texts[n % texts.Length], texts[n % texts.Length]) with { State = (EscalationState)(n % 4), Pages = [new Page(1, b.At("12:07"), null, [], [])], AcknowledgedAt = n % 4 == 1 ? b.At("12:09") : null, EndedAt = n % 4 > 1 ? b.At("12:11") : null });
        b.Add(b.Action(1, texts[2], ActionKind.Corrective, "Eve <b>O'Neil</b> אבי", new DateOnly(2024, 2, 1)));
        b.Incident = b.Incident with
        {
            Services = [texts[0], texts[1]],
            Status = IncidentStatus.Resolved,
            Milestones = b.Incident.Milestones with { Resolved = b.At("12:40") },
            StatusHistory = [.. b.Incident.StatusHistory, new(IncidentStatus.Resolved, b.At("12:40"), b.Person("Mallory"))],
        };
        return b.Build();
    }
}
