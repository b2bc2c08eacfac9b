using MarketSim.Market.Accounts;

namespace MarketSim.Engine.Participants;

/// <summary>The messages and account events that the market delivers to one participant.</summary>
/// <param name="Events">For its agents, in order. As the engine gives them they are in a buffer, valid until the participant's outbox is drained again.</param>
/// <param name="Statements">For agents whose portfolio is to be rebuilt. A statement replaces its account's events up to then; later ones are in <paramref name="Events"/>.</param>
/// <param name="Messages">From other participants.</param>
public readonly record struct ParticipantDelivery(
    ReadOnlyMemory<AccountEvent> Events, IReadOnlyList<AccountStatement> Statements, IReadOnlyList<ParticipantMessage> Messages)
{
    /// <summary>Nothing.</summary>
    public static ParticipantDelivery Empty { get; } = new(default, [], []);
}
