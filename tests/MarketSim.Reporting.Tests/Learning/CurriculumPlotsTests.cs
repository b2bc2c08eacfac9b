using System.Globalization;
using System.Text.Json;
using MarketSim.Environments.Signals;
using MarketSim.Learning.Curriculum;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class CurriculumPlotsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pages_show_the_evaluations_and_what_each_stage_came_to()
    {
        CurriculumLearning curriculum = Make();
        curriculum.Train(6_000);
        string curve = Path.Combine(_folder.Path, "curve.html");
        string stages = Path.Combine(_folder.Path, "stages.html");

        curriculum.PlotLearningCurve(curve);
        curriculum.PlotStageRewards(stages);

        JsonElement evaluated = PageData.Of(File.ReadAllText(curve), "figure-data").GetProperty("evaluations").GetProperty("lines")[0];
        Assert.Equal(curriculum.Evaluations.Select(evaluation => (double?)evaluation.Steps), evaluated.Numbers("x"));
        Assert.Equal(curriculum.Evaluations.Select(evaluation => Written(evaluation.Score)), evaluated.Numbers("y"));
        JsonElement returns = PageData.Of(File.ReadAllText(stages), "figure-data").GetProperty("returns").GetProperty("lines")[0];
        Assert.Equal(curriculum.Stages.Where(stage => stage.Episodes > 0).Select(stage => Written(stage.MeanReturn)), returns.Numbers("y"));
    }

    [Fact]
    public void Nothing_to_draw_is_said_with_the_remedy()
    {
        CurriculumLearning curriculum = Make();
        string path = Path.Combine(_folder.Path, "curve.html");

        Assert.Contains("call Train first", Assert.Throws<InvalidOperationException>(() => curriculum.PlotLearningCurve(path)).Message, StringComparison.Ordinal);
        Assert.Contains("call Train first", Assert.Throws<InvalidOperationException>(() => curriculum.PlotStageRewards(path)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    // Pages have nine digits.
    private static double? Written(double value) => double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static CurriculumLearning Make() => new(
        (difficulty, noiseLevel, _) => new MarketEnvironment(volatility: 0.1 + (0.2 * difficulty), noiseLevel: noiseLevel, episodeSteps: 50),
        new CurriculumSetup
        {
            Options = new CurriculumOptions { NumStages = 3, WindowEpisodes = 10 },
            AgentParameters = [new("hiddenSizes", "16"), new("stepsPerRollout", 256)],
            Seed = 1,
        });
}
