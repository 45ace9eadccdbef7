using System.Collections.Frozen;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// The words of incident talk by kind. A rule learned for "restarted the cache" so holds for "rebooted the broker" too: both are <c>DONE … PART</c>.
/// A word has one kind, that in which talk about incidents mostly uses it; words without a kind stand for themselves or, if rare, for nothing.
/// </summary>
internal static class TalkLexicon
{
    /// <summary>What people do to systems. Of each the forms are made: DO (let's restart), DOES (it restarts), DOING, DONE.</summary>
    private const string Deeds = """
        restart reboot bounce recycle revert redeploy deploy release ship push patch hotfix fix repair apply install reinstall uninstall upgrade downgrade update scale resize extend increase
        decrease raise lower reduce double triple bump add remove delete drop purge flush clear clean wipe empty truncate vacuum reindex recreate restore replay requeue reprocess retry
        terminate stop start pause resume suspend block unblock ban throttle cap limit disable enable reenable re-enable deactivate activate turn switch swap toggle flip move migrate drain cordon evict
        isolate quarantine rotate renew reissue issue revoke replace reconfigure configure change edit boot power plug unplug reroute route redirect repoint bypass promote demote detach
        attach mount remount unmount open close whitelist allowlist reload refresh cycle warm strip trim prune tune merge reassign rebalance resync sync copy import export trigger force free cancel
        abort refund mark split correct adjust tighten relax evacuate provision create allocate mitigate pull pin silence archive compress expand lock unlock fence halt park skip mute
        backfill regenerate resubmit retrigger reconnect compact upload reseat swap stage bind rename delist reimport resend-all whitelist blackhole null-route scrub reschedule kick bundle expire-cache
        reclaim recompute recalculate republish re-run re-deploy re-create re-import re-issue re-index disconnect decommission degrade flash downscale upscale autoscale rollback failover restage relaunch repave rehash
        unfreeze unpin unlink shrink grow rewire repartition replicate requeued resized deprioritize prioritise prioritize exclude include rate-limit ratelimit serve repoint pre-scale prescale override-config hardcode comment
        """;

    /// <summary>Base, past, participle, -ing where they are not made by rule.</summary>
    private const string UnevenDeeds = """
        undo undid undone undoing; rebuild rebuilt rebuilt rebuilding; build built built building; resend resent resent resending; freeze froze frozen freezing; set set set setting; put put put putting;
        shut shut shut shutting; reset reset reset resetting; rerun reran rerun rerunning; withdraw withdrew withdrawn withdrawing; cut cut cut cutting; rewrite rewrote rewritten rewriting; shed shed shed shedding;
        take took taken taking; bring brought brought bringing; spin spun spun spinning; swap swapped swapped swapping; kill killed killed killing; roll rolled rolled rolling; cherrypick cherrypicked cherrypicked cherrypicking;
        """;

    /// <summary>Calling somebody in. CALL, CALLS, CALLING, CALLED.</summary>
    private const string Calls = "call page phone ping escalate loop notify inform contact engage involve invite summon alert-team tag dial text message approach consult hand";

    /// <summary>What goes wrong inside, and makes things go wrong: FAULT in any form.</summary>
    private const string Faults = """
        leak exhaust expire overflow reject refuse exceed overwrite override overwrote corrupt collide conflict deadlock saturate overload overwhelm flood hammer hog choke trip swallow mangle lapse evict misconfigure mistype
        poison spam starve clash break contend duplicate mismatch misroute strip throw ignore retain race regress crashloop oomkill thrash spawn
        """;

    private const string UnevenFaults = "break broke broken breaking; forget forgot forgotten forgetting; lose lost lost losing; eat ate eaten eating; throw threw thrown throwing; hold held held holding; fill filled filled filling; hit hit hit hitting; miss missed missed missing; override overrode overridden overriding; overwrite overwrote overwritten overwriting;";

