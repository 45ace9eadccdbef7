using IncidentBot.Sandbox.Limits;

namespace IncidentBot.Sandbox.Rest;

/// <summary>A 429 that a handler decides on, such as the rename limit, which no header announces.</summary>
internal sealed class RateLimitedException(Refusal refusal) : Exception("You are being rate limited.")
{
    public Refusal Refusal => refusal;
}
