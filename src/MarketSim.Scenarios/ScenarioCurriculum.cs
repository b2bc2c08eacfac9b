using MarketSim.Learning.Curriculum;
using MarketSim.Market.Accounts;

namespace MarketSim.Scenarios;

/// <summary>Stages of a training from easy to hard, and what moves it from one to the next.</summary>
public sealed record ScenarioCurriculum
{
    /// <summary>The stages from easy to hard, at least 1.</summary>
    public required IReadOnlyList<ScenarioStage> Stages { get; init; }

    /// <summary>Groups that learn, whose mean change of wealth decides about the stage; at least 1. All others that learn are their opponents.</summary>
    public required IReadOnlyList<string> Evaluates { get; init; }

    /// <summary>
    /// The group whose agent, in the place of those that are evaluated, scores 1 where uniformly drawn actions score 0; null where
    /// <see cref="CurriculumOptions.SuccessReturn"/> says in currency what a success is.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>Episodes after an evaluation in which everybody learns, before the next one begins; at least 1 where opponents learn.</summary>
    public int PracticeEpisodes { get; init; }

    /// <summary>Everything else. Its stages are as many as <see cref="Stages"/>, and its steps are episodes.</summary>
    public CurriculumOptions Options { get; init; } = new();

    /// <summary>True when stages are evaluated.</summary>
    public bool IsEvaluated => Options.Schedule is CurriculumSchedule.Automatic;
}

/// <summary>The changes of a stage to the market of the scenario.</summary>
public sealed record ScenarioStage(string Name)
{
    /// <summary>Another value, or the same with another volatility; null for the market's.</summary>
    public ScenarioFundamental? Fundamental { get; init; }

    /// <summary>Fees of the stage; null for the market's.</summary>
    public FeeSchedule? Fees { get; init; }

    /// <summary>Factor on the latency of all agents, greater than 0.</summary>
    public double Latency { get; init; } = 1;

    /// <summary>Agents that trade, by the name of their group; groups that are not named trade with all.</summary>
    public IReadOnlyDictionary<string, int> Agents { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
