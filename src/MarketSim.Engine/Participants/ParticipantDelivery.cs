using MarketSim.Market.Accounts;

namespace MarketSim.Engine.Participants;

/// <summary>The messages and account events that the market delivers to one participant.</summary>
/// <param name="Events">Account events of its agents, in order. The engine's are in a buffer, valid until the participant's outbox is drained again.</param>
/// <param name="Statements">Statements for agents whose portfolio must be rebuilt. A statement replaces its account's events up to then; later ones are in <paramref name="Events"/>.</param>
/// <param name="Messages">From other participants.</param>
public readonly record struct ParticipantDelivery(
    ReadOnlyMemory<AccountEvent> Events, IReadOnlyList<AccountStatement> Statements, IReadOnlyList<ParticipantMessage> Messages)
{
    /// <summary>A delivery without content.</summary>
    public static ParticipantDelivery Empty { get; } = new(default, [], []);
}
