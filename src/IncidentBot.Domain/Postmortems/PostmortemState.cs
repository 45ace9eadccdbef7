using System.Collections.Immutable;
using IncidentBot.Domain.Reviews;

namespace IncidentBot.Domain.Postmortems;

/// <summary>What is decided about an incident's postmortem as a document; what stands in it is in the record, and who wrote what in the timeline.</summary>
public sealed record PostmortemState
{
    /// <summary>The key of the template chosen for this incident; null: as set for its severity.</summary>
    public string? TemplateKey { get; init; }

    /// <summary>The message in the incident's channel that tells of it and asks for what only people can tell.</summary>
    public MessageRef? Told { get; init; }

    /// <summary>Those from before there were stages are drafts: nobody said that they were done, and nothing is frozen that nobody published.</summary>
    public PostmortemStage Stage { get; init; }

    /// <summary>Since when it has its stage, and who gave it that; null: since it was resolved.</summary>
    public TextChange? StageSet { get; init; }

    /// <summary>Who was asked to see it through; null: see <see cref="ReviewStanding.Owner"/>.</summary>
    public PersonId? Owner { get; init; }

    /// <summary>By when it is to be published; null: it has no due date.</summary>
    public PostmortemDue? Due { get; init; }

    /// <summary>Who was asked to review, in the order in which they were first asked. Each person once, and never the owner.</summary>
    public ImmutableArray<Reviewer> Reviewers { get; init; } = [];

    /// <summary>Grows with each change of the text while it is in review: an answer is one to the text of its revision.</summary>
    public int Revision { get; init; }

    /// <summary>The last change while it was in review; null: none since it went there.</summary>
    public TextChange? Changed { get; init; }

    /// <summary>The number of the entry that holds what was published; null while it is not published.</summary>
    public int? Publication { get; init; }

    /// <summary>What is posted is without buttons to write it, as it is while it is published.</summary>
    public bool PostedFrozen { get; init; }

    /// <summary>Null: it was published with the sign-off it needs, or is not published.</summary>
    public ForcedPublication? Forced { get; init; }

    /// <summary>The meeting about it, also one that is over or was called off; null: there never was one.</summary>
    public ReviewMeeting? Meeting { get; init; }

    /// <summary>The message that asks for the review.</summary>
    public ReviewMessage? ReviewMessage { get; init; }
}