    /// <summary>Words in their own right that a slip of one letter would turn into one of these here: they are left as they are.</summary>
    private const string Lookalikes = """
        altered altering apples attacked bearing beating bending binding blocked boarding boasted booked boosting bounded bounding breached brushed caching casing casting
        chained chaining chances charged charges charging chopped claimed claiming classes clauses clearly clocked cloning clutter coasted compliant conform conforms
        contained contract contracted contracts cooked cooking cooling costly crafted crashed crates cropped crushed dealing dearly decoded denoted denotes denoting
        detective devoted dressing dropped evaluate evaluated evaluates evaluating eventing expects explored failing falling feeding feeling felling filling finding
        flashed flocked flushed fooling forking forming freeing gapped handling hardly hatched having heading healing hearing heating hiking hinting hoarding hooked
        hosting internet landing lasting lastly latched leading leaning leasing leaving lending lightly linked listing locked looked mailing making managed manages
        managing mapped marked masking matched mending minding mostly nearly nesting nightly noting packing painted pairing parked parsing parting partly passing pasted
        patched patent patents pinned planned planning planted pointed polling pooling porting portly posted preached present pressing printed prompted prompting pulling
        raining ranting reached reactor related relates relating remained remaining remoted remotes remoting renders renting repacked repacking reparsed repeated
        repeating repeats reseeding resides resting reused reuses reusing reversed reversing rightly roasted rolling rusted sailing sanding saving scoring sealing selling
        sending sharing shaving shelling shipped shooting shopped shopping sidebar signed signing skipped slashed slightly slipped smashed sorting spanning spelling
        spinned spreading standing staring stated stating stepped stepping storing stripped sunrise surfing tailing talked tapped tasted teached telling tending tested
        testing texted throughout tightly toasted tooling tracking trading trailing trapped trapping treading trusted twister unmatched vastly wailing waiting walked
        wanting warming warning warnings wasted watched winding winked wording worked wrapped yearly
        """;

    /// <summary>Looking into it: chatter.</summary>
    private const string Looks = "check look investigate dig debug analyse analyze inspect verify compare tail grep trace monitor review";

