using MarketSim.Learning.Curriculum;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Curriculum;

public sealed class GaussianMixtureTests
{
    /// <summary>Progress is made around 0.3 only: that is where difficulties are drawn.</summary>
    [Fact]
    public void Difficulties_are_drawn_where_progress_is_made()
    {
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        var points = new List<ProgressPoint>();
        for (int i = 0; i < 250; i++)
        {
            double difficulty = random.NextDouble();
            double progress = Math.Abs(difficulty - 0.3) < 0.1 ? 0.5 + (0.1 * random.NextDouble()) : 0.01 * random.NextDouble();
            points.Add(new ProgressPoint(difficulty, 0, progress));
        }

        var mixture = GaussianMixture.Fit(points);
        int near = Enumerable.Range(0, 1_000).Count(_ => Math.Abs(mixture.Draw(ref random) - 0.3) < 0.15);

        Assert.InRange(mixture.Count, 2, 4);
        Assert.InRange(near, 900, 1_000);
    }

    [Fact]
    public void Points_of_one_law_need_one_component()
    {
        var random = new RandomStream(2, RandomPurpose.Test, 0, 0);
        var points = new List<ProgressPoint>();
        for (int i = 0; i < 250; i++)
        {
            points.Add(new ProgressPoint(random.NextNormal(0.5, 0.05), 0, random.NextNormal(0.2, 0.05)));
        }

        Assert.Equal(1, GaussianMixture.Fit(points).Count);
    }
}
