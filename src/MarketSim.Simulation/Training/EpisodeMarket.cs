using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>
/// A whole copy of a market without actors: venue and all agents, one episode after the other on the thread of the caller. With the same seed and the
/// same weights it gives the same events as the actors of a run do.
/// </summary>
internal sealed class EpisodeMarket : IVenueListener
{
    private readonly Scenario _scenario;
    private readonly Population _population;
    private readonly TradingAgent[] _agents;
    private readonly AgentGroup[] _groups;
    private readonly Decision _decision;
    private readonly AgentPartition _partition;
    private readonly CompetitorLedger _competitors;
    private ParticipantDesk _desk = new();
    private Venue? _venue;

    /// <param name="isDeterministic">True to take the likeliest actions of policies instead of drawing them.</param>
    public EpisodeMarket(Scenario scenario, bool isDeterministic = false)
    {
        _scenario = scenario;
        _population = new Population(scenario);
        _competitors = new CompetitorLedger(scenario, _population);
        _groups = [.. Enumerable.Range(0, _population.Count).Select(_population.GroupOf)];
        TradingSession session = scenario.Market.Session;
        _agents = [.. _groups.Select((group, account) => new TradingAgent(
            group, account - group.FirstAccount, scenario.Seed, scenario.Market.InitialPrice, session, RestartPolicy.Default))];
        Policies = PolicyDesks.Of(scenario, _population, _agents, isDeterministic);
        var requests = new RequestBuffer();
        _decision = new Decision(requests, session);
        int[] firstAgentOfBlock = [.. Enumerable.Range(0, _population.BlockCount).Select(block => _population.AccountsOf(block).First)];
        _partition = new AgentPartition(scenario.Seed, session, _agents, firstAgentOfBlock, _population.BlockSize, requests, Deliver, Policies);
    }

    public PolicyDesks Policies { get; }

    public IReadOnlyList<TradingAgent> Agents => _agents;

    public Population Population => _population;

    /// <summary>Told of the market at the opening of each tick at which anybody is awake.</summary>
    public Action<MarketSnapshot>? TickOpened { get; set; }

    /// <summary>Runs one episode from its opening to its close.</summary>
    /// <param name="fingerprint">Extended by its events.</param>
    /// <returns>The market at the close, with everybody's news delivered.</returns>
    public EpisodeClose Run(TradingSession session, ulong seed, Fingerprint fingerprint)
    {
        _venue = EpisodeVenue.Create(_scenario, _population, session, seed, this, fingerprint);
        _desk = new ParticipantDesk();
        _competitors.BeginEpisode();
        _decision.BeginSession(session);
        _partition.BeginEpisode(seed, session);
        long awake = _partition.NextDueTick;
        while (Math.Min(awake, Math.Min(_desk.NextDueTick, _venue.NextDueTick)) is var tick && tick < session.EndTick)
        {
            _venue.OpenTick(tick);
            IReadOnlyList<AccountId> wanted = [];
            if (Math.Min(awake, _desk.NextDueTick) <= tick)
            {
                MarketSnapshot market = _venue.SnapshotAt(tick, _competitors.Totals);
                TickOpened?.Invoke(market);
                _partition.RunTick(market, _desk.TakeNewsForTick());
                _venue.Receive(_partition.Requests);
                awake = _partition.NextDueTick;
                wanted = _partition.StatementsWanted;
            }

            _venue.CloseTick();
            foreach (AccountId account in wanted)
            {
                _desk.Post(_venue.StatementOf(account), tick + 1);
            }
        }

        _venue.EndSession();
        MarketSnapshot close = _venue.SnapshotAt(session.EndTick, _competitors.Totals);
        _partition.EndEpisode(close, _desk.TakeNews());
        return new EpisodeClose(close, _venue);
    }

    /// <summary>How the episode that ended last stands for every competitor, and the groups that do not compete.</summary>
    public IReadOnlyList<EpisodeRow> Rows(EpisodeClose close, int episode, int replica)
    {
        EpisodeRow[] competitors = [.. _agents
            .Where(agent => _scenario.Agents[_groups[agent.Account.Value].Index].Competes)
            .Select(agent => EpisodeRows.Of(agent, _groups[agent.Account.Value], close.Market, _scenario.Market.InitialPrice, episode, replica))];
        return EpisodeRows.Complete(competitors, _scenario, _population, close.Venue, episode, replica);
    }

    /// <summary>What the agents of each policy have handed over since the last call.</summary>
    public IEnumerable<(string Policy, IReadOnlyList<Experience> Experience)> TakeExperience() =>
        Policies.All.Select(desk => (desk.Definition.Name, desk.TakeExperience()));

    void IVenueListener.News(in AccountEvent news) => _desk.Post(news, _venue!.Tick + 1);

    void IVenueListener.Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => _competitors.Trade(trade, takerFee, makerFee);

    // What an agent's actor and its supervisor do.
    private bool Deliver(int number, AgentTurn turn)
    {
        TradingAgent agent = _agents[number];
        try
        {
            if (turn.Action is { } action)
            {
                agent.Act(_decision, turn.Market!, action.Batch, action.Row, action.Policy, action.Version);
                return true;
            }

            foreach (ref readonly AccountEvent news in turn.News.AsSpan())
            {
                agent.Apply(news, turn.WakeTick);
            }

            if (turn.Market is { } market)
            {
                agent.Decide(_decision, market);
            }

            return true;
        }
        catch (Exception exception) when (exception is not (IOException or OutOfMemoryException))
        {
            return false;
        }
    }
}

/// <summary>The end of an episode.</summary>
/// <param name="Venue">Valid until the next episode begins.</param>
internal sealed record EpisodeClose(MarketSnapshot Market, Venue Venue);
