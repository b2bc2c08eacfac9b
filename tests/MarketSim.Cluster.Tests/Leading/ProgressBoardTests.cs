using MarketSim.Cluster.Leading;
using MarketSim.Market.Orders;
using MarketSim.Results;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Tests.Leading;

/// <summary>What observers of a run of a cluster are told.</summary>
public sealed class ProgressBoardTests
{
    [Fact]
    public void Learners_and_stage_of_a_training_arrive_as_the_market_said()
    {
        var board = new ProgressBoard(TimeProvider.System, new RunGauge());
        var said = new TrainingStatus(3, 10, [new LearnerStatus("trader", 1.5, 7, 0.25) { HaveOptionsCollapsed = true }, new LearnerStatus("rival", double.NaN, 0, 0)])
        {
            Curriculum = new CurriculumStatus(1, "rivals", "stays because the score is below the bar"),
        };
        board.Options.Progress!(new RunProgress(5, 100, new Price(10_000), 2, default, 42) { Training = said });

        TrainingStatus? told = ClusterProgress.Parse(board.ToJson([]))!.ToRunProgress().Training;

        Assert.NotNull(told);
        Assert.Equal((3, 10, said.Curriculum), (told.EndedEpisodes, told.Episodes, told.Curriculum));
        Assert.Equal(said.Learners, told.Learners);
    }

    [Fact]
    public void Run_without_training_has_none()
    {
        var board = new ProgressBoard(TimeProvider.System, new RunGauge());
        board.Options.Progress!(new RunProgress(5, 100, new Price(10_000), 2, default, 42));

        Assert.Null(ClusterProgress.Parse(board.ToJson([]))!.ToRunProgress().Training);
    }
}
