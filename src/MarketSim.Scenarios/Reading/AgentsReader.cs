using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Book;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the list <c>agents</c>.</summary>
/// <param name="strategies">Beside those of the catalogue.</param>
internal sealed class AgentsReader(SectionReader root, ScenarioMarket? market, ScenarioFileSource files, IReadOnlyList<StrategyDefinition> strategies)
{
    /// <summary>An agent takes a few kilobytes: this many fill the largest machine that a run is meant for.</summary>
    private const int MaxAgents = 10_000_000;

    private const string ListRule = "a list of groups, each with name, type and count";

    private static readonly ValueRule<AgentActors> Actors = new(
        $"{ScenarioKeywords.Individual} (each agent is an actor) or {ScenarioKeywords.Pooled} (its partition calls it directly: faster for large crowds, same results)",
        text => text switch
        {
            ScenarioKeywords.Individual => new(AgentActors.Individual),
            ScenarioKeywords.Pooled => new(AgentActors.Pooled),
            _ => null,
        });

    private static readonly ValueRule<bool> IsOneOwner = new(
        $"{ScenarioKeywords.OwnerAgent} (each agent is an owner) or {ScenarioKeywords.OwnerGroup} (the agents of the group are one owner)",
        text => text switch
        {
            ScenarioKeywords.OwnerAgent => new(false),
            ScenarioKeywords.OwnerGroup => new(true),
            _ => null,
        });

    private static readonly ValueRule<FundsKind> Funds = new(
        $"{ScenarioKeywords.FundsLimited} (an order that its agent has no cash or inventory for is refused), {ScenarioKeywords.FundsMargin} (agents may owe both while their position is worth at most leverage times their equity) or {ScenarioKeywords.FundsUnlimited} (agents may owe both)",
        text => text switch
        {
            ScenarioKeywords.FundsLimited => new(FundsKind.Limited),
            ScenarioKeywords.FundsMargin => new(FundsKind.Margin),
            ScenarioKeywords.FundsUnlimited => new(FundsKind.Unlimited),
            _ => null,
        });

    private static readonly ValueRule<decimal> Leverage = new(
        $"a number from 0.001 to {FundsRule.MaxLeverage:N0}, in steps of 0.001, e.g. 2",
        text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value is >= 0.001m and <= FundsRule.MaxLeverage && value * 1_000 % 1 == 0
            ? new(value)
            : null);

    private static readonly LatencyModel DefaultLatency = new(MedianNanoseconds: 20_000_000, Dispersion: 0, JitterNanoseconds: 0);

    private readonly ProblemList _problems = root.Problems;

    /// <summary>The groups that are right; what is wrong with the others is reported.</summary>
    public IReadOnlyList<ScenarioAgents> Read()
    {
        var groups = new List<ScenarioAgents>();
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (SectionReader section in root.Sections("agents", ListRule))
        {
            ScenarioAgents? group = ReadGroup(section, lines);
            section.Close();
            if (group is not null)
            {
                groups.Add(group);
            }
        }

        CheckTotals(groups);
        CheckPolicies(groups, lines);
        CheckDecisions(groups, lines);
        CheckBooks(groups, lines);
        CheckDemonstrations(groups, lines);
        CheckStarts(groups, lines);
        return groups;
    }

    /// <summary>No agent sees more of the book than the market shows.</summary>
    private void CheckBooks(List<ScenarioAgents> groups, Dictionary<string, int> lines)
    {
        foreach (ScenarioAgents group in market is null ? [] : groups)
        {
            if (group.Agent is LearningAgent { Book: { } book } && book.Levels > market!.SnapshotLevels)
            {
                _problems.Add(
                    lines[group.Name],
                    $"agents.{group.Name}.parameters.bookLevels is {book.Levels}; it must be at most market.snapshotLevels, which is {market.SnapshotLevels}. Lower it, or raise that");
            }
        }
    }

    /// <summary>A learning agent must come to a decision: the first comes half an interval after the opening.</summary>
    private void CheckDecisions(List<ScenarioAgents> groups, Dictionary<string, int> lines)
    {
        foreach (ScenarioAgents group in market is null ? [] : groups.Where(group => group.Agent is LearningAgent))
        {
            long interval = group.Agent.Parameters.Nanoseconds("decisionInterval");
            if (interval > market!.Session.Length)
            {
                _problems.Add(
                    lines[group.Name],
                    $"agents.{group.Name}.parameters.decisionInterval is {Seconds(interval)}; it must be at most the session, {Seconds(market.Session.Length)}, or the agents never decide");
            }
        }
    }

