using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the list <c>oracle</c>.</summary>
internal static class OracleReader
{
    private const string Key = "oracle";
    private const string StepsRule = "a list of steps in the order of time, e.g. - { at: 30min, position: 100% }";

    private static readonly ValueRule<double> Position = new(
        "a share of the largest position from -100% to 100%, e.g. 100%; sold short it is negative",
        static text => UnitText.TryParse(text, ParameterUnit.Fraction, out double value) && Math.Abs(value) <= 1 ? new(value) : null);

    /// <summary>Empty where there is none.</summary>
    public static IReadOnlyList<OracleStep> Read(SectionReader root, ScenarioMarket? market, IReadOnlyList<ScenarioAgents> agents)
    {
        if (!root.Has(Key))
        {
            return [];
        }

        if (root.Problems.Count == 0 && !agents.Any(static group => group.Agent is LearningAgent))
        {
            root.Problems.Add(root.LineOf(Key), $"{Key} is given, but no group learns, and learners are what it is compared with; remove {Key}, or add a learning group, e.g. type: ppo");
        }

        var steps = new List<OracleStep>();
        foreach (SectionReader section in root.Sections(Key, StepsRule))
        {
            Field<long> at = section.Required("at", Rules.Duration("30min", minimum: 0));
            Field<double> position = section.Required("position", Position);
            section.Close();
            at = Check(at, market, steps, root.Problems);
            if (at.IsValid && position.IsValid)
            {
                steps.Add(new OracleStep(at.Value, position.Value));
            }
        }

        return steps;
    }

    private static Field<long> Check(Field<long> at, ScenarioMarket? market, List<OracleStep> before, ProblemList problems)
    {
        if (at.IsValid && market is not null && at.Value >= market.Session.Close - market.Session.Open)
        {
            return at.Refuse(problems, $"before the session ends, {ScenarioFormat.Duration(market.Session.Close - market.Session.Open)} after its open");
        }

        return at.IsValid && before.Count > 0 && at.Value <= before[^1].AtNanoseconds
            ? at.Refuse(problems, $"later than the step before it, {ScenarioFormat.Duration(before[^1].AtNanoseconds)}")
            : at;
    }
}
