using System.Globalization;
using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Statistics;
using Xunit.Abstractions;

namespace MarketSim.Learning.Tests.Curriculum;

/// <summary>
/// What a curriculum must be worth on the task of CURRICULUM.md: after equally many steps, those of evaluations counted, it opens the longest lock more often
/// than training there from the start, and than stages in a random order. Ten seeds; settings are equal, and were chosen on seeds 101 to 108:
/// MARKETSIM_LONG=1 dotnet test tests/MarketSim.Learning.Tests -c Release --filter CurriculumGate --logger "console;verbosity=detailed"
/// </summary>
public sealed class CurriculumGate(ITestOutputHelper output)
{
    private const int Stages = 5;
    private const int EvaluatedEpisodes = 200;

    private static readonly KeyValuePair<string, object>[] Settings =
        [new("hiddenSizes", "32"), new("stepsPerRollout", 128), new("batchSize", 64), new("learningRate", 0.003), new("entropyCoefficient", 0.01)];

    private static readonly string[] Policies = ["curriculum", "hardest from the start", "random order"];

    private static ulong FirstSeed => ulong.Parse(Variable("MARKETSIM_FIRST_SEED", "11"), CultureInfo.InvariantCulture);

    private static int Seeds => int.Parse(Variable("MARKETSIM_SEEDS", "10"), CultureInfo.InvariantCulture);

    private static long Steps => long.Parse(Variable("MARKETSIM_STEPS", "14000"), CultureInfo.InvariantCulture);

    // Three windows of short episodes are over before PPO has learned from them once.
    private static int DemotionWindows => int.Parse(Variable("MARKETSIM_DEMOTION_WINDOWS", "10"), CultureInfo.InvariantCulture);

    private static double Threshold => double.Parse(Variable("MARKETSIM_THRESHOLD", "0.3"), CultureInfo.InvariantCulture);

    [LongFact(nameof(CurriculumGate))]
    public void A_curriculum_is_above_the_hardest_stage_from_the_start_and_above_a_random_order()
    {
        var means = new Dictionary<string, InterquartileMean>(StringComparer.Ordinal);
        foreach (string policy in Policies)
        {
            double[] scores = [.. Enumerable.Range(0, Seeds).Select(number => Score(policy, FirstSeed + (ulong)number))];
            means[policy] = InterquartileMean.Of(scores);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{policy}: {means[policy].Value:F3} [{means[policy].Interval.Lower:F3}, {means[policy].Interval.Upper:F3}] after {Steps} steps; {string.Join(' ', scores.Select(score => score.ToString("F2", CultureInfo.InvariantCulture)))}"));
        }

        Assert.True(means["curriculum"].Interval.Lower > means["hardest from the start"].Interval.Upper);
        Assert.True(means["curriculum"].Interval.Lower > means["random order"].Interval.Upper);
    }

    // The share of 200 episodes in which the longest lock is opened.
    private double Score(string policy, ulong seed)
    {
        bool isStaged = policy == Policies[0];
        StageEnvironment environments = policy switch
        {
            "curriculum" => (difficulty, _, _) => new CombinationLock(difficulty),
            "random order" => static (_, _, _) => new RandomOrder(),
            _ => static (_, _, _) => new CombinationLock(1),
        };
        var curriculum = new CurriculumLearning(
            environments,
            new CurriculumSetup
            {
                Options = new CurriculumOptions
                {
                    NumStages = isStaged ? Stages : 1,
                    ProgressionThreshold = Threshold,
                    SuccessReturn = 0.5,
                    DemotionWindows = DemotionWindows,
                },
                AgentParameters = Settings,
                EnvironmentCount = 4,
                Seed = seed,
            });
        curriculum.Train(Steps);
        if (isStaged)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {string.Join(", ", curriculum.Evaluations.Where(evaluation => evaluation.Decision is not StageDecision.Stays).Select(evaluation => $"{evaluation.Decision} at {evaluation.Steps}"))}"));
        }

        return curriculum.Algorithm.Evaluate(new VectorEnvironment(1, _ => new CombinationLock(1)), EvaluatedEpisodes).MeanReturn;
    }

    private static string Variable(string name, string otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;

    /// <summary>Each episode is of one of the stages, drawn uniformly by its seed.</summary>
    private sealed class RandomOrder : IEnvironment
    {
        private static readonly double[] Difficulties = [0, 0.25, 0.5, 0.75, 1];

        private IEnvironment _current = new CombinationLock(0);
        private int _stage;

        public Space ObservationSpace => _current.ObservationSpace;

        public Space ActionSpace => _current.ActionSpace;

        public void Reset(ulong seed, Span<float> observation)
        {
            _stage = new RandomStream(seed, RandomPurpose.Test, 0, 0).NextInt32(Stages);
            _current = new CombinationLock(Difficulties[_stage]);
            _current.Reset(seed, observation);
        }

        public StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => _current.Step(action, observation);

        public void Save(MessagePackWriter writer)
        {
            writer.WriteArrayHeader(2);
            writer.WriteInt64(_stage);
            _current.Save(writer);
        }

        public void Restore(ref MessagePackReader reader)
        {
            reader.ReadArrayHeader(2);
            _stage = reader.ReadInt32();
            _current = new CombinationLock(Difficulties[_stage]);
            _current.Restore(ref reader);
        }
    }
}
