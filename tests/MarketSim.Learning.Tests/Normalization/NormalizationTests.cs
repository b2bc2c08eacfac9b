using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Normalization;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Normalization;

public sealed class NormalizationTests
{
    /// <summary>Stable-Baselines3, test_vec_normalize.py: two environments that show 0, 1, 3, 4 in turn, one of them a step ahead.</summary>
    [Fact]
    public void Running_mean_is_that_of_the_reference()
    {
        var statistics = new RunningStatistics(1);
        var vector = new NormalizedVectorEnvironment(new VectorEnvironment(2, index => new SequenceEnvironment(index)), statistics, returns: null);

        vector.Reset(0);
        Assert.Equal(0.5, statistics.Means[0], 1e-4);
        vector.Step([0, 0]);
        Assert.Equal(1.25, statistics.Means[0], 1e-4);
        vector.Step([0, 0]);
        Assert.Equal(2.0, statistics.Means[0], 1e-4);
    }

    [Fact]
    public void Statistics_over_batches_are_those_of_all_rows()
    {
        var statistics = new RunningStatistics(2);
        statistics.Update([1, 10, 2, 20, 3, 60]);
        statistics.Update([]);
        statistics.Update([6, -10]);

        Assert.Equal(3, statistics.Means[0], 1e-3);
        Assert.Equal(20, statistics.Means[1], 1e-3);
        Assert.Equal(3.5, statistics.Variances[0], 1e-3);
        Assert.Equal(650, statistics.Variances[1], 0.05);
    }

    [Fact]
    public void Normalised_rows_are_centred_scaled_and_clipped()
    {
        var statistics = new RunningStatistics(1);
        statistics.Update([.. Enumerable.Range(0, 10_000).Select(i => i % 2 == 0 ? 4f : 8f)]);
        float[] rows = [6, 8, 4, 1000, -1000];
        statistics.Normalize(rows);

        Assert.Equal(0, rows[0], 1e-3);
        Assert.Equal(1, rows[1], 1e-3);
        Assert.Equal(-1, rows[2], 1e-3);
        Assert.Equal([10, -10], rows[3..]);
    }

    [Fact]
    public void Statistics_of_what_is_not_finite_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RunningStatistics(2).Update([1, 2, 3, float.NaN]));

        Assert.Contains("Element 1 of row 1", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Rewards of 1 forever have a discounted sum that runs up to 1 / (1 - discount) with the deviation of that run.</summary>
    [Fact]
    public void Rewards_are_divided_by_the_deviation_of_their_discounted_sum()
    {
        var normalizer = new ReturnNormalizer(1, 0.5);
        List<double> sums = [];
        double sum = 0;
        for (int step = 0; step < 200; step++)
        {
            bool ended = step % 4 == 3;
            normalizer.Update([1], [ended]);
            sum = (sum * 0.5) + 1;
            sums.Add(sum);
            sum = ended ? 0 : sum;
        }

        double mean = sums.Average();
        double deviation = Math.Sqrt(sums.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(1 / deviation, normalizer.Normalize(1), 1e-4);
        Assert.Equal(10, normalizer.Normalize(1e6));
    }

    [Fact]
    public void Normalised_environments_restored_go_on_exactly()
    {
        NormalizedVectorEnvironment vector = Make();
        vector.Reset(5);
        Step(vector, 50);
        var writer = new MessagePackWriter();
        vector.Save(writer);
        NormalizedVectorEnvironment restored = Make();
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        Assert.True(reader.End);
        Assert.Equal(vector.Observations.ToArray(), restored.Observations.ToArray());

        Step(vector, 250);
        Step(restored, 250);

        Assert.Equal(vector.Observations.ToArray(), restored.Observations.ToArray());
        Assert.Equal(vector.Rewards.ToArray(), restored.Rewards.ToArray());

        static NormalizedVectorEnvironment Make() => new(new VectorEnvironment(3, _ => Pendulum.Version1()), new RunningStatistics(3), new ReturnNormalizer(3, 0.9));

        static void Step(NormalizedVectorEnvironment vector, int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                vector.Step([1, -1, step % 2]);
            }
        }
    }

    [Fact]
    public void Statistics_stay_as_they_are_outside_training()
    {
        var statistics = new RunningStatistics(3);
        var vector = new NormalizedVectorEnvironment(new VectorEnvironment(1, _ => Pendulum.Version1()), statistics, new ReturnNormalizer(1, 0.9)) { IsTraining = false };
        vector.Reset(1);
        vector.Step([1]);

        Assert.Equal(RunningStatistics.InitialCount, statistics.Count);
        Assert.True(vector.Rewards[0] < 0);
    }

    private sealed class SequenceEnvironment(int start) : IEnvironment
    {
        private static readonly float[] Values = [0, 1, 3, 4];
        private int _at;

        public Space ObservationSpace { get; } = BoxSpace.Unbounded(1);

        public Space ActionSpace { get; } = new DiscreteSpace(1);

        public void Reset(ulong seed, Span<float> observation)
        {
            _at = start;
            observation[0] = Values[_at];
        }

        public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            _at++;
            observation[0] = Values[_at % Values.Length];
            return new StepResult(observation[0], Terminated: false, Truncated: false);
        }

        public void Save(MessagePackWriter writer) => writer.WriteInt64(_at);

        public void Restore(ref MessagePackReader reader) => _at = reader.ReadInt32();
    }
}
