using MarketSim.Learning.Environments;

namespace MarketSim.Learning.Curriculum;

/// <summary>Makes the environment of a stage. Observation and action spaces are the same at every stage.</summary>
/// <param name="difficulty">0 (easiest) to 1 (hardest).</param>
/// <param name="noiseLevel">Share of a change that nothing predicts, 0 to 1.</param>
/// <param name="options">The same and more.</param>
public delegate IEnvironment StageEnvironment(double difficulty, double noiseLevel, StageOptions options);

/// <summary>The settings that the environment of a stage is made for.</summary>
public sealed record StageOptions
{
    /// <summary>Number of the stage from 0; of a difficulty between two stages, the nearer one.</summary>
    public int Stage { get; init; }

    /// <summary>0 (easiest) to 1 (hardest).</summary>
    public double Difficulty { get; init; } = 0.5;

    /// <summary>Share of a change that nothing predicts, 0 to 1.</summary>
    public double NoiseLevel { get; init; } = 0.01;

    /// <summary>Standard deviation of returns per year; 0.2 is 20 %.</summary>
    public double VolatilityPerAnnum { get; init; } = 0.2;
}
