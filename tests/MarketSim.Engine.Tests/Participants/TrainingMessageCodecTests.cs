using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Tests.Participants;

public sealed class TrainingMessageCodecTests
{
    private static readonly Trajectory Steps = new()
    {
        PolicyVersion = 12,
        End = TrajectoryEnd.Truncated,
        Length = 2,
        InitialReturn = -0.75,
        Observations = [1, 2, 3, 4],
        Actions = [0.5f, -0.5f],
        Rewards = [float.Epsilon, -1],
        LogProbabilities = [-1.5f, -2.5f],
        Values = [0.25f, 0.125f],
        FinalObservation = [5, 6],
        InitialState = [],
        FinalState = [7],
    };

    [Fact]
    public void Trajectory_segments_come_back_as_they_were()
    {
        var segment = new TrajectorySegment(Tick: 77, Replica: 3, new AccountId(9), WeightsVersion: 4, Steps);

        TrajectorySegment read = Assert.Single(Assert.IsType<TrajectoryBatch>(Back(new TrajectoryBatch([segment]))).Segments);

        Assert.Equal(segment with { Trajectory = read.Trajectory }, read);
        Assert.Equal((12, TrajectoryEnd.Truncated, 2, -0.75), (read.Trajectory.PolicyVersion, read.Trajectory.End, read.Trajectory.Length, read.Trajectory.InitialReturn));
        Assert.Equal(
            [Steps.Observations, Steps.Actions, Steps.Rewards, Steps.LogProbabilities, Steps.Values, Steps.FinalObservation, Steps.InitialState, Steps.FinalState],
            new[]
            {
                read.Trajectory.Observations, read.Trajectory.Actions, read.Trajectory.Rewards, read.Trajectory.LogProbabilities,
                read.Trajectory.Values, read.Trajectory.FinalObservation, read.Trajectory.InitialState, read.Trajectory.FinalState,
            });
    }

    [Fact]
    public void Weights_come_back_as_they_were()
    {
        var weights = new PublishedWeights("ppo", new PolicyVersion(3, 40), new float[] { 1.5f, float.NegativeInfinity, -0f });

        PublishedWeights read = TrainingMessageCodec.DecodeWeights(TrainingMessageCodec.Encode(weights));

        Assert.Equal(weights with { Weights = read.Weights }, read);
        Assert.Equal(weights.Weights.ToArray().Select(BitConverter.SingleToInt32Bits), read.Weights.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Messages_of_a_curriculum_come_back_as_they_were()
    {
        var evaluation = new StageEvaluation(3, 41, 1, 0.75, 0.625, 0.7, 20, 0.25, StageDecision.Returns, "returns to stage 0 because …: too hard");

        Assert.Equal(new StageEvaluated(40, evaluation), Back(new StageEvaluated(40, evaluation)));
        var stages = Assert.IsType<EpisodeStages>(Back(new EpisodeStages(41, IsEvaluated: true, [2, 0, 1])));
        Assert.Equal((41, true), (stages.Episode, stages.IsEvaluated));
        Assert.Equal([2, 0, 1], stages.Stages);
    }

    [Fact]
    public void Reports_to_the_market_come_back_as_they_were()
    {
        EpisodeRow[] rows =
        [
            new(2, 1, 0, new AccountId(5), 30, -1.25, 1e9, 12, -3),
            new(2, 1, 1, Account: null, 0, 0, 0.5, 0, 0.25),
        ];
        var learner = new LearnerRow(9, 1, new PolicyVersion(2, 3), [("loss", double.NaN), ("steps", 7)], "stopped");
        var fingerprint = new ReplicaFingerprint(4, new byte[] { 1, 2, 3 });

        var readLearner = Assert.IsType<LearnerRow>(Back(learner));
        var readFingerprint = Assert.IsType<ReplicaFingerprint>(Back(fingerprint));

        Assert.Equal(rows, Assert.IsType<EpisodeResults>(Back(new EpisodeResults(rows))).Rows);
        Assert.Equal(learner with { Figures = readLearner.Figures }, readLearner);
        Assert.Equal(learner.Figures, readLearner.Figures);
        Assert.Equal((4, "010203"), (readFingerprint.Replica, Convert.ToHexString(readFingerprint.Value.Span)));
    }

    [Fact]
    public void Bytes_of_no_known_message_are_refused()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        writer.WriteInt64(99);
        writer.WriteInt64(0);
        byte[] unknown = writer.Written.ToArray();

        Assert.Throws<InvalidDataException>(() => TrainingMessageCodec.DecodeWeights(unknown));
        Assert.Throws<InvalidDataException>(() => TrainingMessageCodec.DecodeWeights(TrainingMessageCodec.Encode(new EpisodeResults([]))));
    }

    private static TrainingMessage Back(TrainingMessage message)
    {
        var reader = new MessagePackReader(TrainingMessageCodec.Encode(message));
        return TrainingMessageCodec.Read(ref reader);
    }
}