    private static readonly (string Kind, string Words)[] s_kinds =
    [
        ("USER", """
            user users usr customer customers cust custs client clients people persons shopper shoppers visitor visitors subscriber subscribers member members merchant merchants tenant tenants driver drivers rider riders passenger
            passengers patient patients student students player players viewer viewers reader readers buyer buyers seller sellers caller callers guest guests employee employees colleague colleagues staff teacher teachers
            courier couriers pilot pilots nurse nurses doctor doctors companies household households partner partners advertiser advertisers recipient recipients listener listeners fan fans citizen citizens farmer farmers
            operator operators trader traders cashier cashiers agent agents parent parents kids creator creators streamer streamers accounts account tenants homes branches shops stores sites offices schools clinics hospitals
            pharmacies restaurants hotels resellers consumer consumers residents voters workers devs developers testers wards ward tills lanes franchisees installers contractors employee editors analysts
            """),
        ("REPORTER", """
            support helpdesk hotline servicedesk reception receptionist callcenter csm cs cx marketing sales finance accounting hr ceo boss management manager principal qa dispatch community twitter reddit downdetector facebook
            forum reviews tweet tweets ticket tickets complaint complaints mails calls shift lead logistics product partner-manager account-manager bookkeeping newsroom controlroom merchandising treasury payroll warehouse front-desk
            frontdesk foreman journalist lab controlling procurement franchise
            """),
        ("TOOL", """
            pingdom pagerduty opsgenie grafana prometheus alertmanager datadog sentry nagios zabbix newrelic cloudwatch statuscake uptimerobot uptime-kuma icinga icinga2 splunk kibana dynatrace honeycomb checkmk site24x7 bugsnag
            rollbar instana crashlytics thousandeyes solarwinds prtg logicmonitor graylog loki jaeger sensu netdata victorops squadcast healthcheck synthetic synthetics canary probe probes watchdog monitoring monitor monitors
            dashboard dashboards blackbox siem slo heartbeat scada noc alert alerts alarm alarms pager sms apm smoke statsd checkly librenms observium wazuh guardduty crowdstrike edr
            """),
        ("FIRED", "fired firing triggered tripped rang paged alerting alerted beeping woke flapping screaming shouting ringing exploding red screams shouts"),
        ("SAY", "report reports reported reporting says said say saying complain complains complained complaining tell tells told telling write writes wrote writing writin mention mentions mentioned asks asked asking noticed notice notices noticing spotted saw claims wonders emailed mailed tweeted raised messaged pinged flagged phoned phones hears heard"),
        ("HELPER", """
            team teams oncall on-call vendor vendors provider providers supplier suppliers carrier isp registrar dba dbas folks guys engineer engineers engineering security legal compliance network netops networking platform infra
            infrastructure dev sre sres ops secops operations backend frontend mobile payments cdn hoster datacenter partners dpo cto ciso architect specialist expert experts consultant consultants admin admins sysadmin aws azure gcp
            google cloudflare akamai fastly microsoft oracle cisco stripe adyen twilio technician technicians electrician electricians facility facilities acquirer bank maintainer maintainers contractor manufacturer leadership
            storage-team dell hp hpe ibm sap netapp vmware okta github gitlab paypal verisign godaddy digicert equinix lumen telekom telstra swisscom verizon apple salesforce datastax confluent elastic mongodb redhat lead him her them
            commander soc cert-team someone somebody guy colleague-from upstream-team integrator field retainer forensics agency bureau scheme standby electricians plumber colo integrators freelancer sysops helpers
            """),
        ("PART", """
            cpu memory mem ram heap gc disk disks ssd ssds io iops inode inodes redis memcached memcache cache caches database databases replica replicas primary replication postgres postgresql mysql mariadb mongo elastic elasticsearch
            opensearch cassandra kafka rabbit rabbitmq broker brokers queue queues dns resolver resolvers switch switches router routers routes routing bgp link links line fiber fibre cable cables wifi vpn tunnel firewall firewalls waf
            proxy proxies balancer balancers lb ingress nginx haproxy envoy istio gateway gateways cert certs certificate certificates tls ssl key keys token tokens credentials secret secrets config configs configuration
            settings setting log logs pool pools connection connections thread threads lock locks pod pods node nodes host hosts vm vms container containers cluster clusters kubernetes k8s etcd schema index indexes indices cron scheduler job
            jobs backup backups edge origin upstream api apis flag flags clock ntp quota quotas bandwidth firmware driver kernel hardware ups psu cooling raid nas san s3 bucket storage idp ldap sso oauth session sessions
            permissions acl smtp mx spf dkim bot bots server servers service services worker workers consumer-group partition partitions topic topics table tables column columns query queries trigger rule rules module modules
            library lib package dependency image images-tag version versions build instance instances volume volumes controller controllers shard shards webhook webhooks endpoint endpoints header headers parser crawler crawlers
            record records zone zones ttl vlan mtu interface nic bond port ports rack racks breaker breakers generator pdu fan-unit compressor battery sensor camera license licence sidecar daemonset deployment namespace
            ap aps antenna modem trunk sip codec dag task tasks pipeline pipelines etl feature-store model models gpu gpus checkpoint tokenizer embedding embeddings registry repo artifact artifacts runner runners lambda lambdas function functions
            """),
        ("FEATURE", """
            site sites-web website webshop shop store checkout login logins signup signups signin search cart basket app apps web portal payment orders order booking bookings appointment appointments mail mails-out email emails
            newsletter newsletters upload uploads download downloads stream streams video videos shipment shipments parcel parcels invoice invoices reports export exports-file till register registers terminal terminals scanner scanners printer printers
            train trains trip trips ride rides transfer transfers withdrawal withdrawals deposit deposits trading trade trades price prices quote quotes chat messages messaging notification notifications map maps homepage page pages image images
            wiki crm erp intranet exam exams vote votes payslip payslips salaries top-up topup confirmations heating chargers lift lifts door doors gate gates meter meters check-in checkin boarding prescription prescriptions game games
            match matches matchmaking tournament playback voice picture sound feed feeds timeline-feed recommendations recs labels label deliveries delivery route-planning kiosks kiosk pos screens screen boards displays telephony phone-line tv channels
            """),
        ("SYMPTOM", """
            error errors exception exceptions timeout timeouts latency latencies lag backlog 5xx 500 500s 502 502s 503 503s 504 504s 4xx 404 404s 403 403s 401 401s 429 429s failures failure crash crashes load traffic p99 p95 p90 p50 rate rates throughput
            response times errorrate declines decline retries restarts-count drops volume utilization utilisation temperature temp saturation loss jitter spinners duplicates disconnects packetloss conversion auth-rate success oom
            """),
        ("ILL", """
            down unavailable unreachable inaccessible offline dead dark slow slower sluggish failing failed fail fails hang hangs hanging hung stuck frozen crashing crashed erroring blank white delayed late degraded gone
            disconnected declined rejected declining unresponsive flaky timing intermittent dropping-out freezing freezes stalled stale-page unusable bad worse worst red-screen lagging laggy unstable bouncing buffering garbled
            incomplete outage unable cannot cant struggle impossible kicked dying dies died die kaputt weird strange odd broken-page spinning
            """),
        ("RISE", "spike spikes spiked spiking climb climbs climbing climbed rise rises rising rose jump jumps jumped jumping growing grows grew surge surged surging tripled explode exploded elevated skyrocketing high higher huge up-to"),
        ("FALL", "falling fell falls fall fallen dropping dropped sinking sank decreasing decreased shrinking shrank shrinks declining-fast lower lowered collapsed collapse plunged plummeted dips dipped subsiding dwindling draining drained drains drain"),
        ("WELL", """
            ok okay okey oki fine normal normally healthy green stable stabilised stabilized good clean idle intact valid correct correctly great better successfully succeed succeeds succeeding smooth smoothly quiet calm usable sane fresh happy responsive fast quick snappy
            reachable available online alive up-again passing pass passes passed synced in-sync complete steady nominal perfect able unaffected flawless flawlessly
            """),
        ("BACK", "back again recovered recovering recovers recover recovery resumed resolved restored normalised normalized normalizing normalising flowing flows flow returning returned resume clearing catching caught works working work worked loads loading runs arriving arrive arrives moving connects ticking delivers delivering reconnects reconnecting reconnected rejoined rejoining repopulated repopulating prints printing syncing"),
        ("ZERO", "zero none 0 empty-now gone-now stopped-now disappeared vanished ceased"),
        ("HEDGE", "maybe perhaps probably possibly might could presumably likely potentially apparently suspect suspects suspecting suspicion suspicious guess guessing assume assuming assumption think thinking believe wonder wondering bet theory hunch feeling reckon seems seem seemingly looks sounds smells feels suppose supposedly hypothesis idea-that may unsure fear hmmm tippe supect sus smell smelling conceivable imagine blame blaming presume candidate betting surmise"),
        ("NEG", "not no never nothing nobody noone nope nah none-of isnt wasnt arent werent dont doesnt didnt wont wouldnt cant-be couldnt-be aint hasnt havent hadnt neither nor without hardly barely nix nay"),
        ("HELP", "help helped helps helping solve solved solves change-anything difference effect improvement improve improved improves matter matters luck avail unchanged same success-at use useless vain identical persists persist persisted remains remain continues continue continued stays stayed budge budged budging nada"),
        ("OUTRULE", "excluded exclude innocent herring coincidence unrelated misleading wrong-track disproved debunked off-the-table acquitted cleared-of exonerated"),
        ("STILL", "still keeps keep-on anyway regardless nevertheless nonetheless"),
        ("CAUSE", "because cause caused causes causing root culprit reason reasons trigger-was due explains explain explained why-is triggered-by bug typo leak-in regression misconfiguration misconfig offender"),
        ("FOUND", "found find finds identified confirmed confirms confirm proved proven pinpointed traced discovered reproduced reproduce nailed tracked gotcha aha bingo eureka"),
        ("BAD", "wrong stale missing expired old outdated duplicated duplicate invalid faulty defective malformed corrupt bad-value default hardcoded hard-coded unbounded unindexed mismatched misconfigured full too undersized oversized rogue orphaned zombie mistyped forgotten legacy infinite endless accidental accidentally mistakenly silently buggy incompatible unpatched deprecated obsolete revoked untested"),
        ("CHANGE", "deploy-of release-of migration migrations rollout upgrade-of update-of changes maintenance window cutover reorg refactor refactoring renewal rotation campaign deployment-of hotfix-of"),
        ("WHEN", "yesterday today tonight morning afternoon evening night noon midnight monday tuesday wednesday thursday friday saturday sunday week weekend month hour hours minutes minute min mins sec seconds ago since january february march april june july august september october november december am pm earlier recently"),
        ("QUANT", "all every everyone everybody most many some several half third quarter about roughly around approx approximately nearly almost least only entire whole both dozens hundreds thousands total percent around-half each majority"),
        ("PLACE", "region regions eu us europe germany asia apac emea africa us-east eu-west country countries city plant hall floor office site-b france uk india japan brazil spain italy poland canada australia mexico americas north south east west store-nr branch munich berlin london paris york"),
        ("LETS", "lets propose suggest suggestion proposal plan vote prefer rather decide decided decision agreed recommend option workaround meanwhile instead temporarily"),
        ("SHALL", "should shall would need needs must want ought better-to have-to id wed"),
        ("WILL", "will ill well-do gonna going about-to wanna"),
        ("ORDER", "first then until till before after once next later afterwards meantime now-on when while unless tomorrow soon eta"),
        ("WH", "who whose what whats when-did where wheres which why how hows anyone anybody does"),
        ("DOC", "statuspage postmortem post-mortem pm-doc retro retrospective writeup write-up doc docs document rca scribe notes timeline incident report-doc screenshot link summary runbook wiki-page ticket-nr recap minutes-of announcement announce banner-text template bridge zoom meet call-link jira confluence"),
        ("SOCIAL", "thanks thank thx ty tnx cheers kudos lol lmao haha hahaha rofl hehe phew puh uff wow omg ouch oops gg np sorry congrats nice awesome cool hi hello hey coffee lunch beer pizza sleep bed weekend-plans merci danke obrigado grazie gracias bravo yay welcome jesus damn ugh argh sigh oh ah hm hmm hmmm hah welp yikes dinner champagne cake"),
        ("ACK", "ack yes yep yeah sure roger copy right exactly true agree understood got noted indeed correctly-so joined joining here looking reading watching"),
        ("PENDING", "todo followup follow-up action-item item items lesson lessons future preventive corrective prevent avoid longterm long-term"),
        ("MONEY", "eur usd dollars dollar euro euros revenue k-eur gmv turnover money"),
    ];

