namespace MarketSim.Learning.Environments.MultiAgent;

/// <summary>The exchange between an environment and its agents in one step. Made once, reused.</summary>
public sealed class AgentExchange
{
    private readonly float[][] _observations;
    private readonly float[][] _actions;

    /// <param name="environment">Environment whose spaces determine the sizes.</param>
    public AgentExchange(IMultiAgentEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        int count = environment.Agents.Count;
        _observations = [.. Enumerable.Range(0, count).Select(agent => new float[environment.ObservationSpace(agent).Size])];
        _actions = [.. Enumerable.Range(0, count).Select(agent => new float[environment.ActionSpace(agent).Size])];
        Rewards = new double[count];
        Terminated = new bool[count];
        Truncated = new bool[count];
        IsPresent = new bool[count];
        Infos = new IReadOnlyDictionary<string, double>?[count];
    }

    /// <summary>Number of agents that can take part.</summary>
    public int Count => _observations.Length;

    /// <summary>Reward by agent; 0 for those that were not present.</summary>
    public double[] Rewards { get; }

    /// <summary>By agent: true in the step in which the episode terminated for it.</summary>
    public bool[] Terminated { get; }

    /// <summary>By agent: true in the step in which the episode was truncated for it.</summary>
    public bool[] Truncated { get; }

    /// <summary>By agent: true when it acts in the next step.</summary>
    public bool[] IsPresent { get; }

    /// <summary>By agent: figures beside the reward; null for none.</summary>
    public IReadOnlyDictionary<string, double>?[] Infos { get; }

    /// <summary>True when no agent is left to act.</summary>
    public bool IsOver => !IsPresent.AsSpan().Contains(true);

    /// <summary>Shape [observation size of that agent].</summary>
    public Span<float> Observation(int agent) => _observations[agent];

    /// <summary>Shape [action size of that agent].</summary>
    public Span<float> Action(int agent) => _actions[agent];

    /// <summary>Clears rewards, ends and infos, before an environment fills them in.</summary>
    public void BeginStep()
    {
        Array.Clear(Rewards);
        Array.Clear(Terminated);
        Array.Clear(Truncated);
        Array.Clear(Infos);
    }

    /// <summary>Records the result of the step for an agent that was present.</summary>
    public void Note(int agent, in StepResult result)
    {
        Rewards[agent] = result.Reward;
        Terminated[agent] = result.Terminated;
        Truncated[agent] = result.Truncated;
        Infos[agent] = result.Info;
        IsPresent[agent] = !result.IsLast;
    }
}
