using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Servers;

public sealed class VisibilityTests
{
    [Fact]
    public void A_private_incident_is_seen_by_those_in_it_and_those_who_may_see_all()
    {
        var state = Given.Incident(isPrivate: true);
        MaySee(state.Incident, Given.Ada).ShouldBeTrue();
        MaySee(state.Incident, Given.Tunde).ShouldBeFalse();
        Visibility.MaySee(state.Incident, Given.By(Given.Tunde) with { ManagesServer = true }).ShouldBeTrue();
        MaySee(state.Then(s => AssignRole.Decide(s, "scribe", Given.Tunde, isBot: false, Given.By(Given.Ada))).Incident, Given.Tunde).ShouldBeTrue();
    }

    [Fact]
    public void To_others_a_private_incident_and_one_of_another_server_do_not_exist()
    {
        var unknown = Visibility.Unknown(7).Sentence;
        AddEntry.Decide(Given.Incident(isPrivate: true), "hello", null, null, Given.By(Given.Tunde)).Refused().ShouldBe(unknown);
        LinkIncidents.Decide(Given.Incident(number: 8), 7, Given.Incident(isPrivate: true), LinkKind.Related, Given.By(Given.Tunde)).Refusal!.Sentence.ShouldBe(unknown);
        Rename.Decide(Given.Incident(), "Mine now", Given.By(Given.Tunde) with { Settings = Given.Settings with { Server = new ServerId(2) }, ManagesServer = true }).Refused().ShouldBe(unknown);
    }

    [Fact]
    public void A_verb_is_for_the_roles_set_for_it_and_for_those_who_manage_the_server()
    {
        var settings = Given.Settings with { Allowed = ImmutableDictionary<Verb, ImmutableArray<ChatRoleId>>.Empty.Add(Verb.Resolve, [Given.Developers]) };
        var asker = Given.By(Given.Tunde) with { Settings = settings };
        Resolve.Decide(Given.Incident(), new ResolveCommand(), asker).Refused().ShouldContain("<@&21>");
        Resolve.Decide(Given.Incident(), new ResolveCommand(), asker with { Roles = [Given.Developers] }).Decided();
        Resolve.Decide(Given.Incident(), new ResolveCommand(), asker with { ManagesServer = true }).Decided();
        Permissions.May(Verb.Configure, Given.By(Given.Ada)).ShouldBeFalse();
        Permissions.May(Verb.Declare, Given.By(Given.Ada)).ShouldBeTrue();
    }

    internal static bool MaySee(Incident incident, PersonId person) => Visibility.MaySee(incident, Given.By(person));
}
