using System.Globalization;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;

namespace IncidentBot.Postmortem;

/// <summary>How a review stands, in chat: the message that asks for it, and what somebody is told who asks.</summary>
public static class ReviewText
{
    /// <summary>How the message begins, whatever else of it changes.</summary>
    public static string Opening(Incident incident) => $"📝 **Review of the postmortem of {incident.Name}**";

    /// <summary>The message in the incident's channel.</summary>
    public static string Message(IncidentFile file)
    {
        var incident = file.Incident;
        var postmortem = incident.Postmortem;
        var text = new StringBuilder(Opening(incident)).Append(": ").Append(Harmless.Line(incident.Title, 100));
        switch (postmortem.Stage)
        {
            case PostmortemStage.Published:
                text.Append(CultureInfo.InvariantCulture, $"\n✅ **Published** {At(postmortem.StageSet!.At)} by {Person(postmortem.StageSet.By)}.{Forced(postmortem)}");
                break;
            case PostmortemStage.Draft:
                text.Append("\nIt is a draft again; nothing is asked of anybody for now.");
                return Whole(text);
        }

        if (incident.PostmortemMessages is [var first, ..]) text.Append("\nRead it: ").Append(file.LinkTo(first));
        Facts(text, incident);
        foreach (var reviewer in postmortem.Reviewers) text.Append('\n').Append(Answer(postmortem, reviewer));
        if (postmortem.Stage == PostmortemStage.InReview) text.Append("\n-# ").Append(SignOff(postmortem, file.Settings));
        return Whole(text);
    }

    /// <summary>Under that message. What was answered is answered to the text as it stands: the buttons carry its revision.</summary>
    public static IReadOnlyList<Component> Buttons(IncidentFile file)
    {
        var incident = file.Incident;
        if (incident.Postmortem.Stage != PostmortemStage.InReview) return [];
        var revision = incident.Postmortem.Revision.ToString(CultureInfo.InvariantCulture);
        var buttons = new List<Component>
        {
            new Button { Style = ButtonStyle.Success, Label = "Approve", CustomId = new CustomId(ReviewModule.ApproveButton, incident.Id, revision).ToString() },
            new Button { Style = ButtonStyle.Secondary, Label = "Request changes", CustomId = new CustomId(ReviewModule.ChangesButton, incident.Id, revision).ToString() },
        };
        if (ReviewStanding.IsSignedOff(incident.Postmortem, file.Settings)) buttons.Add(new Button { Style = ButtonStyle.Primary, Label = "Publish", CustomId = new CustomId(ReviewModule.PublishButton, incident.Id).ToString() });
        return [new ActionRow(buttons)];
    }

    /// <summary>For whoever asks where it stands.</summary>
    public static string Status(IncidentFile file, DateTimeOffset now)
    {
        var incident = file.Incident;
        var postmortem = incident.Postmortem;
        if (incident.Status != IncidentStatus.Resolved) return $"{incident.Name} is {incident.Status.Word()}: its postmortem goes on its way once it is resolved.";
        var text = new StringBuilder($"The postmortem of {incident.Name} is **{postmortem.Stage.Word()}**");
        if (postmortem.StageSet is { } set) text.Append(CultureInfo.InvariantCulture, $", since {At(set.At)} by {Person(set.By)}");
        text.Append('.').Append(Forced(postmortem));
        if (ReviewStanding.IsOverdue(incident, file.Settings, now)) text.Append(" **It is overdue.**");
        if (incident.PostmortemMessages is [var first, ..]) text.Append("\nRead it: ").Append(file.LinkTo(first));
        Facts(text, incident);
        foreach (var reviewer in postmortem.Reviewers) text.Append('\n').Append(Answer(postmortem, reviewer));
        var corrections = ReviewStanding.Corrections(file.Entries).Count();
        if (corrections > 0) text.Append(CultureInfo.InvariantCulture, $"\nIt has {corrections} {(corrections == 1 ? "correction" : "corrections")}.");
        text.Append("\n-# ").Append(postmortem.Stage switch
        {
            PostmortemStage.Published => "`/postmortem correct` adds a correction.",
            PostmortemStage.InReview => SignOff(postmortem, file.Settings),
            _ => "`/postmortem review` asks people to review it.",
        });
        return Whole(text);
    }

