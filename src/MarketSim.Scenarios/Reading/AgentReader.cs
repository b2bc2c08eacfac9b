using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.PolicyTrading.Cloning;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Environments.OrderBooks;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads what the agents of a group are: <c>type</c> and <c>parameters</c>, of type <c>onnx</c> also <c>file</c>, of learning agents also <c>policy</c>, <c>frozen</c>, <c>start</c>, <c>engine</c> and <c>device</c>.</summary>
/// <param name="strategies">Beside those of the catalogue.</param>
internal sealed class AgentReader(SectionReader section, ScenarioFileSource files, IReadOnlyList<StrategyDefinition> strategies)
{
    private const int MaxImitated = 100_000;

    private readonly ProblemList _problems = section.Problems;

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public MarketAgent? Read()
    {
        Field<string> type = section.Required("type", Rules.Name("noise"));
        SectionReader parameters = section.Section("parameters");
        if (!type.IsValid)
        {
            return null;
        }

        if (AlgorithmCatalog.Find(type.Value) is { } algorithm && algorithm.Name == type.Value)
        {
            return ReadLearning(algorithm, parameters);
        }

        if (type.Value == OnnxAgent.TypeName)
        {
            return ReadOnnx(parameters);
        }

        if ((StrategyCatalog.Find(type.Value) ?? strategies.FirstOrDefault(strategy => strategy.Name == type.Value)) is not { } definition)
        {
            IEnumerable<string> known =
                [.. StrategyCatalog.All.Concat(strategies).Select(strategy => strategy.Name), .. AlgorithmCatalog.All.Select(learner => learner.Name), OnnxAgent.TypeName];
            _problems.Add(type.Line, $"{type.Path}: {type.Value} is not a known strategy; {NearestName.Suggest(type.Value, known)}", ScenarioProblemCode.UnknownName);
            return null;
        }

        return ParametersReader.Read(parameters, definition.Parameters) is { } given ? new RuleBasedAgent(definition, given) : null;
    }

    // A policy that was trained elsewhere: the model's file stands beside the type.
    private OnnxAgent? ReadOnnx(SectionReader parameters)
    {
        ScenarioFile? file = new FileReader(section, files).Read();
        IReadOnlyDictionary<string, string>? given = ParametersReader.Read(parameters, OnnxAgent.Definitions);
        if (file is null || given is null)
        {
            return null;
        }

        try
        {
            return OnnxAgent.Read(file.ReadAllBytes(), file.Path, given);
        }
        catch (InvalidDataException exception)
        {
            _problems.Add(section.LineOf("file"), $"{section.PathOf("file")}: {exception.Message}", ScenarioProblemCode.Unreadable);
            return null;
        }
    }

    private LearningAgent? ReadLearning(AlgorithmDefinition algorithm, SectionReader parameters)
    {
        int problemsBefore = _problems.Count;
        Field<string> policy = section.Optional("policy", Rules.Name("trend"), string.Empty, string.Empty);
        EngineChoice? engine = EngineReader.Read(section);
        IReadOnlyDictionary<string, string>? given = ParametersReader.Read(parameters, LearningAgent.ParametersOf(algorithm));
        LearningAgent? agent = given is not null && policy.IsValid && engine is not null ? Create(algorithm, policy.Value, engine, given) : null;
        if (section.Has("frozen") && section.Has("start"))
        {
            _problems.Add(section.LineOf("start"), $"{section.PathOf("start")} is given beside frozen; weights that never change have no start. Remove one of them");
        }

        foreach (string key in (ReadOnlySpan<string>)["frozen", "start"])
        {
            if (section.Has(key))
            {
                SectionReader source = section.FileSection(key);
                if (key == "start" && source.Has("expert"))
                {
                    agent = ReadImitation(agent, source);
                    continue;
                }

                ScenarioFile? file = new FileReader(source, files).Read();
                ScenarioFile? controller = key == "frozen" && algorithm.Controller is not null ? ReadController(source) : null;
                source.Close();
                agent = file is null || agent is null ? null : WithWeights(agent, key, file, controller);
            }
        }

        return _problems.Count == problemsBefore ? agent : null;
    }

    private LearningAgent? ReadImitation(LearningAgent? agent, SectionReader source)
    {
        Field<string> expert = source.Required("expert", Rules.Name("momentum"));
        Field<int> episodes = source.Optional("episodes", Rules.Count(1, MaxImitated, "8"), 8, "8");
        Field<int> epochs = source.Optional("epochs", Rules.Count(1, MaxImitated, "20"), 20, "20");
        source.Close();
        if (agent is not null && CloneStart.Conflict(agent) is { } conflict)
        {
            _problems.Add(source.Line, $"{section.PathOf("start")}: {conflict}");
        }

        return agent is null || !expert.IsValid || !episodes.IsValid || !epochs.IsValid ? null : agent.StartAs(new ImitationStart(expert.Value, episodes.Value, epochs.Value));
    }

    private LearningAgent? Create(AlgorithmDefinition algorithm, string policy, EngineChoice engine, IReadOnlyDictionary<string, string> given)
    {
        try
        {
            return new LearningAgent(algorithm, policy.Length == 0 ? null : policy, frozen: null, given) { Engine = engine };
        }
        catch (ArgumentException exception)
        {
            _problems.Add(section.LineOf("parameters"), $"{section.PathOf("parameters")}: {exception.Message.Replace($" (Parameter '{exception.ParamName}')", string.Empty, StringComparison.Ordinal)}", ScenarioProblemCode.InvalidValue);
            return null;
        }
    }

    // Of a hierarchical agent: the weights of its controller.
    private ScenarioFile? ReadController(SectionReader frozen)
    {
        if (!frozen.Has("controller"))
        {
            _problems.Add(frozen.Line, $"{frozen.PathOf("controller")} is missing; a hierarchical agent that is frozen needs the weights of its controller too, e.g. controller: {{ file: policies/NAME-controller.safetensors }}", ScenarioProblemCode.MissingKey);
            return null;
        }

        SectionReader controller = frozen.Section("controller");
        ScenarioFile? file = new FileReader(controller, files).Read();
        controller.Close();
        return file;
    }

    private LearningAgent? WithWeights(LearningAgent agent, string key, ScenarioFile file, ScenarioFile? controller)
    {
        try
        {
            if (key == "start")
            {
                return agent.StartAt(FrozenPolicy.ReadStart(file.ReadAllBytes(), file.Path, agent));
            }

            FrozenPolicy frozen = FrozenPolicy.Read(file.ReadAllBytes(), file.Path, agent);
            return agent.Freeze(controller is null || agent.Controller is null
                ? frozen
                : frozen with { Controller = FrozenPolicy.Read(controller.ReadAllBytes(), controller.Path, agent.Controller) });
        }
        catch (InvalidDataException exception)
        {
            _problems.Add(section.LineOf(key), $"{section.PathOf(key)}: {exception.Message}", ScenarioProblemCode.Unreadable);
            return null;
        }
    }
}
