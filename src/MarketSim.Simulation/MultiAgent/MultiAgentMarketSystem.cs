using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// Many agents, learning and rule-based, that trade with one another in one order book. Training is a run like any other: it has a folder, can be
/// interrupted and resumed, and repeats exactly.
/// </summary>
public sealed class MultiAgentMarketSystem
{
    private readonly MarketEnvironmentSettings _environment;
    private readonly IReadOnlyList<MarketAgent> _agents;
    private readonly bool _competitiveRewards;
    private readonly bool _marketImpact;
    private readonly MultiAgentOptions _options;
    private Scenario? _scenario;
    private int _trained;

    /// <param name="marketEnvironment">Gives the market its signal, its noise and the length of an episode.</param>
    /// <param name="agents">At least one; each is one agent of the market.</param>
    /// <param name="competitiveRewards">True if a learner is rewarded for its change of wealth less the mean of the other agents'.</param>
    /// <param name="marketImpact">True if prices react to the agents; if not, they are the same whatever the agents do.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no agent.</exception>
    public MultiAgentMarketSystem(
        MarketEnvironment marketEnvironment,
        IReadOnlyList<MarketAgent> agents,
        bool competitiveRewards = false,
        bool marketImpact = true,
        MultiAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(marketEnvironment);
        ArgumentNullException.ThrowIfNull(agents);
        if (agents.Count == 0)
        {
            throw new ArgumentException("A system without agents trades nothing; give at least one.", nameof(agents));
        }

        for (int agent = 0; agent < agents.Count; agent++)
        {
            if (agents[agent] is null)
            {
                throw new ArgumentException($"Agent {agent} is null; leave it out.", nameof(agents));
            }
        }

        _environment = marketEnvironment.Settings;
        _agents = [.. agents];
        _competitiveRewards = competitiveRewards;
        _marketImpact = marketImpact;
        _options = options ?? new MultiAgentOptions();
    }

    /// <param name="numAgents">Number of agents.</param>
    /// <param name="agentTypes">One per agent: PPO, A2C, SAC, a strategy's name, or <c>rule_based</c>, whose parameters then name the <c>strategy</c>.</param>
    /// <param name="agentParams">One per agent: parameters by name, as in a scenario; numbers may be numbers.</param>
    /// <exception cref="ArgumentException">The lists differ in length from <paramref name="numAgents"/>, or a type, strategy or parameter is not known.</exception>
    public MultiAgentMarketSystem(
        MarketEnvironment baseEnv,
        int numAgents,
        IReadOnlyList<string> agentTypes,
        IReadOnlyList<IReadOnlyDictionary<string, object>> agentParams,
        bool competitiveRewards = false,
        bool marketImpact = true,
        MultiAgentOptions? options = null)
        : this(baseEnv, AgentsByName.Create(numAgents, agentTypes, agentParams), competitiveRewards, marketImpact, options)
    {
    }

    /// <summary>The result of the training; null before it.</summary>
    public TrainingResult? Training { get; private set; }

    /// <summary>The result of the last evaluation; empty before one.</summary>
    public IReadOnlyList<EvaluatedEpisode> Evaluation { get; private set; } = [];

    /// <summary>
    /// Trains for so many episodes more, in a run folder: <c>Train(2)</c> and then <c>Train(3)</c> end like <c>Train(5)</c>, bit for bit, as long as no
    /// setting changes with the share of the training that is done (a learning rate that falls does: from the second call on it falls over the longer training).
    /// Where the folder holds the same training, unfinished, it is resumed; finished, its results are read. Prints nothing.
    /// </summary>
    /// <param name="numEpisodes">At least 1.</param>
    /// <param name="progress">Called after each episode, on a thread of the run; null for none.</param>
    /// <returns>Of all episodes so far.</returns>
    /// <exception cref="RunFolderException">The folder that the options name holds something else.</exception>
    /// <exception cref="RunFailedException">The run failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; calling it again resumes.</exception>
    public TrainingResult Train(int numEpisodes, IProgress<TrainingStatus>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEpisodes, 1);
        Scenario scenario = EnvironmentScenario.Create(_environment, _agents, checked(_trained + numEpisodes), _competitiveRewards, _marketImpact, _options.Seed);
        if (scenario.Training is null)
        {
            throw new InvalidOperationException("No agent of the system learns; give one the type PPO, A2C or SAC to train it.");
        }

        RunResult result = TrainingFolder.RunAsync(scenario, _options, Path.Combine("runs", "multi-agent-market"), progress).GetAwaiter().GetResult();
        if (result.Summary.Status == RunStatus.Interrupted)
        {
            throw new OperationCanceledException($"The training was interrupted after tick {result.Summary.Ticks}; train again to continue in {result.Folder}.", _options.Interrupt);
        }

        _trained += numEpisodes;
        _scenario = scenario;
        Training = TrainingResult.Read(RunFolder.Open(result.Folder), result.Summary);
        return Training;
    }

    /// <summary>Plays the trained policies, and what they are compared with, on markets that no training has seen.</summary>
    /// <exception cref="InvalidOperationException">Nothing was trained.</exception>
    public IReadOnlyList<EvaluatedEpisode> Evaluate(int numEpisodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEpisodes, 1);
        if (Training is null || _scenario is null)
        {
            throw new InvalidOperationException("There is nothing to evaluate yet; call Train first.");
        }

        Evaluation = MarketPolicyEvaluation.Run(
            _scenario,
            TrainedPolicies.Read(RunFolder.Open(Training.Folder), _scenario),
            new EvaluationOptions { Episodes = numEpisodes, Threads = _options.Threads ?? 1, Interrupt = _options.Interrupt });
        return Evaluation;
    }
}
