using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>What a discriminator says between the steps of an expert and of a generator.</summary>
public sealed class DiscriminatorTests
{
    private const int Rows = 64;

    /// <summary>The expert is always at 2, the generator at -2. Of a mixture with the share s of the expert the best logit is log(s / (1 - s)).</summary>
    [Fact]
    public void Mixtures_give_it_the_logit_of_their_share_all_the_way_from_one_to_the_other()
    {
        float[] logits = LogitsAfterTraining(mixup: true);
        float[] best = [MathF.Log(1f / 3), 0, MathF.Log(3)];
        for (int i = 0; i < best.Length; i++)
        {
            Assert.InRange(logits[i], best[i] - 0.25f, best[i] + 0.25f);
        }
    }

    [Fact]
    public void Without_mixtures_it_is_sure_of_what_lies_near_either()
    {
        float[] logits = LogitsAfterTraining(mixup: false);
        Assert.True(logits[0] < -3, $"{logits[0]}");
        Assert.True(logits[2] > 3, $"{logits[2]}");
    }

    // At a quarter, a half and three quarters of the way.
    private static float[] LogitsAfterTraining(bool mixup)
    {
        var space = new BoxSpace([-4], [4]);
        var features = new StepFeatures(space, new DiscreteSpace(2), [0], [1], hasAbsorbingState: false);
        var options = new AdversarialOptions { Mixup = mixup, DiscriminatorBatchSize = Rows };
        var discriminator = new Discriminator(features, options, isAirl: false, seed: 5, engine: null);
        StepBatch expert = At(features, 2, 2);
        StepBatch generator = At(features, -2, -2);
        var minibatch = new LabelledSteps(features, options);
        var random = new RandomStream(5, RandomPurpose.Minibatch, group: 2, index: 0);
        for (int update = 0; update < 2_000; update++)
        {
            minibatch.Draw(expert, generator, ref random);
            discriminator.Update(minibatch.Steps, minibatch.Labels, learningRate: 3e-3);
        }

        float[] logits = new float[3];
        discriminator.Logits(At(features, -1, 0, 1), logits);
        return logits;
    }

    private static StepBatch At(StepFeatures features, params float[] places)
    {
        var batch = new StepBatch(features);
        batch.Resize(places.Length);
        for (int row = 0; row < places.Length; row++)
        {
            batch.Set(row, [places[row]], [0], [places[row]]);
        }

        return batch;
    }
}
