using System.Collections.Immutable;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Book;

namespace MarketSim.Scenarios;

/// <summary>Makes the engine's definition of a market from a scenario.</summary>
public static class ScenarioMarketDefinition
{
    /// <summary>The market that a run of the scenario is of: what engine, replicas and environments are made from.</summary>
    public static MarketDefinition ToMarket(this Scenario scenario)
    {
        ScenarioMarket market = scenario.Market;
        return new MarketDefinition
        {
            Seed = scenario.Seed,
            Instrument = market.Instrument,
            Session = market.Session,
            Rules = market.Rules with { SelfTrades = SelfTradesOf(scenario) },
            Fees = market.Fees,
            InitialPrice = market.InitialPrice,
            SnapshotLevels = market.SnapshotLevels,
            Fundamental = FactoryOf(market, market.Fundamental),
            Population = new Population(GroupsOf(scenario)),
            Training = scenario.Training is { } training
                ? new TrainingDefinition(training.Episodes, training.Replicas, training.CompetitiveRewards, training.MarketImpact)
                : null,
            Curriculum = scenario is { Curriculum: { } curriculum, Training: not null } ? CurriculumOf(scenario, curriculum) : null,
        };
    }

    /// <summary>The rules of self-trade prevention; by account only when a group has its own, as most markets need no table of all accounts.</summary>
    private static SelfTradeRules SelfTradesOf(Scenario scenario)
    {
        SelfTradeRules market = scenario.Market.Rules.SelfTrades;
        if (scenario.Agents.All(static group => group is { SelfTrade: null, IsOneOwner: false }))
        {
            return market;
        }

        var accounts = ImmutableArray.CreateBuilder<SelfTradeAccount>(scenario.AgentCount);
        foreach (ScenarioAgents group in scenario.Agents)
        {
            int first = accounts.Count;
            for (int member = 0; member < group.Count; member++)
            {
                accounts.Add(new SelfTradeAccount(group.SelfTrade ?? market.Mode, group.IsOneOwner ? first : first + member));
            }
        }

        return market with { Accounts = accounts.MoveToImmutable() };
    }

    private static FundamentalFactory FactoryOf(ScenarioMarket market, ScenarioFundamental fundamental) =>
        (session, seed) => fundamental.Create(new FundamentalMarket(market.Instrument, session, market.InitialPrice, seed) { Activity = market.Activity });

    private static MarketCurriculum CurriculumOf(Scenario scenario, ScenarioCurriculum curriculum) => new(
        [.. curriculum.Stages.Select(stage => new MarketStage(
            stage.Name,
            stage.Fees ?? scenario.Market.Fees,
            FactoryOf(scenario.Market, stage.Fundamental ?? scenario.Market.Fundamental),
            [.. scenario.Agents.Select(group => new StageGroup(stage.Agents.GetValueOrDefault(group.Name, group.Count), group.Latency.Scaled(stage.Latency)))]))],
        [.. scenario.Agents.Index().Where(group => curriculum.Evaluates.Contains(group.Item.Name, StringComparer.Ordinal)).Select(static group => group.Index)],
        curriculum.IsEvaluated && curriculum.PracticeEpisodes == 0);

    private static List<AgentGroup> GroupsOf(Scenario scenario)
    {
        var market = new StrategyMarket(scenario.Market.Instrument, scenario.Market.Session, scenario.Market.InitialPrice) { Activity = scenario.Market.Activity };
        var groups = new List<AgentGroup>();
        int firstAccount = 0;
        foreach (ScenarioAgents agents in scenario.Agents)
        {
            TradingRules? recording = RulesOfLearner(scenario, agents, market);
            groups.Add(new AgentGroup(
                agents.Name, groups.Count, firstAccount, agents.Count, agents.Agent, agents.Latency, agents.Cash, agents.Inventory, FactoryOf(agents, market, recording))
            {
                DemonstratesTo = recording is null ? null : agents.DemonstratesTo,
                Competes = agents.Competes,
                Actors = agents.Actors,
                Funds = agents.Funds,
            });
            firstAccount += agents.Count;
        }

        return groups;
    }

    private static Func<IStrategy> FactoryOf(ScenarioAgents agents, StrategyMarket market, TradingRules? recording)
    {
        Func<IStrategy> create = agents.Agent.CreateFactory(market);
        return recording is null ? create : () => new DemonstratingStrategy(create(), recording);
    }

    /// <summary>The trading rules of the policy that learns from a group; null when none does.</summary>
    private static TradingRules? RulesOfLearner(Scenario scenario, ScenarioAgents expert, StrategyMarket market)
    {
        if (expert.DemonstratesTo is not { } policy || scenario.Training is null)
        {
            return null;
        }

        ScenarioAgents? learner = scenario.Agents.FirstOrDefault(group => group.LearnsFrom(policy));
        return learner is null ? null : TradingRules.From(learner.Agent.Parameters, market);
    }
}
