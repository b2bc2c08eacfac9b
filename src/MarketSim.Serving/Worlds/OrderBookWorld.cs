using MarketSim.Environments.OrderBooks;
using MarketSim.Learning.Environments.MultiAgent;
using MarketSim.Learning.Spaces;

namespace MarketSim.Serving.Worlds;

/// <summary>Named agents in one order book.</summary>
internal sealed class OrderBookWorld : IWorld
{
    private readonly OrderBookCompetition _market;
    private readonly AgentExchange _exchange;

    /// <param name="keepsLog">True if trades and the book are logged for the tables of a run.</param>
    public OrderBookWorld(OrderBookSettings settings, IReadOnlyList<string> agents, bool keepsFingerprint, bool keepsLog)
    {
        Log = keepsLog ? new MarketLog { Instrument = () => _market!.Instrument } : null;
        _market = new OrderBookCompetition(settings, agents, keepsFingerprint, Log);
        Accounts = [.. agents.Select((_, agent) => _market.AccountOf(agent))];
        _exchange = new AgentExchange(_market);
    }

    public IReadOnlyList<string> Agents => _market.Agents;

    public IReadOnlyList<int> Accounts { get; }

    public MarketLog? Log { get; }

    public Space ObservationSpace => _market.ObservationSpace(0);

    public Space ActionSpace => _market.ActionSpace(0);

    public IReadOnlyList<string> ObservationNames => _market.ObservationNames;

    public IReadOnlyList<string> Figures => OrderBookCompetition.Figures;

    public string Fingerprint => _market.Market?.Venue.Fingerprint.Value ?? string.Empty;

    public void Reset(ulong seed, in WorldRows rows)
    {
        Log?.BeginEpisode();
        _market.Reset(seed, _exchange);
        Write(rows);
    }

    public void Step(ReadOnlySpan<float> actions, in WorldRows rows)
    {
        int size = ActionSpace.Size;
        for (int agent = 0; agent < Agents.Count; agent++)
        {
            actions.Slice(agent * size, size).CopyTo(_exchange.Action(agent));
        }

        _market.Step(_exchange);
        Write(rows);
    }

    private void Write(in WorldRows rows)
    {
        Log?.Decides(_market.Market!.Snapshot!);
        int size = ObservationSpace.Size;
        for (int agent = 0; agent < Agents.Count; agent++)
        {
            _exchange.Observation(agent).CopyTo(rows.Observations[(agent * size)..]);
            rows.Rewards[agent] = _exchange.Rewards[agent];
            rows.Flags[agent] = (_exchange.Terminated[agent] ? RowFlags.Terminated : RowFlags.None)
                | (_exchange.Truncated[agent] ? RowFlags.Truncated : RowFlags.None)
                | (_exchange.IsPresent[agent] ? RowFlags.Present : RowFlags.None);
            _market.WriteFigures(agent, rows.Figures.Slice(agent * Figures.Count, Figures.Count));
        }
    }
}
