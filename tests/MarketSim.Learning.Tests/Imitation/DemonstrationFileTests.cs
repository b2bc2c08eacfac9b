using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Tests.Imitation;

public sealed class DemonstrationFileTests
{
    private const string Header = "episode,step,observation.price,observation.position,action.trade,reward,end\n";
    private const string Good = Header + "0,0,1.5,0,1,0.5,\n0,1,2.5,1,2,0.25,\n0,2,3.5,1,,,terminated\n1,0,-1,0,0,0,truncated\n";
    private static readonly Space Observed = BoxSpace.Unbounded(2);
    private static readonly Space Traded = new DiscreteSpace(3);

    [Fact]
    public void File_is_read_into_episodes_with_their_ends()
    {
        DemonstrationSet set = Read(Good);
        Assert.Equal(["price", "position"], set.ObservationNames);
        Assert.Equal(["trade"], set.ActionNames);
        Assert.Equal([2, 1], set.Episodes.Select(static episode => episode.Length));
        Assert.Equal([1.5f, 0, 2.5f, 1], set.Episodes[0].Observations.ToArray());
        Assert.Equal([1f, 2], set.Episodes[0].Actions.ToArray());
        Assert.Equal([3.5f, 1], set.Episodes[0].FinalObservation.ToArray());
        Assert.Equal([TrajectoryEnd.Terminated, TrajectoryEnd.Truncated], set.Episodes.Select(static episode => episode.End));
        Assert.Equal([0.75, 0], set.Returns);
    }

    [Fact]
    public void Written_file_is_read_to_the_same_numbers()
    {
        IEnvironment environment = Experts.NewCartPole();
        DemonstrationSet recorded = DemonstrationRecorder.Record(Experts.CartPole(environment), environment, episodes: 2, seed: 1);
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("expert.csv");
        DemonstrationFile.Write(path, recorded);
        DemonstrationSet read = DemonstrationFile.Read(path, environment.ObservationSpace, environment.ActionSpace);
        Assert.Equal(DemonstrationFile.ToText(recorded), DemonstrationFile.ToText(read));
        Assert.Equal(recorded.Episodes[1].Observations.ToArray(), read.Episodes[1].Observations.ToArray());
        Assert.Equal(recorded.Episodes[1].FinalObservation.ToArray(), read.Episodes[1].FinalObservation.ToArray());
        Assert.Equal(500, read.Returns[0]);
    }

    [Fact]
    public void Names_that_hold_commas_and_quotes_are_read_back()
    {
        DemonstrationSet set = Read(Good.Replace("observation.price", "\"observation.price, \"\"mid\"\"\"", StringComparison.Ordinal));

        Assert.Equal(["price, \"mid\"", "position"], set.ObservationNames);
        Assert.Equal(set.ObservationNames, Read(DemonstrationFile.ToText(set)).ObservationNames);
    }