    /// <summary>Words that go together and mean something else apart.</summary>
    private static readonly (string Kind, string Phrases)[] s_phrases =
    [
        ("DONE", "rolled back; roled back; failed over; switched off; switched on; switched over; switched back; turned off; turned on; turned down; turned up; shut down by us; scaled up; scaled down; scaled out; spun up; brought up; brought back; kicked off; kicked out; took out; took down; took offline; taken out; taken offline; set up; cut off; cut over; backed out; blocked off; rolled out; rolled forward; powered off; power cycled; put back; went back to; is off; are off; is disabled; is on hold; in maintenance mode; hard reset; moved over; pulled out; taken down; put in; out of rotation; out of the pool; pointed to; pointed at; swapped out; pulled back"),
        ("DOING", "rolling back; failing over; switching off; switching on; switching over; turning off; turning on; shutting down; scaling up; scaling down; scaling out; spinning up; bringing up; bringing back; taking out; taking down; rolling out; rolling forward; backing out; in progress; under way"),
        ("DO", "roll back; fail over; switch off; switch on; switch over; switch back; turn off; turn on; shut down; scale up; scale down; scale out; spin up; bring up; bring back; take out; take down; take offline; roll out; roll forward; back out; fall back; stick with; stay on; stay with; stay in; go back; hold off; wait for; go with; leave it; keep it; read only; degrade to"),
        ("OUTRULE", "ruled out; rule out; ruling out; rules out; red herring; false lead; false alarm; dead end; wrong track; wrong tree; not it; not that; not related; nothing to do; off the table; no correlation; wrong guess; wrong trail; not guilty; isnt it; wasnt it; so not; at fault; can be excluded; doesnt explain; does not explain; didnt explain; scratch that; we can exclude; not the cause; not the problem; not the issue; not the reason; not the culprit; cannot reproduce; cant reproduce; cant repro; no repro; not reproducible; works on my; works from my; works from here; works here; came back clean; comes back clean; checks out; rules that out; can cross off; crossed off; so that is out; is out of the question; different problem; other problem"),
        ("HELP", "no change; no effect; no luck; no difference; no improvement; no success; did nothing; does nothing; changed nothing; no better; not better; to no avail; in vain; same error; same errors; same result; same thing; same problem; same issue; same picture; same again; same story; any better; didnt help; did not help; no help; not help; doesnt help; still the same; as before; made it worse; got worse; only briefly; came back after; short relief; nothing changed; nothing changes; zero effect; not solved; no joy; no dice; without effect; without success; without result; no result; zero difference; made no; makes no; brought nothing; brings nothing; no different; just as bad; still there; didnt move; doesnt move; didnt change; not changed; still as; same here again; stay red; stay bad; stays red; to no effect"),
        ("CAUSE", "root cause; turns out; turned out; thats why; that is why; due to; as a result; caused by; because of; thanks to; instead of; out of memory; out of disk; out of space; out of inodes; out of ips; out of file; out of connections; smoking gun; found it; got it; there it is; by mistake; by accident; race condition; memory leak; ran out; runs out; run out; which explains; that explains; explains why; reason is; reason was; and so; comes from; came from; stems from; known bug; used up; single threaded; ended up; led to; leads to; resulted in; got swapped; was never; were never; never renewed; forgot to; forgotten to; for every request; on every request; on each request"),
        ("BACK", "back to normal; back up; back online; up and running; all green; all good; all clear; caught up; catching up; coming back; came back; under control; no more; works again; working again; no new; going down again; came down; going through; go through; goes through; went through; going out; coming in; comes in; as usual; like before; as normal; good again; fine again; ok again; alive again; looks good; looking good; looks better; looking better; all back; is back; are back; were back; no further; not seeing any; down to zero; at zero; to zero; back under; back at; back below; in business; can confirm works"),
        ("HEDGE", "looks like; look like; seems like; sounds like; smells like; feels like; could be; might be; may be; must be; must have; could have; might have; what if; what about; how about; i think; i guess; my guess; my bet; i bet; i suspect; we think; we assume; any chance; is it possible; is it the; was it the; could it; can it be; not sure if; gut feeling; my money; points to; points at; hints at; related to; connected to; has to be; has to do; is this the; first thought; first guess; to me it; prime suspect; same as last; reminds me; correlates with; suspiciously; since the; right after; just after; started after; started when; same time as; first suspect; main suspect; usual suspect; prime candidate; best candidate; smells of; wouldnt surprise; wouldnt be surprised; would bet; id bet; could have been; might have been; may have been; must have been; could also be; might also be; would fit; would explain; fits with; coincides with; lines up; my theory; one theory; strong feeling; i reckon; any chance that; can be that; can it be; could that be; may it be; gotta be; got to be; suspicion of; as if; as though; more likely; most likely; then perhaps"),
        ("DOC", "status page; post mortem; action item; action items; write up; writing up; incident channel; war room; screen share; next update; send update; post update; update in"),
        ("SOCIAL", "of course; good job; good work; great job; great work; good catch; nice catch; nice find; well done; good night; good morning; no worries; no problem; my bad; thank you; here we go; famous last words; oh no; oh boy; not again; as always; on it; makes sense; good point; good idea; will do; i see; to be fair; who knew; one sec; one moment; one minute; sec pls"),
        ("UNKNOWN", "no idea; no clue; not sure why; dont know; do not know; not known; still unknown; cause unknown; still investigating; still looking; still searching; still digging; looking into; not clear; unclear; havent found; not yet; nothing yet; dunno; unknown"),
        ("CALLED", "reached out; reaching out; looped in; looping in; pulled in; pulling in; brought in; bringing in; woke up; waking up; called in; calling in; handed over; opened a case; opened a ticket; opened ticket; open ticket; opened case; opening a case; opening a ticket; raised a ticket; raised a case; raised with; raised ticket; filed a ticket; filed a case; filed ticket; ticket at; ticket with; case with; case at; case open; ticket open; support case; sev 1; sev 2; sev a; p1 with; p1 at; on the phone with; on phone with; on the line with; in contact with; got hold; get someone; get somebody; need someone; need somebody; need help; need a; need the; can you join; could you join; can you come; can you help; can you look; pls join; please join; join us; on the way; on his way; on her way; on their way; is joining; are joining; joins us; asked for help; on site; is on call; step in; jump in; hop on; hop in; bring in; pull in; loop in; hand over; get the; wake up; who can reach; call in; call the; out of bed; hotline of; phone the; wrote to; writing to; rang the; get him; get her; need eyes; more hands; second pair; is informed; are informed; informed the; heads up to; gave heads; dialled in; dialed in; dialling in; dialing in; on standby; i call; i phone; i ring; i inform; i write to; i wrote to; i open a"),
        ("LETS", "i vote; my vote; vote for; im for; going for; best to; safer to; quickest is; easiest is; plan is; plan b; no reboot; nobody touches; dont touch; do not touch; i propose; id propose; i suggest; id suggest; id rather; better we; we better; option a; option b"),
        ("ILL", "locked out; logged out; off air; out of service; out of order; not available; not reachable; at a standstill; standing still; stands still; come to a halt; came to a halt; time out; timed out; times out; timing out; flying blind; in the dark; not loading; not responding; does not load; doesnt load; do not load; dont load; does not open; doesnt open; does not start; doesnt start; refuses to; refuse to; does not write; cant write; cannot write; not being"),
        ("WELL", "looks right; is right; are right; as expected; as it should"),
        ("TOOL", "status check; smoke test; synthetic test; health check; error budget; burn rate; e2e test; uptime check; synthetic monitor; end to end; on call got; got paged; was paged; been paged; got alert; got an alert; got alerted; went off; going off; goes off; app store; play store; trust pilot; service desk; help desk; call center; call centre; control room; control centre; customer service; customer care; customer success; front desk; noc sees; noc reports; first ticket; first tickets; first report; first reports; first complaint; first complaints"),
    ];