    /// <summary>Checks that a demonstrating group has a policy that learns from it, and that such a policy has a demonstrating group.</summary>
    private void CheckDemonstrations(List<ScenarioAgents> groups, Dictionary<string, int> lines)
    {
        foreach (ScenarioAgents expert in groups.Where(group => group.DemonstratesTo is not null))
        {
            if (expert.Agent is LearningAgent)
            {
                _problems.Add(lines[expert.Name], $"agents.{expert.Name} demonstrates and is a learning type; only groups that follow a strategy demonstrate in a run. Record a trained agent with marketsim expert record");
            }
            else if (!groups.Any(group => group.LearnsFrom(expert.DemonstratesTo!)))
            {
                _problems.Add(
                    lines[expert.Name],
                    $"agents.{expert.Name}.demonstrates is {expert.DemonstratesTo}; it must be the policy of a group of type behavioral_cloning that is not frozen. Add such a group, or correct the name");
            }
        }

        foreach (ScenarioAgents learner in groups.Where(group => group.Agent is LearningAgent { Frozen: null, Algorithm.LearnsFromDemonstrations: true }))
        {
            string policy = ((LearningAgent)learner.Agent).Policy ?? learner.Name;
            if (!groups.Any(group => group.DemonstratesTo == policy))
            {
                _problems.Add(lines[learner.Name], $"agents.{learner.Name} clones an expert, but no group demonstrates to policy {policy}; give one demonstrates: {policy}, or give this group frozen: {{ file: … }}");
            }
        }
    }

    /// <summary>Checks that a clone's expert is a group that follows a strategy.</summary>
    private void CheckStarts(List<ScenarioAgents> groups, Dictionary<string, int> lines)
    {
        string[] experts = [.. groups.Where(static group => group.Agent is RuleBasedAgent).Select(static group => group.Name)];
        foreach (ScenarioAgents learner in groups)
        {
            if (learner.Agent is LearningAgent { Imitates: { } start } && !experts.Contains(start.Expert, StringComparer.Ordinal))
            {
                _problems.Add(lines[learner.Name], $"agents.{learner.Name}.start.expert is {start.Expert}; it must be a group that follows a strategy. {NearestName.Suggest(start.Expert, experts)}", ScenarioProblemCode.UnknownName);
            }
        }
    }

    /// <summary>Groups that share a policy must be able to, and no policy has the name of a controller.</summary>
    private void CheckPolicies(List<ScenarioAgents> groups, Dictionary<string, int> lines)
    {
        IGrouping<string, ScenarioAgents>[] policies = [.. groups
            .Where(group => group.Agent is LearningAgent)
            .GroupBy(group => ((LearningAgent)group.Agent).Policy ?? group.Name, StringComparer.Ordinal)];
        foreach (IGrouping<string, ScenarioAgents> sharing in policies)
        {
            var first = (LearningAgent)sharing.First().Agent;
            if (policies.FirstOrDefault(led => PolicyDefinition.ControllerNameOf(led.Key) == sharing.Key && ((LearningAgent)led.First().Agent).Controller is not null) is { } led)
            {
                _problems.Add(
                    lines[sharing.First().Name],
                    $"agents.{sharing.First().Name} acts by policy {sharing.Key}, which is also the name of the controller of policy {led.Key}. Give one of the two another name");
            }

            foreach (ScenarioAgents other in sharing.Skip(1).Where(group => !first.CanShareWith((LearningAgent)group.Agent)))
            {
                _problems.Add(
                    lines[other.Name],
                    $"agents.{other.Name} shares policy {sharing.Key} with {sharing.First().Name}; groups that share a policy must have the same type, parameters, engine and frozen weights. Make them equal, or give one another policy");
            }
        }
    }

    private static string Seconds(long nanoseconds) => $"{ScenarioFormat.Number(nanoseconds / (decimal)SimulatedTime.NanosecondsPerSecond)}s";

    private ScenarioAgents? ReadGroup(SectionReader section, Dictionary<string, int> lines)
    {
        Field<string> name = section.Required("name", Rules.Name("noise"));
        if (name.IsValid && !lines.TryAdd(name.Value, name.Line))
        {
            name = name.Refuse(_problems, $"unlike the name of any other group; the first is in line {lines[name.Value]}");
        }

        MarketAgent? agent = new AgentReader(section, files, strategies).Read();
        Field<int> count = section.Required("count", Rules.Count(1, MaxAgents, "100"));
        LatencyModel? latency = ReadLatency(section.Section("latency"));
        Field<long> cash = Units(section, "cash", market?.Instrument is { } instrument ? instrument.TickSize * instrument.LotSize : null, "the value of one lot at one tick");
        bool competesByDefault = agent is LearningAgent;
        Field<bool> competes = section.Optional("competes", Rules.Switch, competesByDefault, competesByDefault ? "true" : "false");
        Field<string> demonstrates = section.Optional("demonstrates", Rules.Name("clone"), string.Empty, string.Empty);
        Field<AgentActors> actors = section.Optional("actors", Actors, AgentActors.Individual, ScenarioKeywords.Individual);
        Field<SelfTradeMode> selfTrade = section.Optional("selfTrade", MarketReader.SelfTrade, SelfTradeMode.Allow, "as the market says");
        FundsRule? funds = ReadFunds(section);
        Field<bool> isOneOwner = section.Optional("owner", IsOneOwner, false, ScenarioKeywords.OwnerAgent);
        Field<long> inventory = Units(section, "inventory", market?.Instrument.LotSize, "market.lotSize");
        return name.IsValid && agent is not null && count.IsValid && latency is not null && cash.IsValid && inventory.IsValid && competes.IsValid && actors.IsValid && demonstrates.IsValid && selfTrade.IsValid && isOneOwner.IsValid && funds is not null
            ? new ScenarioAgents(name.Value, agent, count.Value, latency, cash.Value, inventory.Value) 
            {
                Competes = competes.Value,
                Actors = actors.Value,
                SelfTrade = section.Has("selfTrade") ? selfTrade.Value : null,
                IsOneOwner = isOneOwner.Value,
                Funds = funds.Value,
                DemonstratesTo = demonstrates.Value.Length == 0 ? null : demonstrates.Value,
            }
            : null;
    }

