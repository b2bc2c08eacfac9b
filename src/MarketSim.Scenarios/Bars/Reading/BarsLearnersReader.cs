using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Learning.Spaces;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Bars.Reading;

/// <summary>Reads the list <c>learners</c>.</summary>
internal sealed class BarsLearnersReader(SectionReader root, Space? actions)
{
    private const string ListRule = "a list of learners, each with name, type and steps";
    private const int MaxSteps = 2_000_000_000;
    private const int MaxSeeds = 1_000;
    private const int MaxEnvironments = 4_096;

    private readonly ProblemList _problems = root.Problems;

    /// <summary>The learners that are right; what is wrong with the others is reported.</summary>
    public IReadOnlyList<BarsLearner> Read()
    {
        var learners = new List<BarsLearner>();
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (SectionReader section in root.Sections("learners", ListRule))
        {
            if (ReadLearner(section, lines) is { } learner)
            {
                learners.Add(learner);
            }

            section.Close();
        }

        return learners;
    }

    private BarsLearner? ReadLearner(SectionReader section, Dictionary<string, int> lines)
    {
        Field<string> name = section.Required("name", Rules.Name("ppo"));
        if (name.IsValid && !lines.TryAdd(name.Value, name.Line))
        {
            name = name.Refuse(_problems, $"unlike the name of any other learner; the first is in line {lines[name.Value]}");
        }

        Field<string> type = section.Required("type", Rules.Name("ppo"));
        Field<int> steps = section.Required("steps", Rules.Count(1, MaxSteps, "100000"));
        Field<int> seeds = section.Optional("seeds", Rules.Count(1, MaxSeeds, "3"), 1, "1");
        Field<int> environments = section.Optional("environments", Rules.Count(1, MaxEnvironments, "8"), 8, "8");
        EngineChoice? engine = EngineReader.Read(section);
        SectionReader parameters = section.Section("parameters");
        if (!type.IsValid)
        {
            return null;
        }

        if (AlgorithmCatalog.All.FirstOrDefault(known => known.Name == type.Value && known.CreateModel is not null) is not { } algorithm)
        {
            _problems.Add(type.Line, $"{type.Path}: {AlgorithmCatalog.UnknownMessage(type.Value)}", ScenarioProblemCode.UnknownName);
            return null;
        }

        ParameterSet? set = ParametersReader.Read(parameters, algorithm.Parameters) is { } given ? new ParameterSet(algorithm.Parameters, given) : null;
        if (set is not null && actions is not null && algorithm.Conflict(set, actions) is { } conflict)
        {
            _problems.Add(section.LineOf("parameters"), $"{section.PathOf("parameters")}: {conflict}");
        }

        return set is not null && engine is not null && name.IsValid && steps.IsValid && seeds.IsValid && environments.IsValid
            ? new BarsLearner(name.Value, algorithm, set, steps.Value, seeds.Value, environments.Value) { Engine = engine }
            : null;
    }
}