    /// <summary>"draft · owner @Ada · due Wed 13 May 2023", for a field of the card.</summary>
    public static string Short(Incident incident)
    {
        var postmortem = incident.Postmortem;
        var text = postmortem.Stage.Word();
        if (postmortem.Stage == PostmortemStage.InReview) text += string.Create(CultureInfo.InvariantCulture, $", {ReviewStanding.Approvals(postmortem)} approved");
        if (postmortem.Stage == PostmortemStage.Published) return text;
        if (ReviewStanding.Owner(incident) is { } owner) text += $" · owner <@{owner}>";
        return postmortem.Due is { } due ? $"{text} · due {DueDate.InWords(due.Date)}" : text;
    }

    private static void Facts(StringBuilder text, Incident incident)
    {
        var postmortem = incident.Postmortem;
        if (ReviewStanding.Owner(incident) is { } owner) text.Append(CultureInfo.InvariantCulture, $"\nOwner: <@{owner}>");
        if (postmortem.Stage == PostmortemStage.Published) return;
        if (postmortem.Due is { } due) text.Append(CultureInfo.InvariantCulture, $" · due {DueDate.InWords(due.Date)}");
        if (postmortem.Meeting is not { IsCancelled: false } meeting) return;
        text.Append(CultureInfo.InvariantCulture, $"\nMeeting: {At(meeting.Starts)}, {Durations.InWords(meeting.Ends - meeting.Starts)}");
        if (meeting.Voice is { } voice) text.Append(CultureInfo.InvariantCulture, $", in <#{voice}>");
        if (meeting.Place is { } place) text.Append(", ").Append(Harmless.Line(place, 150));
        if (meeting.Event is { } one) text.Append(CultureInfo.InvariantCulture, $" · https://discord.com/events/{incident.Server}/{one}");
        else if (meeting.Trouble is { } trouble) text.Append(CultureInfo.InvariantCulture, $" · no event on the server: {Harmless.Line(trouble, 150)}");
    }

    private static string Answer(PostmortemState postmortem, Reviewer reviewer)
    {
        var who = $"<@{reviewer.Person}>";
        if (reviewer.Answer is not { } answer) return $"⏳ {who} has not answered yet";
        var isStale = answer.Revision != postmortem.Revision;
        var change = !isStale ? "" : postmortem.Changed is { } changed ? $", before the last change{(changed.By is { } by ? $" by <@{by}>" : "")}, {At(changed.At)}" : ", before the last change";
        var comment = answer.Comment is { } said ? $": “{Harmless.Line(said, 200)}”" : "";
        return answer.Verdict == ReviewVerdict.Approved
            ? $"{(isStale ? "⏳" : "✅")} {who} approved it {At(answer.At)}{change}{comment}"
            : $"✏️ {who} asked for changes {At(answer.At)}{change}{comment}";
    }

    private static string SignOff(PostmortemState postmortem, Domain.Servers.ServerSettings settings)
    {
        if (ReviewStanding.IsSignedOff(postmortem, settings)) return "It has the sign-off it needs, and can be published.";
        var missing = settings.Reviews.Approvals - ReviewStanding.Approvals(postmortem);
        var approvals = missing > 0 ? string.Create(CultureInfo.InvariantCulture, $"{missing} more {(missing == 1 ? "approval" : "approvals")} {(missing == 1 ? "is" : "are")} needed to publish it. ") : "";
        return approvals + (ReviewStanding.Objectors(postmortem).Any() ? "Whoever asked for changes has to approve first. " : "") + "A change of the text asks for approval anew.";
    }

    private static string Forced(PostmortemState postmortem) => postmortem.Forced is { } forced
        ? string.Create(CultureInfo.InvariantCulture, $" It had {forced.Had} of the {forced.Needed} approvals it needs; why it was published all the same: {Harmless.Line(forced.Reason, 300)}")
        : "";

    private static string At(DateTimeOffset at) => $"<t:{at.ToUnixTimeSeconds()}:f>";

    private static string Person(PersonId? person) => person is { } known ? $"<@{known}>" : "the bot";

    private static string Whole(StringBuilder text) => Harmless.Cut(text.ToString(), 2000);
}