    /// <summary>Forms that people write and dictionaries do not have, "splited": understood, but nothing is mended to them.</summary>
    private static readonly HashSet<string> s_misspelt = new(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, string> s_words = Words().ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Phrase[]> s_byFirst = Phrases().ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> s_near = Near();
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_wordOf = s_words.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> s_phrasesOf = s_byFirst.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_nearOf = s_near.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_lookalikes = Split(Lookalikes).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All kinds there are.</summary>
    public static IEnumerable<string> Kinds => s_words.Values.Concat(s_byFirst.Values.SelectMany(phrases => phrases.Select(p => p.Kind))).Distinct(StringComparer.Ordinal);

    /// <summary>The kind of a word; null when it has none.</summary>
    public static string? KindOf(ReadOnlySpan<char> word) => s_wordOf.TryGetValue(word, out var kind) ? kind : null;

    /// <summary>The phrases that begin with this word, the longest first.</summary>
    public static ReadOnlySpan<Phrase> PhrasesFrom(ReadOnlySpan<char> word) => s_phrasesOf.TryGetValue(word, out var phrases) ? phrases : [];

    /// <summary>The word meant, where one letter slipped in the middle of a long word: "restarded". Null: the word stands as it is.</summary>
    public static string? Mended(ReadOnlySpan<char> word)
    {
        if (word.Length is < 6 or > LongestMended || s_wordOf.ContainsKey(word) || s_lookalikes.Contains(word)) return null;
        if (s_nearOf.TryGetValue(word, out var longer) && IsSlip(word, longer)) return longer;

        Span<char> room = stackalloc char[LongestMended];
        var without = room[..(word.Length - 1)];
        for (var i = 2; i < word.Length - 1; i++)
        {
            word[..i].CopyTo(without);
            word[(i + 1)..].CopyTo(without[i..]);
            if (s_nearOf.TryGetValue(without, out var meant) && IsSlip(word, meant)) return meant;
            if (word.Length > 7 && s_wordOf.ContainsKey(without) && IsSlip(word, without)) return without.ToString();
        }

        return null;
    }

    /// <summary>No word of the lexicon is longer, so that nothing longer can be meant for one of them.</summary>
    private const int LongestMended = 40;

    /// <summary>Words that differ at their ends differ by grammar.</summary>
    private static bool IsSlip(ReadOnlySpan<char> word, ReadOnlySpan<char> meant) => Math.Abs(meant.Length - word.Length) <= 1 && word[..2].SequenceEqual(meant[..2]) && word[^2..].SequenceEqual(meant[^2..]);

    private static Dictionary<string, string> Words()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (kind, list) in s_kinds)
        {
            foreach (var word in Split(list)) words.TryAdd(word, kind);
        }