    [Theory]
    [InlineData("", "t.csv: the file is empty", "expert record")]
    [InlineData(Header, "t.csv: there is a header but no row", "expert record")]
    [InlineData("step,observation.a,observation.b,action.a\n", "t.csv:1: there is no column episode", "number the episodes")]
    [InlineData("episode,observation.a,observation.b,action.a\n", "t.csv:1: there is no column step", "number the steps")]
    [InlineData("episode,step,action.a\n", "t.csv:1: there is no column of observations", "observation.NAME")]
    [InlineData("episode,step,observation.a,observation.b\n", "t.csv:1: there is no column of actions", "action.NAME")]
    [InlineData("episode,step,observation.a,observation.b,action.a,price\n", "t.csv:1: column 'price' is unknown", "Rename or remove")]
    [InlineData("episode,step,observation.a,observation.a,action.a\n", "t.csv:1: column 'observation.a' is there twice", "keep one")]
    [InlineData("episode,step,observation.a,action.a\n", "t.csv:1: there are 1 columns of observations; the environment has observations of size 2", "same settings")]
    [InlineData("episode,step,observation.a,observation.b,action.a,action.b\n", "t.csv:1: there are 2 columns of actions; the environment has actions of size 1", "same settings")]
    [InlineData(Header + "0,0,1,0,1,0\n", "t.csv:2: the row has 6 fields; the header has 7", "Complete the row")]
    [InlineData(Header + "0,0,NaN,0,1,0,\n", "t.csv:2: column observation.price is 'NaN'", "finite")]
    [InlineData(Header + "0,0,1,0,1,0,\n0,1,1,x,1,0,\n", "t.csv:3: column observation.position is 'x'", "finite")]
    [InlineData(Header + "0,0,1,0,3,0,\n", "t.csv:2: column action.trade is '3'; it is not of the environment's action space (a whole number of 0 to 2)", "map its actions")]
    [InlineData(Header + "0,0,1,0,1.5,0,\n", "t.csv:2: column action.trade is '1.5'", "map its actions")]
    [InlineData(Header + "0,0,1,0,1,0,\n0,2,1,0,1,0,\n", "t.csv:3: column step is '2'; it leaves a gap: step 1 of episode 0 is missing", "Restore")]
    [InlineData(Header + "0,1,1,0,1,0,\n", "t.csv:2: column step is '1'; it leaves a gap: step 0 of episode 0", "Restore")]
    [InlineData(Header + "0,0,1,0,1,0,\n0,1,1,0,1,0,\n0,0,1,0,1,0,\n", "t.csv:4: column step is '0'; it comes after step 1 of episode 0: the episode has its steps in two orders", "sort its rows")]
    [InlineData(Header + "0,0,1,0,1,0,\n1,0,1,0,1,0,\n0,0,1,0,1,0,\n", "t.csv:4: column episode is '0'; it appears again", "Keep its rows together")]
    [InlineData(Header + "0,0,1,0,1,0,terminated\n0,1,1,0,1,0,\n", "t.csv:3: column step is '1'; it follows the end of episode 0", "another episode number")]
    [InlineData(Header + "0,0,1,0,1,0,over\n", "t.csv:2: column end is 'over'", "terminated, truncated or empty")]
    [InlineData(Header + "0,0,1,0,,,\n", "t.csv:2: column action.trade is ''", "needs an action")]
    [InlineData(Header + "\n  \n0,0,1,\"0,1,0,\n", "t.csv:4: is no row of comma-separated values", "quote")]
    [InlineData(Header + "-1,0,1,0,1,0,\n", "t.csv:2: column episode is '-1'", "whole number")]
    public void Wrong_file_is_refused_with_place_and_remedy(string content, string place, string remedy)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(content)).Message;
        Assert.StartsWith(place, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_episodes_are_whole_and_others_than_those_learned_from()
    {
        Demonstration[] episodes = [.. Enumerable.Range(0, 10).Select(static number => new Demonstration(2, [number, number], [0, 0]))];
        (IReadOnlyList<Demonstration> training, IReadOnlyList<Demonstration> heldOut) = new DemonstrationSet(episodes).Split(0.2, seed: 3);
        Assert.Equal(8, training.Count);
        Assert.Equal(2, heldOut.Count);
        Assert.Empty(training.Intersect(heldOut));
        Assert.Equal(episodes.ToHashSet(), training.Concat(heldOut).ToHashSet());
        Assert.NotEqual(heldOut, new DemonstrationSet(episodes).Split(0.2, seed: 4).HeldOut);
    }

    [Fact]
    public void One_single_episode_is_refused_where_some_are_to_be_held_out()
    {
        var set = new DemonstrationSet([new Demonstration(1, [0], [0])], "one.csv");
        string message = Assert.Throws<ArgumentException>(() => set.Split(0.2, seed: 1)).Message;
        Assert.StartsWith("one.csv: there is one single episode", message, StringComparison.Ordinal);
        Assert.Contains("Record more episodes", message, StringComparison.Ordinal);
        Assert.Single(set.Split(0, seed: 1).Training);
    }

    private static DemonstrationSet Read(string content) => DemonstrationFile.Read(new StringReader(content), "t.csv", Observed, Traded);
}
