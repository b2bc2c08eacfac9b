using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Replicas;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>One policy in a group's place, episode after episode.</summary>
internal sealed class EvaluatedPolicyMarket
{
    private readonly Scenario _scenario;
    private readonly int _group;
    private readonly string _policy;
    private readonly Replica _market;
    private readonly TradingAgent[] _agents;
    private readonly bool _keepsPaths;

    // Of a curriculum the last stage is what everything was learned for.
    private readonly int _stage;
    private readonly List<double> _path = [];
    private double _highest;
    private double _drawdown;

    public EvaluatedPolicyMarket(Scenario scenario, int group, string policy, EvaluationOptions options)
    {
        _scenario = scenario;
        _group = group;
        _policy = policy;
        _keepsPaths = options.KeepsPaths;
        MarketDefinition market = scenario.ToMarket();
        _stage = market.Curriculum is { } curriculum ? curriculum.Stages.Count - 1 : 0;
        _market = new Replica(market, isDeterministic: options.IsDeterministic) { TickOpened = See };
        AgentGroup evaluated = market.Population.Groups[group];
        _agents = [.. _market.Agents.Skip(evaluated.FirstAccount).Take(evaluated.Count)];
    }

    private double CashUnit => (double)(_scenario.Market.Instrument.TickSize * _scenario.Market.Instrument.LotSize);

    public EvaluatedEpisode Play(int episode, ulong seed)
    {
        (_highest, _drawdown) = (0, 0);
        _path.Clear();

        // No learner receives the steps of an untrained policy.
        ReplicaEpisode ended = _market.Run(episode: 0, seed, Fingerprint.None(), _stage);
        See(ended.Close);
        double volume = _agents.Average(agent => agent.Portfolio.TradedLots) * (double)_scenario.Market.Instrument.LotSize;
        double initialPrice = (double)_scenario.Market.Instrument.ToCurrency(_scenario.Market.InitialPrice);
        return new EvaluatedEpisode(
            _scenario.Agents[_group].Name,
            _policy,
            episode,
            WealthChange(ended.Close) * CashUnit,
            _agents.Average(agent => agent.PolicyStrategy?.TotalReward ?? 0),
            volume,
            volume * initialPrice,
            _drawdown * CashUnit,
            [.. _path]);
    }

    private void See(MarketSnapshot market)
    {
        double wealth = WealthChange(market);
        _highest = Math.Max(_highest, wealth);
        _drawdown = Math.Max(_drawdown, _highest - wealth);
        if (_keepsPaths)
        {
            _path.Add(wealth * CashUnit);
        }
    }

    // Of the agents on average, in tick·lots.
    private double WealthChange(MarketSnapshot market)
    {
        ScenarioAgents group = _scenario.Agents[_group];
        double opening = group.Cash + (group.Inventory * (double)_scenario.Market.InitialPrice.Ticks);
        double mid = market.MidTicks;
        return _agents.Average(agent => agent.Portfolio.Cash + (agent.Portfolio.Inventory * mid)) - opening;
    }
}
