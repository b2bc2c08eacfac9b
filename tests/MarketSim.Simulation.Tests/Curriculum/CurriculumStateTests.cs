using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Curriculum;
using MarketSim.Market.Orders;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Curriculum;

namespace MarketSim.Simulation.Tests.Curriculum;

/// <summary>Scripted results of episodes, and what comes of them, worked out by hand.</summary>
public sealed class CurriculumStateTests
{
    // Windows of three after two of practice; 0 is what random actions earn, 100 what the reference does, at each stage. Two low windows in a row are too many.
    private const string Settings = "reference: momentum\n  threshold: 0.6\n  demotionThreshold: 0.3\n  demotionWindows: 2\n  windowEpisodes: 3\n  practiceEpisodes: 2\n  replayShare: 0\n";

    [Fact]
    public void Stages_follow_the_table()
    {
        CurriculumState state = StateOf(Settings);
        (double[] Earned, string Decision, int Next)[] table =
        [
            // Practice, whatever it earns; then a window whose mean is 0.8.
            ([0, 0, 80, 80, 80], "advances", 1),

            // At the bar is not above it.
            ([900, 900, 60, 60, 60], "stays", 1),

            // Smoothed 0.6 + 0.5 (0.9 - 0.6) = 0.75, and no chance in it.
            ([0, 0, 90, 90, 90], "advances", 2),

            // The last stage: mastered, and there is none after it.
            ([0, 0, 100, 100, 100], "stays", 2),

            // Smoothed 1 - 0.5 (1 + 1) = 0: low once, then twice in a row, with smoothed -0.5: too hard.
            ([0, 0, -100, -100, -100], "stays", 2),
            ([0, 0, -100, -100, -100], "returns", 1),

            // A mean of 0.7 with a spread that may be chance (t = 0.40 of two degrees of freedom) is no promotion.
            ([0, 0, 20, 90, 100], "stays", 1),
        ];
        int episode = 0;
        foreach ((double[] earned, string decision, int next) in table)
        {
            IReadOnlyList<StageEvaluation> evaluations = [];
            for (int i = 0; i < earned.Length; i++)
            {
                Assert.Empty(evaluations);
                Assert.Equal(i >= 2, state.Book.Last.IsEvaluated);
                Assert.Equal(episode, state.Book.Last.Episode);
                evaluations = End(state, episode++, earned[i]);
            }

            StageEvaluation evaluation = Assert.Single(evaluations);
            Assert.Equal(decision, evaluation.Decision.ToString().ToLowerInvariant());
            Assert.Equal(3, evaluation.Episodes);
            Assert.Equal([next], state.Book.Last.Stages);
            Assert.Contains(decision switch { "stays" => "stays because", "advances" => "advances because", _ => "too hard" }, evaluation.Describe(), StringComparison.Ordinal);
        }

        Assert.Equal(table.Length, state.Evaluations.Count);
    }

    [Fact]
    public void Without_opponents_that_learn_windows_follow_one_another()
    {
        CurriculumState state = StateOf(Settings.Replace("practiceEpisodes: 2", "practiceEpisodes: 0", StringComparison.Ordinal), withOpponent: false);

        Assert.True(state.Book.Last.IsEvaluated);
        Assert.Empty(End(state, 0, 90));
        Assert.Empty(End(state, 1, 90));
        Assert.Single(End(state, 2, 90));
        Assert.Empty(End(state, 3, 90));
        Assert.Empty(End(state, 4, 90));
        Assert.Equal(StageDecision.Advances, Assert.Single(End(state, 5, 90)).Decision);
        Assert.Equal([2], state.Book.Last.Stages);
    }

    [Fact]
    public void Episodes_of_replicas_fill_one_window_and_one_window_promotes_once()
    {
        CurriculumState state = StateOf(Settings, replicas: 5);
        End(state, 0, 0, 0, 0, 0, 0);
        End(state, 1, 0, 0, 0, 0, 0);

        // Five episodes at once: the first three advance, the others were begun at the stage before and count no more.
        Assert.Single(End(state, 2, 90, 90, 90, 90, 90));

        Assert.Equal([1, 1, 1, 1, 1], state.Book.Last.Stages);
        Assert.False(state.Book.Last.IsEvaluated);
    }

    [Fact]
    public void Saved_in_the_middle_of_a_window_it_goes_on_like_one_that_was_not()
    {
        const string Replaying = "reference: momentum\n  threshold: 0.6\n  windowEpisodes: 3\n  practiceEpisodes: 1\n  replayShare: 0.4\n";
        CurriculumState state = StateOf(Replaying, replicas: 2);
        for (int episode = 0; episode < 40; episode++)
        {
            CurriculumState restored = StateOf(Replaying, replicas: 2, scaled: false);
            state.Receive(ResultsOf(episode, 70 + (episode % 3), 90));
            restored.Restore(state.Save(), state.Book.Save());
            Assert.False(restored.NeedsReferences);

            EpisodeStages expected = state.EndEpisode(episode, out IReadOnlyList<StageEvaluation> evaluations);
            EpisodeStages actual = restored.EndEpisode(episode, out IReadOnlyList<StageEvaluation> again);

            Assert.Equal(expected.Stages, actual.Stages);
            Assert.Equal(expected.IsEvaluated, actual.IsEvaluated);
            Assert.Equal(evaluations, again);
            Assert.Equal(state.Save(), restored.Save());
            Assert.Equal(state.Book.Save(), restored.Book.Save());
        }

        Assert.True(state.Evaluations.Count > 3);
    }

    private static CurriculumState StateOf(string settings, int replicas = 1, bool withOpponent = true, bool scaled = true)
    {
        string yaml = SmallCurriculum.Yaml[..SmallCurriculum.Yaml.IndexOf("  success:", StringComparison.Ordinal)] + "  " + settings
            + SmallCurriculum.Yaml[SmallCurriculum.Yaml.IndexOf("  stages:", StringComparison.Ordinal)..];
        yaml = withOpponent ? yaml : yaml.Replace("type: a2c", "type: momentum", StringComparison.Ordinal)
            .Replace("decisionInterval: 4s, segment: 5, hiddenSize: 8, actions: target, lstmSize: 4", "meanInterval: 3s", StringComparison.Ordinal);
        var state = new CurriculumState(SmallCurriculum.Scenario(yaml: yaml, replicas: replicas));
        if (scaled)
        {
            state.SetScale([new StageReference(0, 100), new StageReference(0, 100), new StageReference(0, 100)]);
        }

        return state;
    }

    private static IReadOnlyList<StageEvaluation> End(CurriculumState state, int episode, params double[] earned)
    {
        state.Receive(ResultsOf(episode, earned));
        state.EndEpisode(episode, out IReadOnlyList<StageEvaluation> evaluations);
        return evaluations;
    }

    // Two agents each, whose mean is what was earned; a unit of currency is a hundred ticks.
    private static EpisodeResults ResultsOf(int episode, params double[] earned) => new(
    [
        .. earned.SelectMany((currency, replica) => new[] { 1, -1 }.Select(side => new EpisodeRow(
            episode, replica, 1, new AccountId(20 + ((1 - side) / 2)), 20, 0, (100 * currency) + (700 * side), 0, 0))),
    ]);
}