        foreach (var verb in Split(Deeds)) Inflect(verb, "DO", "DOES", "DOING", "DONE");
        foreach (var verb in Split(Calls)) Inflect(verb, "CALL", "CALLS", "CALLING", "CALLED");
        foreach (var verb in Split(Faults)) Inflect(verb, "FAULT", "FAULTS", "FAULTING", "FAULTED");
        foreach (var verb in Split(Looks)) Inflect(verb, "LOOK", "LOOK", "LOOKING", "LOOKED");
        Uneven(UnevenDeeds, "DO", "DOES", "DOING", "DONE");
        Uneven(UnevenFaults, "FAULT", "FAULTS", "FAULTING", "FAULTED");
        Uneven("wake woke woken waking; ring rang rung ringing; get got gotten getting;", "CALL", "CALLS", "CALLING", "CALLED");
        words["got"] = "got";
        words["get"] = "get";
        words["gets"] = "get";
        words["getting"] = "getting";
        return words;

        void Inflect(string verb, string plain, string third, string ing, string past)
        {
            words.TryAdd(verb, plain);
            words.TryAdd(verb.EndsWith('y') && !"aeiou".Contains(verb[^2]) ? verb[..^1] + "ies" : verb[^1] is 's' or 'x' or 'h' ? verb + "es" : verb + "s", third);
            var stem = verb.EndsWith('e') ? verb[..^1] : verb;
            var doubled = verb.Length > 2 && !"aeiouwxy".Contains(verb[^1]) && "aeiou".Contains(verb[^2]) && !"aeiou".Contains(verb[^3]) ? verb + verb[^1] : stem;
            words.TryAdd(stem + "ing", ing);
            words.TryAdd(doubled + "ing", ing);
            if (doubled != stem) s_misspelt.Add((verb.Length <= 5 ? stem : doubled) + "ing");
            if (doubled != stem) s_misspelt.Add((verb.Length <= 5 ? stem : doubled) + "ed");
            words.TryAdd(verb.EndsWith('y') && !"aeiou".Contains(verb[^2]) ? verb[..^1] + "ied" : stem + "ed", past);
            words.TryAdd(doubled + "ed", past);
        }

