using MarketSim.Learning.Curriculum;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Curriculum;

/// <summary>Scripted scores, evaluated by hand.</summary>
public sealed class ProgressionRuleTests
{
    // Windows of four; t of 3 degrees of freedom is above 2.353 with 5 %.
    private static readonly CurriculumOptions Options = new() { NumStages = 3, WindowEpisodes = 4, ProgressionThreshold = 0.7, DemotionWindows = 2, Smoothing = 0.5 };

    [Theory]
    // Mean 0.85, error 0.0289: t = 5.2.
    [InlineData(new[] { 0.8, 0.9, 0.8, 0.9 }, StageDecision.Advances, 1)]
    // Mean 0.75, error 0.15: t = 0.33, which may be chance.
    [InlineData(new[] { 0.4, 1.0, 0.6, 1.0 }, StageDecision.Stays, 0)]
    // At the bar is not above it.
    [InlineData(new[] { 0.7, 0.7, 0.7, 0.7 }, StageDecision.Stays, 0)]
    // All alike and above: no chance in it.
    [InlineData(new[] { 0.71, 0.71, 0.71, 0.71 }, StageDecision.Advances, 1)]
    [InlineData(new[] { 0.1, 0.2, 0.1, 0.2 }, StageDecision.Stays, 0)]
    public void A_first_window_decides(double[] scores, StageDecision decision, int stage)
    {
        var rule = new ProgressionRule(Options);

        StageEvaluation evaluation = Assert.Single(Evaluate(rule, scores));

        Assert.Equal(decision, evaluation.Decision);
        Assert.Equal(stage, rule.Stage);
        Assert.Equal(0, evaluation.Stage);
        Assert.Equal(scores.Average(), evaluation.Score, 12);
    }

    [Fact]
    public void Too_few_episodes_are_not_evaluated()
    {
        var rule = new ProgressionRule(Options);

        Assert.Empty(Evaluate(rule, 1, 1, 1));

        Assert.Equal(3, rule.Waiting);
        Assert.Equal(0, rule.Evaluations);
    }

    [Fact]
    public void One_window_promotes_once_and_the_next_stage_begins_with_an_empty_one()
    {
        var rule = new ProgressionRule(Options);

        Evaluate(rule, 1, 1, 1, 1, 1, 1);

        Assert.Equal(1, rule.Stage);
        Assert.Equal(1, rule.Moves);
        Assert.Equal(2, rule.Waiting);
    }

    [Fact]
    public void A_window_after_bad_ones_is_smoothed_and_waits_for_another()
    {
        var rule = new ProgressionRule(Options);

        // 0.5, then 0.5 + 0.5 (0.8 - 0.5) = 0.65, then 0.65 + 0.5 (0.8 - 0.65) = 0.725.
        IReadOnlyList<StageEvaluation> evaluations = Evaluate(rule, 0.5, 0.5, 0.5, 0.5, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8);

        Assert.Equal([0.5, 0.65, 0.725], evaluations.Select(evaluation => Math.Round(evaluation.Smoothed, 12)));
        Assert.Equal([StageDecision.Stays, StageDecision.Stays, StageDecision.Advances], evaluations.Select(evaluation => evaluation.Decision));
        Assert.Contains("smoothed", evaluations[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_is_left_after_two_low_windows_in_a_row_and_not_after_two_with_a_better_one_between()
    {
        double[] low = [0.1, 0.1, 0.1, 0.1];
        double[] fair = [0.6, 0.6, 0.6, 0.6];
        var lasting = new ProgressionRule(Options);
        Evaluate(lasting, 1, 1, 1, 1);
        var passing = new ProgressionRule(Options);
        Evaluate(passing, 1, 1, 1, 1);

        IReadOnlyList<StageEvaluation> returned = Evaluate(lasting, [.. low, .. low]);
        IReadOnlyList<StageEvaluation> stayed = Evaluate(passing, [.. low, .. fair, .. low]);

        Assert.Equal([StageDecision.Stays, StageDecision.Returns], returned.Select(evaluation => evaluation.Decision));
        Assert.Equal(0, lasting.Stage);
        Assert.All(stayed, evaluation => Assert.Equal(StageDecision.Stays, evaluation.Decision));
        Assert.Equal(1, passing.Stage);
    }

    [Fact]
    public void The_first_stage_is_not_left_downwards_nor_the_last_one_upwards()
    {
        var first = new ProgressionRule(Options);
        var last = new ProgressionRule(Options);
        Evaluate(last, 1, 1, 1, 1, 1, 1, 1, 1);

        Evaluate(first, [.. Enumerable.Repeat(-1.0, 40)]);
        StageEvaluation evaluation = Evaluate(last, 1, 1, 1, 1)[0];

        Assert.Equal(0, first.Stage);
        Assert.Equal(2, last.Stage);
        Assert.Equal("stays because the last stage is mastered", evaluation.Reason);
    }

    [Fact]
    public void What_is_saved_in_the_middle_of_a_window_goes_on_as_though_it_had_not_been()
    {
        var whole = new ProgressionRule(Options);
        var before = new ProgressionRule(Options);
        var after = new ProgressionRule(Options);
        double[] scores = [0.9, 0.8, 0.9, 0.8, 0.1, 0.2, 0.1, 0.1, 0.2, 0.1, 0.1, 0.2, 0.7];
        IReadOnlyList<StageEvaluation> expected = Evaluate(whole, scores);

        Evaluate(before, scores[..6]);
        var writer = new MessagePackWriter();
        before.Save(writer);
        var reader = new MessagePackReader(writer.Written);
        after.Restore(ref reader);
        IReadOnlyList<StageEvaluation> rest = Evaluate(after, scores[6..]);

        Assert.Equal(expected.Skip(1), rest);
        Assert.Equal(whole.Stage, after.Stage);
    }

    private static List<StageEvaluation> Evaluate(ProgressionRule rule, params double[] scores) =>
        [.. scores.Select(score => rule.Add(score, steps: 7)).OfType<StageEvaluation>()];
}
