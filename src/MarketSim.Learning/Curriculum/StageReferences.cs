using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Curriculum;

/// <summary>The action of a policy that others are measured by.</summary>
/// <param name="environment">In the state that the action answers to.</param>
/// <param name="observation">Shape [observation size].</param>
/// <param name="action">Shape [action size]; to be filled.</param>
public delegate void ReferenceAction(IEnvironment environment, ReadOnlySpan<float> observation, Span<float> action);

/// <summary>The returns of a random policy and of the reference policy at each stage.</summary>
internal sealed class StageReferences(CurriculumOptions options, ReferenceAction? reference, ulong seed)
{
    // Of episodes: no training has so many environments.
    private const int RandomEpisodes = int.MaxValue - 1;
    private const int ReferenceEpisodes = int.MaxValue;

    /// <summary>Sets the scale of all stages.</summary>
    /// <returns>Environment steps that it took.</returns>
    /// <exception cref="ArgumentException">There is no reference, or it does not beat the random policy at a stage.</exception>
    public long Measure(StageEnvironments stages, ScoreScale scale)
    {
        long steps = 0;
        for (int stage = 0; stage < options.NumStages; stage++)
        {
            IEnvironment environment = stages.OfStage(stage);
            ReferenceAction act = reference ?? ActionOf(environment);
            RunningMoments random = Play(environment, stage, RandomEpisodes, RandomActions(environment, stage), ref steps);
            RunningMoments best = Play(environment, stage, ReferenceEpisodes, act, ref steps);
            RequireBetter(stage, random, best);
            scale.Set(stage, random.Mean, best.Mean);
        }

        return steps;
    }

    private static ReferenceAction ActionOf(IEnvironment environment) => environment is IReferencePolicy
        ? static (IEnvironment known, ReadOnlySpan<float> _, Span<float> action) => ((IReferencePolicy)known).ReferenceAction(action)
        : throw new ArgumentException(
            $"{environment.GetType().Name} knows no reference policy, so that nothing says what a good return is. Give one as argument (reference), let the environment implement {nameof(IReferencePolicy)}, or set {nameof(CurriculumOptions.SuccessReturn)}.");

    private ReferenceAction RandomActions(IEnvironment environment, int stage)
    {
        var random = new RandomStream(seed, RandomPurpose.Curriculum, group: 1, stage);
        return (IEnvironment _, ReadOnlySpan<float> _, Span<float> action) => environment.ActionSpace.Sample(ref random, action);
    }

    private RunningMoments Play(IEnvironment environment, int stage, int sequence, ReferenceAction act, ref long steps)
    {
        var returns = new RunningMoments();
        float[] observation = new float[environment.ObservationSpace.Size];
        float[] action = new float[environment.ActionSpace.Size];
        for (int episode = 0; episode < options.ReferenceEpisodes; episode++)
        {
            environment.Reset(EpisodeSeeds.Of(seed, sequence, (stage * (long)options.ReferenceEpisodes) + episode), observation);
            double sum = 0;
            bool isLast = false;
            while (!isLast)
            {
                act(environment, observation, action);
                StepResult result = environment.Step(action, observation);
                sum += result.Reward;
                steps++;
                isLast = result.IsLast;
            }

            returns.Add(sum);
        }

        return returns;
    }

    private void RequireBetter(int stage, RunningMoments random, RunningMoments best)
    {
        double p = ReferenceTest.PValue(random, best, options.ReferenceEpisodes);
        if (p >= ReferenceTest.Significance)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"At stage {stage} (difficulty {options.DifficultyOf(stage):0.###}) the reference policy earns {best.Mean:0.###} and a random one {random.Mean:0.###}, over {options.ReferenceEpisodes} episodes each: the reference does not beat the random policy (p = {p:0.000}), so scores of that stage would mean nothing. Make the stage easier, give another reference, or more {nameof(CurriculumOptions.ReferenceEpisodes)}."),
                nameof(options));
        }
    }
}