        void Uneven(string list, string plain, string third, string ing, string past)
        {
            foreach (var forms in list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var f = forms.Split(' ');
                words[f[0]] = plain;
                words[f[0] + "s"] = third;
                words[f[3]] = ing;
                words[f[2]] = past;
                words[f[1]] = past;
            }
        }
    }

    private static Dictionary<string, Phrase[]> Phrases() => s_phrases
        .SelectMany(k => k.Phrases.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => new Phrase(k.Kind, p, p.Split(' '))))
        .GroupBy(p => p.Words[0], StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Words.Length).ToArray(), StringComparer.Ordinal);

    /// <summary>Long words with one letter left out, to find slips by; a spelling that two words share is left out.</summary>
    private static Dictionary<string, string> Near()
    {
        var near = new Dictionary<string, string>(StringComparer.Ordinal);
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in s_words.Keys.Where(w => w.Length >= 7 && !s_misspelt.Contains(w)).Order(StringComparer.Ordinal))
        {
            for (var i = 0; i < word.Length; i++)
            {
                var without = word.Remove(i, 1);
                if (s_words.ContainsKey(without)) continue;
                if (near.TryGetValue(without, out var other) && other != word) shared.Add(without);
                near[without] = word;
            }
        }

        foreach (var spelling in shared) near.Remove(spelling);
        return near;
    }

    private static string[] Split(string list) => list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words that mean something together.</summary>
    /// <param name="Text">The words, with a blank between each two.</param>
    internal sealed record Phrase(string Kind, string Text, string[] Words);
}
