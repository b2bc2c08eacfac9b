using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.PolicyTrading.Baselines;

/// <summary>Baselines of a learning agent: they decide at the same times, under the same position limit, and do not learn.</summary>
public static class BaselineAgents
{
    private static readonly FrozenPolicy NoWeights = new("a rule", string.Empty, ReadOnlyMemory<float>.Empty);

    /// <summary>Never trades.</summary>
    public static LearningAgent Flat(LearningAgent like) => Of(like, "flat", "Never trades.", static (_, ref _, action) => action[0] = 0);

    /// <summary>Buys the largest position at its first decision and keeps it.</summary>
    public static LearningAgent BuyAndHold(LearningAgent like) =>
        Of(like, "buy_and_hold", "Buys the largest position and keeps it.", static (_, ref _, action) => action[0] = 1);

    /// <summary>Draws each action uniformly from the compared agent's action space.</summary>
    public static LearningAgent Random(LearningAgent like)
    {
        Space actions = like.ActionSpace;
        return Create("random", "Draws each action uniformly.", actions, (_, ref random, action) => actions.Sample(ref random, action), TradingParametersOf(like));
    }

    /// <summary>Holds positions by the time of day only.</summary>
    /// <param name="schedule">In order of time; before the first step the position is 0.</param>
    public static LearningAgent Scheduled(LearningAgent like, IReadOnlyList<ScheduledPosition> schedule) => Of(
        like, "oracle", "Holds positions by the time of day.", (observation, ref _, action) => action[0] = PositionAt(schedule, 1 - observation[0]));

    // A baseline whose actions are target positions.
    private static LearningAgent Of(LearningAgent like, string name, string summary, ActionRule rule)
    {
        Dictionary<string, string> parameters = TradingParametersOf(like);
        parameters["actions"] = "target";
        return Create(name, summary, TradingRules.ActionSpace(ActionKind.Target, sizes: 1), rule, parameters);
    }

    private static LearningAgent Create(string name, string summary, Space actions, ActionRule rule, Dictionary<string, string> parameters)
    {
        var definition = new AlgorithmDefinition(
            name,
            name,
            summary,
            "a rule",
            DefaultSegment: 0,
            Parameters: [],
            task => throw new InvalidOperationException($"A {name} agent follows a rule and cannot learn."),
            _ => new RulePolicy(actions, rule),
            static _ => new ParameterLayout());
        return new LearningAgent(definition, $"baseline.{name}", NoWeights, parameters);
    }

    // The compared agent's parameters of trading, without the book, which rules do not observe.
    private static Dictionary<string, string> TradingParametersOf(LearningAgent like) => new(
        TradingRules.Parameters(defaultSegment: 0).Select(definition => KeyValuePair.Create(definition.Name, definition.Format(like.Parameters[definition.Name]))),
        StringComparer.Ordinal)
    {
        ["observation"] = "flat",
    };

    private static float PositionAt(IReadOnlyList<ScheduledPosition> schedule, double elapsedShare)
    {
        double position = 0;
        foreach (ScheduledPosition step in schedule.Where(step => step.From <= elapsedShare))
        {
            position = step.Position;
        }

        return (float)position;
    }
}

/// <summary>A position to hold from a time on.</summary>
/// <param name="From">Elapsed share of the session, 0 to 1.</param>
/// <param name="Position">Share of the largest position, -1 to 1.</param>
public readonly record struct ScheduledPosition(double From, double Position);