    private FundsRule? ReadFunds(SectionReader section)
    {
        // An initial margin of one half, as Regulation T asks for.
        const decimal DefaultLeverage = 2;

        Field<FundsKind> kind = section.Optional("funds", Funds, FundsKind.Unlimited, ScenarioKeywords.FundsUnlimited);
        Field<decimal> leverage = section.Optional("leverage", Leverage, DefaultLeverage, "2");
        if (section.Has("leverage") && kind is { IsValid: true, Value: not FundsKind.Margin })
        {
            _problems.Add(leverage.Line, $"{leverage.Path} says how much agents may borrow, but their funds are {(kind.Value == FundsKind.Limited ? ScenarioKeywords.FundsLimited : ScenarioKeywords.FundsUnlimited)}. Say funds: {ScenarioKeywords.FundsMargin}, or leave leverage out");
            return null;
        }

        return (kind, leverage) switch
        {
            ({ IsValid: false }, _) or (_, { IsValid: false }) => null,
            ({ Value: FundsKind.Limited }, _) => FundsRule.Limited,
            ({ Value: FundsKind.Margin }, _) => FundsRule.Margin(leverage.Value),
            _ => FundsRule.Unlimited,
        };
    }

    private static LatencyModel? ReadLatency(SectionReader section)
    {
        Field<long> median = section.Optional("median", Rules.Duration("20ms", minimum: 1), DefaultLatency.MedianNanoseconds, "20ms");
        Field<double> dispersion = section.Optional("dispersion", Rules.Number("a number from 0 to 5, e.g. 0.8", 0, 5), DefaultLatency.Dispersion, "0");
        Field<long> jitter = section.Optional("jitter", Rules.Duration("2ms", minimum: 0), DefaultLatency.JitterNanoseconds, "0s");
        section.Close();
        return median.IsValid && dispersion.IsValid && jitter.IsValid
            ? new LatencyModel(median.Value, dispersion.Value, jitter.Value)
            : null;
    }

    /// <summary>An amount that is counted in whole units; without unit only the amount itself is checked.</summary>
    private Field<long> Units(SectionReader section, string key, decimal? unit, string unitName)
    {
        Field<decimal> given = section.Optional(key, Rules.Amount("1000000"), 0, "0");
        long count = 0;
        if (given.IsValid && unit is { } known && !Rules.TryCountUnits(given.Value, known, out count))
        {
            given = given.Refuse(_problems, $"a multiple of {unitName}, {ScenarioFormat.Number(known)}, within 64 bits");
        }

        return new Field<long>(given.Path, given.Line, given.Text, given.IsValid, count);
    }

    /// <summary>The venue's sums over all agents must fit 64 bits, with room for what is traded.</summary>
    private void CheckTotals(IReadOnlyList<ScenarioAgents> groups)
    {
        int line = root.LineOf("agents");
        long agents = groups.Sum(group => (long)group.Count);
        if (agents > MaxAgents)
        {
            _problems.Refuse("agents", line, $"{agents:N0} in all", $"at most {MaxAgents:N0}; lower a count");
        }

        Int128 cash = 0, inventory = 0;
        foreach (ScenarioAgents group in groups)
        {
            cash += Int128.Abs((Int128)group.Cash * group.Count);
            inventory += Int128.Abs((Int128)group.Inventory * group.Count);
        }

        const long most = long.MaxValue / 4;
        if (cash > most)
        {
            _problems.Refuse("agents", line, $"given {cash} tick·lots of cash in all", $"at most {most} so that sums fit 64 bits; lower cash or count, or raise market.tickSize or market.lotSize");
        }

        if (market is not null && inventory * Math.Max(1, market.InitialPrice.Ticks) > most)
        {
            _problems.Refuse("agents", line, $"given {inventory} lots of inventory in all", $"at most {most / market.InitialPrice.Ticks} so that their value fits 64 bits; lower inventory or count");
        }
    }
}
